"""Loss surfaces over a grid of theta."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, FloatArray, finite
from core.gradients import empirical_risk, full_gradient
from core.minimum import minimizer
from core.problem import Problem


def per_example_loss_surfaces(
    problem: Problem, axis0: ArrayLike, axis1: ArrayLike, rows: Sequence[int] | None = None
) -> FloatArray:
    """Each row's own loss surface.

    Parameters
    ----------
    problem : Problem
    axis0, axis1 : array_like, shapes (K0,), (K1,)
        Values of theta_0 and theta_1.
    rows : sequence of int, optional
        The rows wanted, from 0; all N if None. Memory: 8 K0 K1 bytes for each.

    Returns
    -------
    ndarray, shape (len(rows), K0, K1)
        Indexed [row, i0, i1].

    Raises
    ------
    ValueError
        If a loss overflows.
    """
    theta0, theta1 = np.asarray(axis0, dtype=np.float64), np.asarray(axis1, dtype=np.float64)
    chosen = range(len(problem.dataset)) if rows is None else rows
    surfaces = np.empty((len(chosen), len(theta0), len(theta1)))
    with np.errstate(over="ignore", invalid="ignore"):
        for surface, row in zip(surfaces, chosen, strict=True):
            plane = problem.model.predictions((theta0[:, None], theta1[None, :]), problem.dataset.x[row])
            surface[...] = problem.loss.loss(problem.dataset.y[row], plane)
    finite(surfaces)
    return surfaces


def risk_surface(problem: Problem, axis0: ArrayLike, axis1: ArrayLike) -> FloatArray:
    """Empirical risk over the grid, (K0, K1), indexed [i0, i1]; its cost doesn't depend on N times K0 K1.

    Raises
    ------
    ValueError
        If a loss overflows.
    """
    theta0, theta1 = np.asarray(axis0, dtype=np.float64), np.asarray(axis1, dtype=np.float64)
    return RiskBowl.of(problem).heights(theta0[:, None], theta1[None, :])


@dataclass(frozen=True)
class RiskBowl:
    """The averaged squared surface of an affine model: a quadratic with six coefficients, in centred form.

    R(theta) = height + slope . d + ((d_0 + mean_x d_1)^2 + variance_x d_1^2) / 2, with d = theta - origin.
    Sums of squares about a least-squares origin: nothing cancels, whatever the unit of x.
    """

    origin: Array
    height: float
    slope: Array
    mean_x: float
    variance_x: float

    @classmethod
    def of(cls, problem: Problem) -> "RiskBowl":
        """The bowl of a problem; ValueError if a loss overflows."""
        x = np.asarray(problem.dataset.x, dtype=np.float64)
        origin = _least_squares_point(problem)
        mean_x = float(x.mean())
        return cls(
            origin=origin,
            height=float(empirical_risk(problem, origin)),
            slope=full_gradient(problem, origin).astype(np.float64),
            mean_x=mean_x,
            variance_x=float(np.mean((x - mean_x) ** 2)),
        )

    def heights(self, theta0: Array, theta1: Array) -> Array:
        """Risk at theta_0 and theta_1, which broadcast against each other."""
        with np.errstate(over="ignore", invalid="ignore"):
            d0, d1 = theta0 - self.origin[0], theta1 - self.origin[1]
            bend = (d0 + self.mean_x * d1) ** 2 + self.variance_x * d1**2
            tilt = self.slope[0] * d0 + self.slope[1] * d1
            return finite(np.maximum(0.0, self.height + tilt + bend / 2))  # rounding may fall below 0

    def gradients(self, theta0: Array, theta1: Array) -> Array:
        """Gradient of the risk at theta_0 and theta_1 (same shape); the last axis is over the parameters."""
        d0, d1 = theta0 - self.origin[0], theta1 - self.origin[1]
        level = d0 + self.mean_x * d1
        return np.stack(
            [self.slope[0] + level, self.slope[1] + self.mean_x * level + self.variance_x * d1], axis=-1
        )


def _least_squares_point(problem: Problem) -> FloatArray:
    """A theta with the smallest risk: the minimizer, or one of many where all x are equal."""
    try:
        return minimizer(problem)
    except ValueError:
        return np.array([float(np.mean(np.asarray(problem.dataset.y, dtype=np.float64))), 0.0])
