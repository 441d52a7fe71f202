"""Location, spread and fit that a few wild rows can't move."""

from dataclasses import dataclass

import numpy as np

from core.arrays import BoolArray, FloatArray, frozen

REACH = 10.0
"""How many median deviations from the median a value may lie to count as sane."""
FIT_ROWS = 300
"""Theil-Sen looks at all pairs of at most so many rows."""


def spread(values: FloatArray) -> float:
    """Median absolute deviation from the median; over the values that differ from it, where most don't."""
    deviations = np.abs(values - np.median(values))
    middle = float(np.median(deviations))
    if middle == 0.0 and deviations.any():
        middle = float(np.median(deviations[deviations > 0]))
    return middle


def sane(values: FloatArray) -> BoolArray:
    """Which values, (N,) bool, lie within REACH spreads of the median."""
    reach = REACH * spread(values)
    mask: BoolArray = np.abs(values - np.median(values)) <= reach
    return mask


def sane_range(values: FloatArray) -> tuple[float, float]:
    """Smallest and largest sane value."""
    kept = values[sane(values)]
    return float(kept.min()), float(kept.max())


@dataclass(frozen=True)
class RobustFit:
    """A line through the bulk of the rows, and how far from it parameters differ visibly.

    `theta` (2,); `step` in the unit of y: by how much theta must move for residuals to show.
    """

    theta: FloatArray
    step: float


def robust_fit(z: FloatArray, y: FloatArray) -> RobustFit:
    """Theil-Sen's line (median of the slopes of all pairs) through evenly chosen rows."""
    chosen = np.unique(np.linspace(0, len(z) - 1, min(len(z), FIT_ROWS)).round().astype(int))
    some_z, some_y = z[chosen], y[chosen]
    first, second = np.triu_indices(len(chosen), k=1)
    run, rise = some_z[second] - some_z[first], some_y[second] - some_y[first]
    differs = run != 0
    slope = float(np.median(rise[differs] / run[differs])) if differs.any() else 0.0
    height = float(np.median(some_y - slope * some_z))
    noise = spread(some_y - height - slope * some_z)
    return RobustFit(frozen([height, slope]), _visible_step(noise, spread(some_y), abs(height)))


NORMAL = 1.4826
"""Standard deviation of a normal distribution in units of its median deviation."""
NOISES, SPREADS = 1.5, 0.4
UNSPREAD = 0.25


def _visible_step(noise: float, spread_y: float, size: float) -> float:
    """1.5 residual scales or 0.4 of the spread of y; a quarter of y itself, or 1, where nothing spreads.

    Few rows can leave residuals that spread further than y.
    """
    step = NORMAL * max(NOISES * min(noise, spread_y), SPREADS * spread_y)
    return step or UNSPREAD * size or 1.0
