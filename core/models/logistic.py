"""The logistic model: a probability that grows along an S."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.models.affine import AffineModel
from core.models.base import Parameters

AFFINE = AffineModel()


@dataclass(frozen=True)
class LogisticModel:
    """prediction = expit(z), with z = theta_0 + theta_1 x_1 + ... + theta_K x_K and expit z = 1 / (1 + e^-z).

    The prediction is the probability itself, for squared errors of a probability (the Brier score, Brier
    1950). That isn't logistic regression: there the loss is -log of the probability of the label, convex in
    theta, and its raw prediction is z; take `AffineModel` with `LogisticLoss`. Here the squared loss isn't
    convex, and its gradients vanish for rows that are predicted wrongly and surely.
    """

    name: ClassVar[str] = "logistic"

    def parameter_names(self, n_features: int) -> tuple[str, ...]:
        """The intercept theta_0, and a slope a feature: P = K + 1."""
        return AFFINE.parameter_names(n_features)

    def predictions(self, theta: Parameters, x: Array) -> Array:
        """Probabilities (N,); in the shape they broadcast to, for P arrays and one x ()."""
        return expit(AFFINE.predictions(theta, x))

    def jacobian(self, theta: Array, x: Array) -> Array:
        """expit'(z) (1, x_1, ... x_K) of each row; (N, P)."""
        result = AFFINE.jacobian(theta, x)
        np.multiply(result.T, expit_slope(AFFINE.predictions(theta, x)), out=result.T)
        return result

    def prediction_hessians(self, theta: Array, x: Array) -> Array:
        """expit''(z) (1, x_1, ... x_K) (1, x_1, ... x_K)^T of each row; (N, P, P)."""
        inputs, z = AFFINE.jacobian(theta, x), AFFINE.predictions(theta, x)
        bend = -expit_slope(z) * np.tanh(z / 2)
        result: Array = (bend[:, None] * inputs)[:, :, None] * inputs[:, None, :]
        return result


def expit(z: Array) -> Array:
    """1 / (1 + e^-z), with all its digits where it is next to 0 too; z may be complex, for complex steps."""
    rises = np.real(z) > 0
    t = np.exp(np.where(rises, -z, z))  # |t| <= 1: nothing overflows
    result: Array = np.where(rises, 1, t) / (1 + t)
    return result


def expit_slope(z: Array) -> Array:
    """Derivative of expit: expit(z) expit(-z) = t / (1 + t)^2 with t = exp(-|z|)."""
    t = np.exp(-np.abs(z))
    result: Array = t / (1 + t) ** 2
    return result
