"""The theta-plane of a lesson: its window, surfaces, levels and valleys, and theta's walks through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import FloatArray, frozen
from core.lesson import walks
from core.lesson.at_theta import AtTheta
from core.lesson.levels import level_above, level_numbers
from core.lesson.rounding import scale_below
from core.lesson.window import Window
from core.quadratic import quadratic_risk
from core.surfaces import per_example_loss_surfaces

GRID = 81
"""Points of the window's grid along each axis."""


@dataclass(frozen=True, eq=False)
class ThetaPlane(AtTheta):
    """What the film shows over theta_0 and theta_1; an arrow ends at theta + arrow_scale * gradient."""

    @property
    def window(self) -> Window:
        """The square of the theta-plane that the film looks at."""
        return self.framing.window

    @property
    def arrow_scale(self) -> float:
        """Theta units per gradient unit: an arrow ends at theta + arrow_scale * gradient."""
        return self.framing.arrow_scale

    @property
    def level_step(self) -> float:
        """h: level k is (k h)^2 / 2."""
        return self.framing.level_step

    @cached_property
    def axis0(self) -> FloatArray:
        """The grid's theta_0, (K,)."""
        return frozen(self.window.axis(0, GRID))

    @cached_property
    def axis1(self) -> FloatArray:
        """The grid's theta_1, (K,)."""
        return frozen(self.window.axis(1, GRID))

    @cached_property
    def risk_heights(self) -> FloatArray:
        """Risk over the grid, (K, K), indexed [i0, i1]."""
        return frozen(quadratic_risk(self.drawn).risk((self.axis0[:, None], self.axis1[None, :])))

    def heights(self, row: int) -> FloatArray:
        """One row's loss over the grid, (K, K), indexed [i0, i1]."""
        return frozen(per_example_loss_surfaces(self.drawn, self.axis0, self.axis1, [row])[0])

    def running_mean_heights(self, rows: Sequence[int]) -> FloatArray:
        """Surfaces (len(rows), K, K) of the mean loss of the first 1, 2 … of the rows."""
        surfaces = per_example_loss_surfaces(self.drawn, self.axis0, self.axis1, rows)
        return frozen(surfaces.cumsum(axis=0) / np.arange(1, len(rows) + 1)[:, None, None])

    @cached_property
    def level_numbers(self) -> FloatArray:
        """The k of `levels`, (L,); whole numbers, ascending."""
        surfaces = [self.risk_heights, *(self.heights(row) for row in self.shown)]
        return frozen(level_numbers(surfaces, self.level_step))

    @cached_property
    def levels(self) -> FloatArray:
        """Levels (L,) that any shown surface or the risk reaches in the window, ascending."""
        return frozen((self.level_numbers * self.level_step) ** 2 / 2)

    @cached_property
    def loss_cap(self) -> float:
        """Where the relief is cut: the first level above all the risk in the window."""
        return level_above(float(self.risk_heights.max()), self.level_step)

    @cached_property
    def arrows_outside(self) -> tuple[int, ...]:
        """Shown rows whose arrow leaves the window: outliers beside which the others would be dots."""
        tips = self.theta + self.arrow_scale * self.gradients[list(self.shown)]
        return tuple(row for row, tip in zip(self.shown, tips, strict=True) if not self.window.contains(tip))

    @cached_property
    def whole_arrow_scale(self) -> float:
        """Theta units per unit of the full gradient where it is drawn alone.

        `arrow_scale`, or the round number below a third of the window over its length where the arrow
        would leave the window otherwise.
        """
        if not self.mean_arrow_outside:
            return self.arrow_scale
        return scale_below(self.window.width / 3 / float(np.hypot(*self.full_gradient)))

    @cached_property
    def mean_arrow_outside(self) -> bool:
        """Whether the mean's arrow leaves the window."""
        return not self.window.contains(self.theta + self.arrow_scale * self.mean_of_gradients)

    # Valleys and walks:

    def valley(self, row: int) -> FloatArray | None:
        """Ends (2, 2) of what the window shows of {theta: the line fits the row exactly}, or None."""
        return walks.visible_valley(*self._row(row))

    def valley_foot(self, row: int) -> FloatArray:
        """The point (2,) of the row's visible valley nearest to theta."""
        return walks.visible_foot(*self._row(row))

    def valley_walk(self, row: int, t: float) -> FloatArray:
        """theta (2,) at time t (0 to 1) on a walk from the foot along the valley, both ways, and back."""
        return walks.valley_walk(*self._row(row), t)

    def knob_walk(self, t: float) -> FloatArray:
        """theta (2,) at time t (0 to 1) on a gentle loop that leaves theta and comes back."""
        return walks.knob_point(self.theta, self._knob_reach, t)

    @cached_property
    def _knob_reach(self) -> FloatArray:
        target = self._fit.theta if self.minimizer is None else self.minimizer
        return walks.knob_reach(self.theta, target, self.window)

    def _row(self, row: int) -> tuple[FloatArray, float, float, Window]:
        return self.theta, float(self.z[row]), float(self.y[row]), self.window
