"""Predictions, losses and gradients of a lesson at its theta, their means, and what captions ask of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray, frozen
from core.gradients import (
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradients,
    per_example_losses,
)
from core.lesson.given import Given
from core.minimum import minimizer

ROUNDING = 256 * float(np.finfo(float).eps)
"""Relative size below which a difference is rounding."""


@dataclass(frozen=True, eq=False)
class AtTheta(Given):
    """A lesson's numbers at its theta."""

    @cached_property
    def predictions(self) -> FloatArray:
        """Predictions (N,), unit of y."""
        return frozen(self.drawn.predictions(self.theta))

    @cached_property
    def residuals(self) -> FloatArray:
        """Prediction minus y, (N,)."""
        return frozen(self.predictions - self.y)

    @cached_property
    def losses(self) -> FloatArray:
        """Loss of each row, (N,)."""
        return frozen(per_example_losses(self.drawn, self.theta))

    @cached_property
    def gradients(self) -> FloatArray:
        """Gradient of each row's loss, (N, 2)."""
        return frozen(per_example_gradients(self.drawn, self.theta))

    @cached_property
    def mean_of_gradients(self) -> FloatArray:
        """Mean of the per-example gradients, (2,)."""
        return frozen(mean_of_gradients(self.gradients))

    @cached_property
    def sum_of_gradients(self) -> FloatArray:
        """Sum of the per-example gradients, (2,)."""
        return frozen(self.gradients.T.sum(axis=1))

    @cached_property
    def full_gradient(self) -> FloatArray:
        """Gradient of the risk by its own formula, (2,)."""
        return frozen(full_gradient(self.drawn, self.theta))

    @cached_property
    def risk(self) -> float:
        """Mean of the losses."""
        return empirical_risk(self.drawn, self.theta)

    def risk_at(self, theta: ArrayLike) -> float:
        """Mean of the losses at another drawn theta (2,)."""
        return empirical_risk(self.drawn, theta)

    @cached_property
    def minimizer(self) -> FloatArray | None:
        """The drawn theta (2,) with the smallest risk; None where it isn't unique."""
        try:
            return frozen(minimizer(self.drawn))
        except ValueError:
            return None

    @cached_property
    def minimum(self) -> float | None:
        """The smallest risk; None where there is no unique minimizer."""
        return None if self.minimizer is None else empirical_risk(self.drawn, self.minimizer)

    # What changes a sentence:

    @property
    def one_example(self) -> bool:
        """N = 1."""
        return self.n_examples == 1

    @property
    def valleys_parallel(self) -> bool:
        """All x equal (or one row): no unique minimizer, no bowl."""
        return self.minimizer is None

    @cached_property
    def at_optimum(self) -> bool:
        """Whether the mean gradient is zero up to rounding."""
        return bool(np.hypot(*self.mean_of_gradients) <= self._rounding.mean())

    @cached_property
    def gradients_agree(self) -> bool:
        """Whether no two gradients differ, for N > 1."""
        differences = np.hypot(*(self.gradients - self.gradients[0]).T)
        return self.n_examples > 1 and bool((differences <= self._rounding + self._rounding[0]).all())

    @cached_property
    def _rounding(self) -> FloatArray:
        """Length (N,) up to which a gradient may be rounding of the numbers that it is made of."""
        terms = np.abs(self.theta[0]) + np.abs(self.theta[1] * self.z) + np.abs(self.y)
        return frozen(ROUNDING * terms * np.hypot(1.0, self.z))
