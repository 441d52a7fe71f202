"""The absolute error."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.losses.base import WithLossGradient
from core.losses.residuals import filled, residuals, signs


@dataclass(frozen=True)
class AbsoluteError(WithLossGradient):
    """l = abs(raw_prediction - y_true), of any label.

    Twice the pinball loss of the median (Koenker and Bassett 1978). Kink where the raw prediction
    is the label: the subdifferential is [-1, 1], the gradient 0.
    """

    name: ClassVar[str] = "absolute"
    is_exact: ClassVar[bool] = True

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction."""
        residual = residuals(y_true, raw_prediction, out)
        np.abs(residual, out=residual)
        return residual

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """1 above the label, -1 below, 0 at the kink."""
        return signs(y_true, raw_prediction, out)

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """0 everywhere, at the kink too."""
        return filled(0, y_true, raw_prediction, out)

    def kink_distance(self, y_true: Array, raw_prediction: Array) -> Array:
        """Distance from the raw prediction to the label."""
        return self.loss(y_true, raw_prediction)
