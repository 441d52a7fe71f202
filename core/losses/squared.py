"""Squared errors, with the factor 1/2 and without."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.losses.base import WithLossGradient
from core.losses.residuals import alike, filled, residuals


@dataclass(frozen=True)
class HalfSquaredError(WithLossGradient):
    """l = (raw_prediction - y_true)^2 / 2, of any label (Legendre 1805).

    `Half` in the name means that the factor 1/2 is in it. No kinks.
    """

    name: ClassVar[str] = "half-squared"
    is_exact: ClassVar[bool] = True

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction."""
        residual = residuals(y_true, raw_prediction, out)
        np.multiply(residual, residual, out=residual)
        np.multiply(residual, alike(0.5, residual), out=residual)
        return residual

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """The residual, raw_prediction - y_true."""
        return residuals(y_true, raw_prediction, out)

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """1 everywhere."""
        return filled(1, y_true, raw_prediction, out)


@dataclass(frozen=True)
class SquaredError(WithLossGradient):
    """l = (raw_prediction - y_true)^2, of any label (Legendre 1805). No kinks."""

    name: ClassVar[str] = "squared"
    is_exact: ClassVar[bool] = True

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction."""
        residual = residuals(y_true, raw_prediction, out)
        np.multiply(residual, residual, out=residual)
        return residual

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Twice the residual."""
        residual = residuals(y_true, raw_prediction, out)
        np.multiply(residual, alike(2, residual), out=residual)
        return residual

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """2 everywhere."""
        return filled(2, y_true, raw_prediction, out)
