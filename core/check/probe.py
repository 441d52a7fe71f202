"""A problem at one theta, and what its functions give next to it: for `check_gradient`."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, FloatArray, finite_rows
from core.checks import shaped
from core.problem import Problem

EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Probe:
    """What a problem of floats gives at theta (P,).

    Predictions, losses (without penalty) and their slopes by the predictions are (N,), the Jacobian (N, P).
    """

    problem: Problem
    theta: FloatArray
    predictions: FloatArray
    losses: FloatArray
    slopes: FloatArray
    jacobian: FloatArray

    @classmethod
    def of(cls, problem: Problem, theta: ArrayLike) -> "Probe":
        """A problem, with floats for fractions, at theta; ValueError where a shape is wrong."""
        problem = problem.of_floats()
        parameters, model, loss, y = problem.parameters(theta), problem.model, problem.loss, problem.y
        predictions = _shaped("model.predictions", model.predictions(parameters, problem.x), y.shape)
        losses = _shaped("loss.loss", loss.loss(y, predictions), y.shape)
        slopes = _shaped("loss.gradient", loss.gradient(y, predictions), y.shape)
        jacobian = _shaped("model.jacobian", model.jacobian(parameters, problem.x), (len(y), len(parameters)))
        return cls(problem, parameters, predictions, losses, slopes, jacobian)

    @property
    def terms(self) -> FloatArray:
        """Sizes (N,) of what predictions are summed from: roundings of theta move them by eps of that."""
        terms: FloatArray = np.abs(self.predictions) + np.abs(self.jacobian) @ np.abs(self.theta)
        return terms

    def predictions_at(self, parameter: int, value: Array) -> Array:
        """Predictions (N,) with another value () of one parameter."""
        theta = self.theta.astype(np.result_type(self.theta, value))
        theta[parameter] = value
        return _answer(self.problem.model.predictions, theta, self.problem.x)

    def losses_at(self, predictions: Array) -> Array:
        """Losses (N,) of other predictions (N,); not a number at a kink and on its other side."""
        losses = _answer(self.problem.loss.loss, self.problem.y, predictions)
        kink_distance = getattr(self.problem.loss, "kink_distance", None)
        if kink_distance is None:
            return losses
        distance = kink_distance(self.problem.y, self.predictions)
        return np.where(np.abs(predictions - self.predictions) < distance, losses, np.nan)

    def roundings(self) -> tuple[FloatArray, FloatArray]:
        """How far Jacobian (N, P) and slopes (N,) move when theta and predictions move by a rounding."""
        model, loss, y = self.problem.model, self.problem.loss, self.problem.y
        above, below = (model.jacobian(self.theta * (1 + d), self.problem.x) for d in (EPS, -EPS))
        nudge = EPS * (self.terms + np.abs(y))
        ahead, behind = (loss.gradient(y, self.predictions + d) for d in (nudge, -nudge))
        return np.abs(above - below), np.abs(ahead - behind)


def _answer(function: Callable[..., Array], first: Array, second: Array) -> Array:
    """What a user's function of some rows gives; not numbers where it refuses what a step has led to."""
    try:
        return np.array(function(first, second))
    except (ValueError, ArithmeticError):
        return np.full(len(second), np.nan)


def _shaped(name: str, values: Array, shape: tuple[int, ...]) -> FloatArray:
    """A copy of `values`; ValueError if they aren't finite, or of another shape, which might broadcast."""
    return finite_rows(shaped(np.array(values, dtype=np.float64), shape, name))
