"""The affine model: a line, or a plane over more features."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.models.base import Parameters


@dataclass(frozen=True)
class AffineModel:
    """prediction = theta_0 + theta_1 x, or theta_0 + theta_1 x_1 + ... + theta_K x_K for a matrix."""

    name: ClassVar[str] = "affine"
    is_exact: ClassVar[bool] = True

    def parameter_names(self, n_features: int) -> tuple[str, ...]:
        """The intercept theta_0, and a slope a feature: P = K + 1."""
        return tuple(f"theta_{k}" for k in range(n_features + 1))

    def predictions(self, theta: Parameters, x: Array) -> Array:
        """Predictions (N,); in the shape they broadcast to, for P arrays and one x ()."""
        if x.ndim == 2:
            result: Array = x @ np.asarray(theta[1:]) + theta[0]
        else:
            result = theta[1] * x + theta[0]
        return result

    def jacobian(self, theta: Array, x: Array) -> Array:
        """(1, x_1, ... x_K) of each row, the same for every theta; (N, P)."""
        lines = np.atleast_2d(x.T)
        result = np.empty((len(lines) + 1, len(x)), dtype=x.dtype)
        result[0] = 1
        result[1:] = lines
        return result.T

    def prediction_hessians(self, theta: Array, x: Array) -> Array:
        """Zeros (N, P, P)."""
        n_parameters = len(theta)
        return np.zeros((len(x), n_parameters, n_parameters), dtype=x.dtype)

    def write_predictions(self, theta: Array, x: Array, out: Array) -> None:
        """Write the predictions into `out` (N,)."""
        if x.ndim == 2:
            np.matmul(x, theta[1:], out=out)
        else:
            np.multiply(x, theta[1], out=out)
        out += theta[0]

    def scale_jacobian(self, theta: Array, x: Array, out: Array) -> None:
        """Write s_i (1, x_1, ... x_K) into column i of `out` (P, N), whose first line holds s already."""
        np.multiply(x.T, out[0], out=out[1:])

    def vector_jacobian_product(self, theta: Array, x: Array, vector: Array) -> Array:
        """(sum_i v_i, sum_i v_i x_i), (P,)."""
        result = np.empty(len(theta), dtype=vector.dtype)
        result[0] = vector.sum()
        result[1:] = x.T.dot(vector)
        return result
