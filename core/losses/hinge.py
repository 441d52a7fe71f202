"""The hinge loss of support vector machines."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.checks import refuse
from core.losses.base import WithLossGradient
from core.losses.residuals import alike, filled, floating


@dataclass(frozen=True)
class HingeLoss(WithLossGradient):
    """l = max(0, 1 - y_true raw_prediction), of the labels -1 and 1 (Cortes and Vapnik 1995).

    Kink where y_true raw_prediction = 1: the subdifferential lies between -y_true and 0, the gradient is 0.
    """

    name: ClassVar[str] = "hinge"
    is_exact: ClassVar[bool] = True

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction."""
        slack = _slack(y_true, raw_prediction, out)
        np.maximum(slack, alike(0, slack), out=slack)
        return slack

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Minus the label where y_true raw_prediction < 1, else 0."""
        slack = _slack(y_true, raw_prediction, out)
        np.multiply(np.asarray(slack > 0), y_true, out=slack)
        np.subtract(alike(0, slack), slack, out=slack)
        return slack

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """0 everywhere, at the kink too."""
        return filled(0, y_true, raw_prediction, out)

    def kink_distance(self, y_true: Array, raw_prediction: Array) -> Array:
        """Distance from the raw prediction to the label: that of y_true raw_prediction to 1."""
        slack = _slack(y_true, raw_prediction, None)
        np.abs(slack, out=slack)
        return slack

    def check_y_true(self, y_true: Array) -> None:
        """ValueError that names the first row whose label is neither -1 nor 1."""
        labels = np.asarray(y_true)
        refuse(labels, np.asarray((labels == -1) | (labels == 1)), "the hinge loss needs a label -1 or 1")


def _slack(y_true: Array, raw_prediction: Array, out: Array | None) -> Array:
    """1 - y_true raw_prediction: what a prediction lacks of being right by a margin."""
    margin = np.asarray(np.multiply(floating(raw_prediction), y_true, out=out))
    np.subtract(alike(1, margin), margin, out=margin)
    return margin
