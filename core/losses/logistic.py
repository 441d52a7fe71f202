"""The logistic loss of labels from 0 to 1."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.checks import refuse
from core.losses.base import WithLossGradient
from core.losses.residuals import floating, room


@dataclass(frozen=True)
class LogisticLoss(WithLossGradient):
    """l = -y log(p) - (1 - y) log(1 - p), with p = 1 / (1 + exp(-z)), of labels y_true from 0 to 1.

    The negative log-likelihood of a share y under the probability p (Cox 1958), whose logit is the raw
    prediction z. No kinks. In every formula the numbers that are added have one sign, where the label is 0
    or 1, and no exponent is above 0: neither digits nor large z are lost (after Mächler 2012).
    """

    name: ClassVar[str] = "logistic"

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """log(1 + exp(-abs(z))) + max((1 - y) z, -y z); takes two temporary arrays."""
        z = floating(raw_prediction)
        rise = np.multiply(z, np.subtract(1, y_true))
        tail = _odds(z)
        np.log1p(tail, out=tail)
        result = np.asarray(np.multiply(z, y_true, out=out))
        np.negative(result, out=result)
        np.maximum(result, rise, out=result)
        np.add(result, tail, out=result)
        return result

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """p - y, as (1 - y) p - y (1 - p); takes four temporary arrays."""
        z = floating(raw_prediction)
        above, below = np.exp(np.minimum(z, 0)), np.exp(-np.maximum(z, 0))  # as p to 1 - p; one of them is 1
        share = np.multiply(above, np.subtract(1, y_true))
        result = np.asarray(np.multiply(below, y_true, out=out))
        np.subtract(share, result, out=result)
        np.divide(result, above + below, out=result)
        return result

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """p (1 - p), whatever the label; takes up to three temporary arrays."""
        smaller = _odds(floating(raw_prediction))
        result = room(y_true, raw_prediction, out)
        # e / (1 + e)^2, with the square expanded: 1 + e is rounded, and a square doubles its error.
        np.divide(smaller, 1 + smaller * (2 + smaller), out=result)
        return result

    def check_y_true(self, y_true: Array) -> None:
        """ValueError that names the first row whose label isn't from 0 to 1."""
        labels = np.asarray(y_true)
        refuse(
            labels, np.asarray((labels >= 0) & (labels <= 1)), "the logistic loss needs a value from 0 to 1"
        )


def _odds(z: Array) -> Array:
    """exp(-abs(z)): p / (1 - p) or its inverse, which is at most 1; a new array."""
    odds = np.asarray(np.abs(z))
    np.negative(odds, out=odds)
    np.exp(odds, out=odds)
    return odds
