"""Huber's loss: squared near the label, absolute far from it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.checks import one_number, refuse
from core.losses.base import WithLossGradient
from core.losses.residuals import alike, residuals


@dataclass(frozen=True)
class HuberLoss(WithLossGradient):
    """l = r^2 / 2 where abs(r) <= delta, else delta (abs(r) - delta / 2), with r = raw_prediction - y_true.

    Any label (Huber 1964). No kinks, but at abs(r) = delta the second derivative jumps between
    1 and 0; there the hessian is 0.

    Parameters
    ----------
    delta : float or Fraction
        How far from the label the loss begins to be straight, > 0, in the unit of y.

    Raises
    ------
    ValueError
        If delta isn't a finite number > 0.
    """

    delta: float | Fraction = 1.0

    name: ClassVar[str] = "huber"
    is_exact: ClassVar[bool] = True

    def __post_init__(self) -> None:
        delta = one_number(self.delta, "delta")
        refuse(delta, np.asarray(delta > 0), "delta needs a number > 0")
        object.__setattr__(self, "delta", delta.item())

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction; takes one temporary array."""
        residual = residuals(y_true, raw_prediction, out)
        delta = alike(self.delta, residual)
        # With the gradient g it is g (r - g / 2) on all three pieces: no square overflows that isn't needed.
        half = np.asarray(np.clip(residual, -delta, delta))
        np.multiply(half, alike(0.5, half), out=half)
        np.subtract(residual, half, out=residual)
        np.multiply(residual, half, out=residual)
        np.multiply(residual, alike(2, residual), out=residual)
        return residual

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """The residual, cut off at -delta and delta."""
        residual = residuals(y_true, raw_prediction, out)
        delta = alike(self.delta, residual)
        np.clip(residual, -delta, delta, out=residual)
        return residual

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """1 where abs(r) < delta, else 0."""
        residual = residuals(y_true, raw_prediction, out)
        np.abs(residual, out=residual)
        curved = np.asarray(residual < alike(self.delta, residual))
        np.multiply(curved, alike(1, residual), out=residual)
        return residual
