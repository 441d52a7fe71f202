"""The square of the theta-plane that the film looks at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray, frozen


@dataclass(frozen=True, eq=False)
class Window:
    """A square with equal units on both axes: center (2,) and width, in drawn theta."""

    center: FloatArray
    width: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "center", frozen(self.center))

    @property
    def theta0(self) -> tuple[float, float]:
        """Lowest and highest theta_0."""
        return self._range(0)

    @property
    def theta1(self) -> tuple[float, float]:
        """Lowest and highest theta_1."""
        return self._range(1)

    @property
    def corners(self) -> FloatArray:
        """The four corners (4, 2)."""
        return np.array([(theta0, theta1) for theta0 in self.theta0 for theta1 in self.theta1])

    def contains(self, points: ArrayLike, margin: float = 0.0) -> bool:
        """Whether all points (…, 2) lie inside, `margin` widths away from the edge."""
        offsets = np.abs(np.asarray(points, dtype=np.float64) - self.center)
        return bool((offsets <= (0.5 - margin) * self.width).all())

    def clamp(self, point: ArrayLike) -> FloatArray:
        """The point (2,) of the window nearest to `point`."""
        return np.clip(point, self.center - self.width / 2, self.center + self.width / 2)

    def axis(self, parameter: int, count: int) -> FloatArray:
        """`count` evenly spaced values of one parameter, both ends included."""
        return np.linspace(*self._range(parameter), count)

    def clip_line(self, point: FloatArray, direction: FloatArray) -> FloatArray | None:
        """Ends (2, 2), t ascending, of what the window shows of the line point + t direction, or None."""
        low, high = -np.inf, np.inf
        for offset, speed in zip(self.center - point, direction, strict=True):
            if speed == 0.0:
                if abs(offset) > self.width / 2:
                    return None
                continue
            near, far = sorted(((offset - self.width / 2) / speed, (offset + self.width / 2) / speed))
            low, high = max(low, near), min(high, far)
        return None if low >= high else np.stack([point + low * direction, point + high * direction])

    def _range(self, parameter: int) -> tuple[float, float]:
        middle = float(self.center[parameter])
        low, high = middle - self.width / 2, middle + self.width / 2
        return float(f"{low:.15g}"), float(f"{high:.15g}")
