"""Models: from parameters and an input to a prediction."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array


@dataclass(frozen=True)
class AffineModel:
    """prediction = theta_0 + theta_1 x."""

    name: ClassVar[str] = "affine"
    n_parameters: ClassVar[int] = 2

    def predictions(self, theta: Array, x: Array) -> Array:
        """Predictions (N,) for theta (2,) and x (N,)."""
        result: Array = theta[0] + theta[1] * x
        return result

    def derivatives(self, theta: Array, x: Array) -> Array:
        """Derivatives (2, N) of the predictions by theta: (1, x), the same for every theta.

        One contiguous line per parameter, so that sums over the rows are pairwise and fast.
        """
        return np.stack([np.ones_like(x), x])

    def prediction_surface(self, axis0: Array, axis1: Array, x: float) -> Array:
        """Predictions (K0, K1) for one input x, over theta_0 in axis0 (K0,) and theta_1 in axis1 (K1,)."""
        result: Array = axis0[:, None] + (axis1 * x)[None, :]
        return result
