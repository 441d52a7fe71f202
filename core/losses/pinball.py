"""The pinball loss, whose mean is smallest at a quantile."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from core.arrays import Array
from core.checks import one_number, refuse
from core.losses.base import WithLossGradient
from core.losses.residuals import alike, filled, residuals, signs


@dataclass(frozen=True)
class PinballLoss(WithLossGradient):
    """l = (1 - quantile) r above the label, -quantile r below, with r = raw_prediction - y_true.

    Any label (Koenker and Bassett 1978). Kink at r = 0: the subdifferential is
    [-quantile, 1 - quantile], which holds 0 for every quantile, so the gradient is 0.

    Parameters
    ----------
    quantile : float or Fraction
        Which quantile of the labels has the smallest mean loss, as a share > 0 and < 1.

    Raises
    ------
    ValueError
        If the quantile isn't such a number.
    """

    quantile: float | Fraction = 0.5

    name: ClassVar[str] = "pinball"
    is_exact: ClassVar[bool] = True

    def __post_init__(self) -> None:
        quantile = one_number(self.quantile, "quantile")
        refuse(quantile, np.asarray((quantile > 0) & (quantile < 1)), "quantile needs a number > 0 and < 1")
        object.__setattr__(self, "quantile", quantile.item())

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction; takes one temporary array."""
        residual = residuals(y_true, raw_prediction, out)
        below, above = self._slopes(residual)
        falling = np.multiply(residual, below)
        np.multiply(residual, above, out=residual)
        np.maximum(residual, falling, out=residual)
        return residual

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """1 - quantile above the label, -quantile below, 0 at the kink."""
        sign = signs(y_true, raw_prediction, out)
        np.clip(sign, *self._slopes(sign), out=sign)
        return sign

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """0 everywhere, at the kink too."""
        return filled(0, y_true, raw_prediction, out)

    def kink_distance(self, y_true: Array, raw_prediction: Array) -> Array:
        """Distance from the raw prediction to the label."""
        residual = residuals(y_true, raw_prediction)
        np.abs(residual, out=residual)
        return residual

    def _slopes(self, array: Array) -> tuple[Any, Any]:
        """Slopes below and above the label, as numbers of the array's kind."""
        quantile = Fraction(self.quantile)  # so that 1 - quantile is rounded once at most
        return alike(-quantile, array), alike(1 - quantile, array)
