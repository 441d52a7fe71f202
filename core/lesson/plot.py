"""Windows of the data view and of the gradient plane, and densities for what is too much to draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import BoolArray, FloatArray, frozen
from core.lesson.robust import sane_range
from core.lesson.rounding import round_near

MARGIN = 0.07
CELLS = 72
"""Cells of a density along each axis."""
DENSE = 200
"""Up to so many rows each one is drawn."""
TICKS_ACROSS = 6.0
BULK = (2.0, 98.0)
"""Percentiles between which the fan's window holds unshown gradients."""


@dataclass(frozen=True)
class PlotWindow:
    """Ranges (lo, hi) of z and of y in the data view."""

    z: tuple[float, float]
    y: tuple[float, float]

    def holds(self, z: FloatArray, y: FloatArray) -> BoolArray:
        """Which rows, (N,) bool, it shows."""
        inside: BoolArray = (z >= self.z[0]) & (z <= self.z[1]) & (y >= self.y[0]) & (y <= self.y[1])
        return inside


@dataclass(frozen=True, eq=False)
class GradientWindow:
    """Corners lo (2,) and hi (2,) of a box in the gradient plane, and a round distance of ticks."""

    lo: FloatArray
    hi: FloatArray
    tick: float


@dataclass(frozen=True, eq=False)
class Density:
    """How many points fall into each cell: edges0 (A + 1,), edges1 (B + 1,), counts (A, B)."""

    edges0: FloatArray
    edges1: FloatArray
    counts: FloatArray


def plot_window(z: FloatArray, y: FloatArray, thetas: Iterable[FloatArray], step: float) -> PlotWindow:
    """The sane rows and, over their z, the lines of all `thetas`; `step` is a visible difference of y."""
    z_range = _widened(*sane_range(z), least=1.0)
    ends = np.array([theta[0] + theta[1] * np.array(z_range) for theta in thetas])
    low, high = sane_range(y)
    return PlotWindow(z_range, _widened(min(low, ends.min()), max(high, ends.max()), least=step))


def bulk(gradients: FloatArray, shown: tuple[int, ...]) -> FloatArray:
    """Corners (2, 2) of a box that holds most of all gradients (N, 2); none (0, 2) where all are shown."""
    if len(shown) == len(gradients):
        return np.empty((0, 2))
    corners: FloatArray = np.percentile(gradients, BULK, axis=0)
    return corners


def gradient_window(points: Sequence[FloatArray], rounding: float) -> GradientWindow:
    """A box for points, each (K, 2), and the origin; of size 1 where nothing is longer than `rounding`."""
    corners = [[each.min(axis=0), each.max(axis=0)] for each in points if len(each)]
    held = np.vstack([np.zeros((1, 2)), *corners])
    low, high = held.min(axis=0), held.max(axis=0)
    size = float((high - low).max())
    size = size if size > rounding else 1.0
    return GradientWindow(
        frozen(low - MARGIN * size), frozen(high + MARGIN * size), round_near(size / TICKS_ACROSS)
    )


def density(
    first: FloatArray, second: FloatArray, box: tuple[tuple[float, float], tuple[float, float]]
) -> Density:
    """Counts of the points (first, second), each (N,), inside the box."""
    counts, edges0, edges1 = np.histogram2d(first, second, bins=CELLS, range=box)
    return Density(frozen(edges0), frozen(edges1), frozen(counts))


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    """The range and a margin on both sides; at least `least` wide on each side where it has no width."""
    margin = MARGIN * (high - low) or least
    return float(low - margin), float(high + margin)
