"""The film's own unit of x: z = (x - c)/s with round c and s."""

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import SMALLEST, UNDERFLOW, FloatArray, unwarned
from core.lesson.robust import REACH, spread
from core.lesson.rounding import on_grid, one_digit, power_of_ten

ROUND_ENOUGH = 4.0
"""Up to this ratio of the bowl's curvatures, raw x makes a good picture."""
FAR = 2.0
"""An only x further than this from 0 is shifted."""


@dataclass(frozen=True)
class Units:
    """z = (x - center) / scale, and what it does to theta: both describe the same line.

    theta_z = (theta_0 + theta_1 center, theta_1 scale).
    """

    center: float = 0.0
    scale: float = 1.0

    @property
    def is_identity(self) -> bool:
        """Whether z is x."""
        return self.center == 0.0 and self.scale == 1.0

    def to_drawn(self, x: ArrayLike) -> FloatArray:
        """z of x, any shape."""
        return (np.asarray(x, dtype=np.float64) - self.center) / self.scale

    def theta_to_drawn(self, theta: ArrayLike) -> FloatArray:
        """theta (2,) of the table's x as theta of z."""
        intercept, slope = np.asarray(theta, dtype=np.float64)
        with unwarned():
            return np.array([intercept + slope * self.center, slope * self.scale])

    def theta_to_table(self, theta: ArrayLike) -> FloatArray:
        """theta (2,) of z as theta of the table's x."""
        intercept, slope = np.asarray(theta, dtype=np.float64)
        with unwarned():
            return np.array([intercept - slope * self.center / self.scale, slope / self.scale])


def choose_units(x: FloatArray) -> Units:
    """Units in which the bowl is nearly round: none where x is so already; robust to outliers.

    Raises
    ------
    ValueError
        If inputs differ by so little that squares underflow.
    """
    if x.min() == x.max():
        return Units() if abs(x[0]) <= FAR else Units(center=float(floor(x[0])) - 1.0)
    reach = REACH * spread(x)
    clipped = np.clip(x, np.median(x) - reach, np.median(x) + reach)
    mean = float(clipped.mean())
    farthest = float(np.abs(clipped - mean).max())
    deviation = farthest * float(
        np.sqrt(np.mean(((clipped - mean) / farthest) ** 2))
    )  # squares may underflow
    if not deviation >= SMALLEST:
        raise ValueError(UNDERFLOW)
    if _curvature_ratio(mean, deviation) <= ROUND_ENOUGH:
        return Units()
    scale = one_digit(deviation)
    return Units(center=on_grid(mean, power_of_ten(scale)), scale=scale)


def _curvature_ratio(mean: float, deviation: float) -> float:
    """Condition number of the averaged surface's Hessian [[1, m], [m, m^2 + v]]."""
    if max(abs(mean), deviation) > 1 / ROUND_ENOUGH / np.finfo(float).eps:
        return np.inf
    values = np.linalg.eigvalsh([[1.0, mean], [mean, mean * mean + deviation * deviation]])
    return float(values[1] / values[0]) if values[0] > 0 else np.inf
