"""Losses: what one prediction costs."""

from dataclasses import dataclass
from typing import ClassVar

from core.arrays import Array


@dataclass(frozen=True)
class HalfSquaredError:
    """l = (prediction - y)^2 / 2. `Half` in the name means that the factor 1/2 is in it."""

    name: ClassVar[str] = "half-squared"

    def value(self, prediction: Array, y: Array) -> Array:
        """Loss of each prediction; `prediction` and `y` broadcast against each other."""
        residual = prediction - y
        result: Array = residual * residual / 2
        return result

    def slope(self, prediction: Array, y: Array) -> Array:
        """Derivative of the loss by the prediction: prediction - y."""
        result: Array = prediction - y
        return result
