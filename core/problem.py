"""A problem: a table, a model and a loss."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, finite
from core.data import Dataset
from core.losses import HalfSquaredError
from core.models import AffineModel


@dataclass(frozen=True)
class Problem:
    """What every number of the film is a function of, together with theta."""

    dataset: Dataset
    model: AffineModel = field(default_factory=AffineModel)
    loss: HalfSquaredError = field(default_factory=HalfSquaredError)

    def parameters(self, theta: ArrayLike) -> Array:
        """`theta` as an array (P,), exact where it holds exact numbers.

        Raises
        ------
        ValueError
            If theta isn't P finite real numbers.
        """
        array: Array = np.asarray(theta)
        expected = self.model.n_parameters
        if array.shape != (expected,):
            raise ValueError(f"theta needs {expected} numbers, found shape {array.shape}")
        if array.dtype.kind not in "iufO":
            raise ValueError(f"theta needs {expected} real numbers, found {array.tolist()}")
        if array.dtype.kind != "O" or not self.dataset.is_exact:
            array = array.astype(np.float64)
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"theta needs {expected} finite numbers, found {array.tolist()}")
        return array

    def of_rows(self, rows: Sequence[int]) -> "Problem":
        """The same problem with only the given rows (from 0)."""
        chosen = list(rows)
        data = self.dataset
        return replace(self, dataset=Dataset(data.x[chosen], data.y[chosen], data.x_name, data.y_name))

    def predictions(self, theta: ArrayLike) -> Array:
        """Predictions (N,), in the unit of y.

        Raises
        ------
        ValueError
            If theta isn't P finite numbers, or a prediction overflows.
        """
        parameters = self.parameters(theta)
        with np.errstate(over="ignore", invalid="ignore"):
            return finite(self.model.predictions(parameters, self.dataset.x))
