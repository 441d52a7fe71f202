"""Levels of the contour maps: level k is (k h)^2 / 2, the same in all pictures."""

from math import ceil, floor, sqrt

import numpy as np

from core.arrays import FloatArray

MOST_PER_SURFACE = 64
"""A steeper surface shows every second, third … of its levels."""


def level_numbers(surfaces: list[FloatArray], step: float) -> FloatArray:
    """The k >= 1, ascending, whose levels any of the surfaces reaches."""
    reached: set[int] = set()
    for heights in surfaces:
        low = max(1, ceil(sqrt(2 * float(heights.min())) / step))
        high = floor(sqrt(2 * float(heights.max())) / step)
        stride = 1 + max(0, high - low) // MOST_PER_SURFACE
        reached.update(range(-(-low // stride) * stride, high + 1, stride))
    return np.array(sorted(reached), dtype=np.float64)


def level_above(height: float, step: float) -> float:
    """The lowest level not below `height`: where a relief is cut."""
    k = max(1, ceil(sqrt(2 * height) / step))
    return (k * step) ** 2 / 2
