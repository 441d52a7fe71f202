"""One hyperbolic tangent: the smallest model that isn't linear in its parameters."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array, unwarned
from core.models.base import Parameters, only_one_input


@dataclass(frozen=True)
class TanhNeuron:
    """prediction = theta_0 tanh(theta_1 x): the height and the steepness of one S."""

    name: ClassVar[str] = "tanh-neuron"

    def parameter_names(self, n_features: int) -> tuple[str, ...]:
        """theta_0 and theta_1; ValueError for more than one feature."""
        only_one_input(self.name, n_features)
        return ("theta_0", "theta_1")

    def predictions(self, theta: Parameters, x: Array) -> Array:
        """Predictions (N,); in the shape they broadcast to, for two arrays and one x ()."""
        result: Array = theta[0] * np.tanh(theta[1] * x)
        return result

    def jacobian(self, theta: Array, x: Array) -> Array:
        """(tanh u, theta_0 x sech^2 u) of each row, with u = theta_1 x; (N, 2)."""
        result = np.empty((2, len(x)))
        height, steepness = result
        np.multiply(x, theta[1], out=height)
        np.divide(x, cosh_squared(height, out=steepness), out=steepness)
        np.multiply(steepness, theta[0], out=steepness)
        np.tanh(height, out=height)
        return result.T

    def prediction_hessians(self, theta: Array, x: Array) -> Array:
        """[[0, x sech^2 u], [x sech^2 u, -2 theta_0 x^2 sech^2 u tanh u]] of each row; (N, 2, 2)."""
        u = theta[1] * x
        slope = x / cosh_squared(u)
        result = np.zeros((len(x), 2, 2))
        result[:, 0, 1] = result[:, 1, 0] = slope
        result[:, 1, 1] = -2 * theta[0] * (slope * x * np.tanh(u))
        return result


def cosh_squared(u: Array, out: Array | None = None) -> Array:
    """cosh^2 u, by which tanh's derivative sech^2 u = 1 / cosh^2 u keeps its digits for every u.

    1 - tanh^2 u would keep none from |u| = 19 on. It is infinite from |u| = 356 on: sech^2 u < 1e-308.
    """
    with unwarned():
        result: Array = np.cosh(u, out=out)
        result *= result
    return result
