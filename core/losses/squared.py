"""Squared errors, with the factor 1/2 and without."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.losses.base import WithLossGradient


@dataclass(frozen=True)
class HalfSquaredError(WithLossGradient):
    """l = (raw_prediction - y_true)^2 / 2. `Half` in the name means that the factor 1/2 is in it."""

    name: ClassVar[str] = "half-squared"
    is_exact: ClassVar[bool] = True

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction."""
        residual = np.subtract(raw_prediction, y_true, out=out)
        square = np.multiply(residual, residual, out=out)
        result: Array = np.divide(square, 2, out=out)
        return result

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """The residual, raw_prediction - y_true."""
        result: Array = np.subtract(raw_prediction, y_true, out=out)
        return result

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """1 everywhere."""
        return _constant(1, y_true, raw_prediction, out)


@dataclass(frozen=True)
class SquaredError(WithLossGradient):
    """l = (raw_prediction - y_true)^2."""

    name: ClassVar[str] = "squared"
    is_exact: ClassVar[bool] = True

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction."""
        residual = np.subtract(raw_prediction, y_true, out=out)
        result: Array = np.multiply(residual, residual, out=out)
        return result

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Twice the residual."""
        residual = np.subtract(raw_prediction, y_true, out=out)
        result: Array = np.multiply(residual, 2, out=out)
        return result

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """2 everywhere."""
        return _constant(2, y_true, raw_prediction, out)


def _constant(value: int, y_true: Array, raw_prediction: Array, out: Array | None) -> Array:
    """An array of one value, in the shape and type that `raw_prediction - y_true` has."""
    if out is None:
        out = np.empty_like(np.subtract(raw_prediction, y_true))
    out[...] = value
    return out
