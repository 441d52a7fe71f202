"""A local minimum of a smooth risk, to the last digits that its gradient can show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, FloatArray, finite, unwarned
from core.blocks import blocks
from core.errors import LossOverflowError
from core.gradients import empirical_risk, full_gradient
from core.means import total_weight
from core.models import AffineModel
from core.problem import Problem

EPS = float(np.finfo(float).eps)
ROUNDINGS = 64.0
"""A gradient of fewer roundings of its terms is 0."""
NEAR = 1e-9
"""The trust region takes the gradient down to so small a part of its terms; Newton's steps do the rest."""
MOST_STEPS = 1000
TINY = float(np.finfo(float).tiny)
FARTHEST = 1e9
"""Most that the trust region may grow."""
DIFFERENCE = EPS ** (1 / 3)
"""Step of central differences, in parts of a parameter, for models without second derivatives."""


@dataclass(frozen=True, eq=False)
class SmoothRisk:
    """The risk of a problem of floats as a function of theta (P,), its derivatives and their rounding."""

    problem: Problem

    def value_and_gradient(self, theta: FloatArray) -> tuple[float, FloatArray]:
        """Risk and gradient; where the loss overflows, a risk to step back from."""
        try:
            return empirical_risk(self.problem, theta), full_gradient(self.problem, theta)
        except LossOverflowError:
            return np.inf, np.zeros_like(theta)

    def hessian(self, theta: FloatArray) -> FloatArray:
        """Second derivatives (P, P); of models that give none, by differences of the gradient."""
        curved = getattr(self.problem.model, "prediction_hessians", None)
        try:
            if curved is None:
                return self._hessian_by_differences(theta)
            return self._hessian(theta, None if type(self.problem.model) is AffineModel else curved)
        except LossOverflowError:
            return np.eye(len(theta))

    def terms(self, theta: FloatArray) -> FloatArray:
        """Size (P,) of what the gradient is added up from: its rounding is a few eps of that."""
        problem, sums = self.problem, np.zeros_like(theta)
        for rows, share in self._blocks(len(theta)):
            x, y = problem.x[rows], problem.y[rows]
            predictions, jacobian = problem.model.predictions(theta, x), problem.model.jacobian(theta, x)
            sizes = np.abs(y) + np.abs(predictions) + np.abs(jacobian) @ np.abs(theta)
            slopes = np.abs(problem.loss.gradient(y, predictions))
            slopes += np.abs(problem.loss.hessian(y, predictions)) * sizes
            sums += np.abs(jacobian).T @ (slopes * share)
        return sums if problem.penalties is None else sums + problem.penalties * np.abs(theta)

    def miss(self, theta: FloatArray) -> float:
        """The largest part of its terms that the gradient is; infinite where the loss overflows."""
        risk, gradient = self.value_and_gradient(theta)
        if risk == np.inf:
            return np.inf
        terms = self.terms(theta)
        return float(np.max(np.abs(gradient[terms > 0]) / terms[terms > 0], initial=0.0))

    def _hessian(self, theta: FloatArray, curved: Callable[..., Array] | None) -> FloatArray:
        """The mean of l'' J J^T + l' H_prediction, and the penalty; H_prediction is 0 where it is None."""
        problem, total = self.problem, np.zeros((len(theta), len(theta)))
        with unwarned():
            for rows, share in self._blocks(len(theta) if curved is None else len(theta) ** 2):
                x, y = problem.x[rows], problem.y[rows]
                predictions, jacobian = problem.model.predictions(theta, x), problem.model.jacobian(theta, x)
                total += (jacobian.T * (problem.loss.hessian(y, predictions) * share)) @ jacobian
                if curved is not None:
                    slopes = problem.loss.gradient(y, predictions) * share
                    total += np.tensordot(slopes, curved(theta, x), 1)
            return finite(total if problem.penalties is None else total + np.diag(problem.penalties))

    def _hessian_by_differences(self, theta: FloatArray) -> FloatArray:
        """Central differences of the gradient, made symmetric."""
        rows = []
        for p, step in enumerate(DIFFERENCE * np.maximum(np.abs(theta), DIFFERENCE)):
            ahead, behind = (theta + sign * step * np.eye(len(theta))[p] for sign in (1, -1))
            rise = full_gradient(self.problem, ahead) - full_gradient(self.problem, behind)
            rows.append(rise / (ahead[p] - behind[p]))
        hessian: FloatArray = (np.array(rows) + np.array(rows).T) / 2
        return hessian

    def _blocks(self, width: int) -> Iterator[tuple[slice, FloatArray]]:
        """Rows in blocks for so many numbers a row, and their shares w / sum w of the mean."""
        n_examples, weights = len(self.problem.y), self.problem.weights
        total = total_weight(n_examples, weights)
        for rows in blocks(n_examples, width):
            counted = np.ones(rows.stop - rows.start) if weights is None else weights[rows]
            yield rows, counted / total


def local_minimum(problem: Problem, start: FloatArray) -> FloatArray:
    """A theta (P,) near `start` where the gradient is 0 up to rounding: a minimum or, rarely, a saddle.

    A trust region's steps (Conn, Gould, Toint 2000, section 7.3) as long as they show in the risk, then
    Newton's as long as they make the gradient smaller.

    Raises
    ------
    ValueError
        If the gradient doesn't become 0, or the loss overflows at the start.
    """
    empirical_risk(problem, start)
    risk = SmoothRisk(problem)
    theta = search(risk, start)
    miss = risk.miss(theta)
    for _ in range(MOST_STEPS):
        ahead = theta - solved(risk.hessian(theta), full_gradient(problem, theta))
        miss_ahead = risk.miss(ahead)
        if not miss_ahead < miss:
            break
        theta, miss = ahead, miss_ahead
    if miss > ROUNDINGS * EPS:
        raise ValueError(
            f"no minimum found: where the search ended, the gradient is {miss:.1e} of its terms, "
            f"not {ROUNDINGS * EPS:.1e}"
        )
    return theta


def search(risk: SmoothRisk, start: FloatArray) -> FloatArray:
    """Where SciPy's trust region with exact subproblems comes to; it stops where the gradient is small.

    Raises
    ------
    ValueError
        If numbers on the way overflow.
    """
    from scipy.optimize import minimize

    def stop_if_near(theta: FloatArray) -> None:
        if risk.miss(theta) <= NEAR:
            raise StopIteration

    radius = max(1.0, float(np.linalg.norm(start)))
    options = {"initial_trust_radius": radius, "max_trust_radius": FARTHEST * radius, "gtol": TINY}
    try:
        with unwarned():  # of SciPy, beside a loss that overflows
            found = minimize(
                risk.value_and_gradient,
                start,
                method="trust-exact",
                jac=True,
                hess=risk.hessian,
                callback=stop_if_near,
                options=options | {"maxiter": MOST_STEPS},
            )
    except (ValueError, np.linalg.LinAlgError):  # SciPy's own, of infinite numbers
        raise ValueError("no minimum found: the search overflows; take another start") from None
    theta: FloatArray = found.x
    return theta


def solved(hessian: FloatArray, right: FloatArray) -> FloatArray:
    """The shortest step (P,) with H step = right, in parameters of curvature 1."""
    lengths = unit_lengths(hessian)
    step: FloatArray = np.linalg.lstsq(hessian / np.outer(lengths, lengths), right / lengths)[0] / lengths
    return step


def unit_lengths(hessian: FloatArray) -> FloatArray:
    """Units (P,) of the parameters in which a Hessian's diagonal is 1; 1 where it is 0."""
    diagonal = np.abs(hessian.diagonal())
    return np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
