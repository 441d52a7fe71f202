"""Spacing of wide numbers: columns move apart, what is too wide for its place becomes smaller."""

from collections.abc import Sequence
from itertools import pairwise

from manim import Mobject

# Between a number and what it stands beside.
GAP = 0.12


def moved_apart(columns: Sequence[Mobject], gap: float = GAP) -> list[float]:
    """Move columns to the right as far as each needs to keep clear of the one before; return by how much.

    Parameters
    ----------
    columns
        From left to right; each has something in it.
    gap
        What stays between two of them at least.
    """
    shifts = [0.0]
    for before, column in pairwise(columns):
        shifts.append(max(0.0, before.get_right()[0] + gap - column.get_left()[0]))
        column.shift([shifts[-1], 0, 0])
    return shifts


def fitted(mobject: Mobject, left: float, right: float) -> Mobject:
    """Bring a mobject between two edges: smaller if it is too wide, else moved no further than it needs."""
    mobject.scale(min(1.0, (right - left) / mobject.width))
    beyond = max(0.0, left - mobject.get_left()[0]) - max(0.0, mobject.get_right()[0] - right)
    return mobject.shift([beyond, 0, 0])
