"""Clearance: which of some places keeps a mark clear of lines and texts."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from manim import Mobject

# Between a mark's box and what is drawn as lines: at this distance they are read apart.
CLEAR = 0.1
# Between two points that a line is looked at in; finer than any mark.
STEP = 0.05

Segment = tuple[np.ndarray, np.ndarray]
Mark = TypeVar("Mark", bound=Mobject)


def clear_place(mark: Mobject, places: Sequence[np.ndarray], lines: Sequence[Segment]) -> np.ndarray:
    """The first place (3,) for a mark's middle that keeps clear of lines; the clearest if none does.

    Parameters
    ----------
    mark
        What is to be placed; its box counts.
    places
        Middles (3,), those that are liked best in front; at least one.
    lines
        Segments as pairs of points (3,).
    """
    points = _points(lines)
    rooms = [min(_room(points, place, mark), CLEAR) for place in places]
    return places[int(np.argmax(rooms))]


def is_clear(mark: Mobject, lines: Sequence[Segment]) -> bool:
    """Whether a mark, where it is, keeps clear of lines."""
    return _room(_points(lines), mark.get_center(), mark) >= CLEAR


def clearest(marks: Sequence[Mark], lines: Sequence[Segment]) -> Mark:
    """The mark that has most room where it is."""
    points = _points(lines)
    return max(marks, key=lambda mark: _room(points, mark.get_center(), mark))


def edges(text: Mobject) -> list[Segment]:
    """The upper and the lower edge of a text's box."""
    corners = ([-1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [-1.0, -1.0, 0.0], [1.0, -1.0, 0.0])
    upper_left, upper_right, lower_left, lower_right = (text.get_corner(np.array(c)) for c in corners)
    return [(upper_left, upper_right), (lower_left, lower_right)]


def _points(lines: Sequence[Segment]) -> np.ndarray:
    """Points (K, 2) of segments, their ends among them."""
    return np.vstack([np.empty((0, 2)), *(_along(*line) for line in lines)])


def _along(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    count = 2 + int(np.linalg.norm(end - start) / STEP)
    return np.linspace(start[:2], end[:2], count)


def _room(points: np.ndarray, middle: np.ndarray, mark: Mobject) -> float:
    """Distance from a mark's box to the nearest of some points (K, 2); 0 where one lies in it."""
    half = np.array([mark.width, mark.height]) / 2
    beyond = np.maximum(np.abs(points - middle[:2]) - half, 0.0)
    return float(np.linalg.norm(beyond, axis=1).min(initial=np.inf))
