"""The risk of an affine model with squared errors: a quadratic, in the form that keeps its digits."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from core.arrays import Array, FloatArray, exact, finite, unwarned
from core.blocks import blocks
from core.checks import real_numbers
from core.gradients import empirical_risk
from core.losses import HalfSquaredError, SquaredError
from core.means import rounded_once, total_weight
from core.models import AffineModel
from core.models.base import Parameters
from core.problem import Problem
from core.solvers import elimination
from core.solvers.least_squares import CentredRows

CURVATURES: dict[type, int] = {HalfSquaredError: 1, SquaredError: 2}
"""Second derivatives by the prediction."""


@dataclass(frozen=True, eq=False)
class QuadraticRisk:
    """R(theta) = minimum + sum_m k_m (offset_m + f_m . (theta - origin))^2 / 2.

    Squares about a point of least risk: nothing cancels, whatever the unit of x, and no risk is below the
    minimum. Expanded, theta^T A theta + b theta + c loses eight digits where x are years.

    Parameters
    ----------
    origin : ndarray, shape (P,)
        A theta of least risk, rounded; the shortest in centred and scaled columns if there are many.
    minimum : float
        The least risk, penalty included.
    curvatures : ndarray, shape (M,)
        k.
    factor : ndarray, shape (M, P)
        The f_m: (1, mean of x) and the centred columns' triangle; then a row for each penalty.
    offset : ndarray, shape (M,)
        How far rounding has moved the origin from theta*.
    flat : ndarray, shape (P, Q)
        Directions in which the risk doesn't change; Q = 0 where theta* is unique.
    """

    origin: Array
    minimum: float
    curvatures: Array
    factor: Array
    offset: Array
    flat: Array

    @property
    def is_unique(self) -> bool:
        """Whether one theta alone has the least risk."""
        return self.flat.size == 0

    @property
    def theta_star(self) -> Array | None:
        """The minimizer (P,); None where it isn't unique."""
        return self.origin if self.is_unique else None

    @property
    def hessian(self) -> Array:
        """Second derivatives (P, P), the same at every theta; ValueError if one overflows."""
        with unwarned():
            return finite(np.asarray((self.factor.T * self.curvatures) @ self.factor))

    def risk(self, theta: Parameters) -> Array:
        """Risk at theta: P numbers, or P arrays that broadcast against each other, in their shape.

        Raises
        ------
        ValueError
            If theta isn't P arrays of finite real numbers, or the risk overflows.
        """
        distances = self._distances(theta)
        shape = np.broadcast_shapes(*(distance.shape for distance in distances))
        with unwarned():
            squares = self._levels(distances)
            for square, curvature in zip(squares, self.curvatures, strict=True):
                square *= square
                square *= curvature / 2
            *smaller, largest = sorted(squares, key=np.size)
            risk = largest if largest.shape == shape else np.asarray(largest + np.zeros(shape, dtype=int))
            risk += sum(smaller, start=self.minimum)
            value: Array = finite(risk)[()]
            return value

    def gradient(self, theta: Parameters) -> Array:
        """Gradient of the risk at theta, as for `risk`; the last axis is over the P parameters.

        Raises
        ------
        ValueError
            As `risk`.
        """
        distances = self._distances(theta)
        with unwarned():
            levels = np.broadcast_arrays(*self._levels(distances), *distances)[: len(self.factor)]
            return finite(np.asarray((self.curvatures * np.stack(levels, axis=-1)) @ self.factor))

    def _distances(self, theta: Parameters) -> list[Array]:
        """theta - origin, one array for each parameter."""
        if len(theta) != len(self.origin):
            raise ValueError(f"theta needs {len(self.origin)} numbers or arrays, found {len(theta)}")
        values = [real_numbers(values, f"theta_{p} needs", "place") for p, values in enumerate(theta)]
        is_exact = self.origin.dtype.kind == "O"
        values = [exact(array) if is_exact else array.astype(np.float64, copy=False) for array in values]
        return [np.asarray(array - start) for array, start in zip(values, self.origin, strict=True)]

    def _levels(self, distances: list[Array]) -> list[Array]:
        """offset_m + f_m . distance, new arrays in the shapes that the distances which count broadcast to."""
        levels = []
        for slopes, offset in zip(self.factor, self.offset, strict=True):
            products = [s * distance for s, distance in zip(slopes, distances, strict=True) if s != 0]
            levels.append(np.asarray(sum(products, start=offset)))
        return levels


def is_quadratic(problem: Problem) -> bool:
    """Whether the risk is a quadratic of theta that `quadratic_risk` knows."""
    return type(problem.model) is AffineModel and type(problem.loss) in CURVATURES


def quadratic_risk(problem: Problem) -> QuadraticRisk:
    """The empirical risk of an affine problem with squared errors, by one pass over its rows.

    Its cost at a theta doesn't depend on N. For any P, weights and penalty; exact for an exact problem.

    Raises
    ------
    ValueError
        If the model isn't affine, the loss isn't a squared error, or a sum over the rows overflows.
    """
    if not is_quadratic(problem):
        names = f"{problem.model.name} and {problem.loss.name}"
        raise ValueError(f"a quadratic risk needs the affine model and a squared error, found {names}")
    summed = _exactly if problem.is_exact else _of_floats
    return summed(problem.of_counted_rows(), CURVATURES[type(problem.loss)])


def _of_floats(problem: Problem, curvature: int) -> QuadraticRisk:
    """By least squares on centred and scaled columns."""
    centred = CentredRows.of(problem)
    centring = centred.centring
    with unwarned():
        v, flat = centred.solve(curvature)
        origin, lift = centring.theta(v)
        minimum = _least_risk(problem, centred, v, curvature)
        rows = centred.stacked(curvature)[:, :-1]
        rows = rows[rows.any(axis=1)]
        ones = np.ones(len(rows))
        return QuadraticRisk(
            origin, minimum, ones, centring.by_theta(rows), rows[:, 0] * lift, centring.directions(flat)
        )


def _least_risk(problem: Problem, centred: CentredRows, v: FloatArray, curvature: int) -> float:
    """Risk at v by the rows' own residuals, the most exact way: no sum of large squares is taken apart."""
    weights, line = problem.weights, np.array([*v, -1.0])
    squares: list[float] = []
    for block in blocks(len(problem.y), len(line)):
        misses = centred.centring.columns(problem, block) @ line
        squares.append(misses @ (misses if weights is None else weights[block] * misses))
    strain = centred.penalty @ line
    risk = (curvature * rounded_once(squares) / total_weight(len(problem.y), weights) + strain @ strain) / 2
    return float(finite(np.asarray(risk)))


def _exactly(problem: Problem, curvature: int) -> QuadraticRisk:
    """By elimination in Fractions, where X^T X loses nothing."""
    jacobian = problem.model.jacobian(problem.x[:0], problem.x)
    weighted = jacobian.T if problem.weights is None else jacobian.T * problem.weights
    weighted = curvature * weighted / Fraction(total_weight(len(problem.x), problem.weights))
    hessian = weighted @ jacobian
    if problem.penalties is not None:
        hessian = hessian + np.diag(problem.penalties)
    curvatures, factor = elimination.sum_of_squares(hessian)
    origin, flat = elimination.solve(curvatures, factor, weighted @ problem.y)
    return QuadraticRisk(origin, empirical_risk(problem, origin), curvatures, factor, 0 * origin, flat)
