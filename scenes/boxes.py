"""Boxes of pixels: where a picture changed, and to what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

# Pixels that two boxes may cost more as one than as two: each has its own overhead.
SLACK = 128 * 128


class Box(NamedTuple):
    """Pixels from ``left`` and ``top`` to ``right`` and ``bottom``, these two not included."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """How many pixels it has."""
        return (self.right - self.left) * (self.bottom - self.top)

    @property
    def pixels(self) -> tuple[slice, slice]:
        """Its rows and columns, to take out of an array (height, width, …)."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def meets(self, other: "Box") -> bool:
        """Whether the two have a pixel in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_in(self, other: "Box") -> bool:
        """Whether all its pixels are the other's, too."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, margin: int, within: "Box") -> "Box":
        """The box and a margin round it, as far as they lie within another."""
        return Box(
            max(self.left - margin, within.left),
            max(self.top - margin, within.top),
            min(self.right + margin, within.right),
            min(self.bottom + margin, within.bottom),
        )


@dataclass(frozen=True)
class Patch:
    """Pixels (height, width, 4), uint8 RGBA, that come into a picture at ``left`` and ``top``."""

    left: int
    top: int
    pixels: np.ndarray

    @property
    def box(self) -> Box:
        """Where they come."""
        height, width = self.pixels.shape[:2]
        return Box(self.left, self.top, self.left + width, self.top + height)


def few_apart(boxes: Iterable[Box]) -> list[Box]:
    """A few boxes that cover all of these, no two of which meet; near ones become one."""
    apart: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.area):  # small ones are soon swallowed
        if any(map(box.lies_in, apart)):
            continue
        while near := next((other for other in apart if _better_as_one(box, other)), None):
            apart.remove(near)
            box = box.around(near)
        apart.append(box)
    return apart


def _better_as_one(one: Box, other: Box) -> bool:
    return one.meets(other) or one.around(other).area <= one.area + other.area + SLACK
