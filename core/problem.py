"""A problem: a table, a model and a loss, with the examples' weights and a penalty."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, exact, finite_rows, unwarned
from core.checks import check_methods, not_negative, real_numbers, shape_of, shaped
from core.data import Dataset
from core.losses.base import Loss
from core.losses.squared import HalfSquaredError
from core.models.affine import AffineModel
from core.models.base import Model


@dataclass(frozen=True, eq=False)
class Problem:
    """What every number is a function of, together with theta.

    The empirical risk is ``R(theta) = sum_i w_i l_i(theta) / sum_i w_i``. Each example carries the whole
    penalty, ``l_i(theta) = loss(y_i, prediction_i) + sum_p l2_penalty_p theta_p^2 / 2``, so that the weighted
    mean of what the ``per_example_`` functions return is the risk and its gradient. Weights are never
    multiplied into the examples' own losses and gradients.

    Parameters
    ----------
    dataset : Dataset
        N rows.
    model : Model
        P parameters.
    loss : Loss
    sample_weight : array_like, shape (N,), optional
        Weights of the rows, >= 0 and not all 0; 1 each if None. Weight 2 is the row twice.
    l2_penalty : float or array_like of shape (P,)
        Strength of the penalty, >= 0, the same for all parameters or one for each (0 spares an intercept).

    Raises
    ------
    ValueError
        If the model doesn't take the table's features, the loss isn't defined for a label, or a weight or
        penalty has another shape or isn't a finite number >= 0.
    """

    dataset: Dataset
    model: Model = field(default_factory=AffineModel)
    loss: Loss = field(default_factory=HalfSquaredError)
    sample_weight: ArrayLike | None = None
    l2_penalty: ArrayLike = 0

    def __post_init__(self) -> None:
        self._check_parts()
        check_y_true = getattr(self.loss, "check_y_true", None)
        if check_y_true is not None:
            check_y_true(self.dataset.y)
        if self.sample_weight is not None:
            object.__setattr__(self, "sample_weight", self._checked_weights(self.sample_weight))
        object.__setattr__(self, "l2_penalty", self._checked_penalties(self.l2_penalty))

    @cached_property
    def parameter_names(self) -> tuple[str, ...]:
        """Names of the P parameters."""
        return self.model.parameter_names(self.dataset.n_features)

    @property
    def n_parameters(self) -> int:
        """P."""
        return len(self.parameter_names)

    @property
    def is_exact(self) -> bool:
        """Whether table, model and loss compute with `Fraction`s: all results are then exact."""
        return (
            self.dataset.is_exact
            and getattr(self.model, "is_exact", False)
            and getattr(self.loss, "is_exact", False)
        )

    @cached_property
    def x(self) -> Array:
        """The inputs, (N,) or (N, K), in the numbers that the problem computes with."""
        return self.computed(self.dataset.x)

    @cached_property
    def y(self) -> Array:
        """The labels (N,), in the numbers that the problem computes with."""
        return self.computed(self.dataset.y)

    @cached_property
    def weights(self) -> Array | None:
        """The rows' weights, (N,), or None where all count the same."""
        return None if self.sample_weight is None else np.asarray(self.sample_weight)

    @cached_property
    def penalties(self) -> Array | None:
        """The penalty of each parameter, (P,), or None where there is none."""
        penalties = np.broadcast_to(np.asarray(self.l2_penalty), (self.n_parameters,))
        return penalties if penalties.any() else None

    def parameters(self, theta: ArrayLike) -> Array:
        """`theta` as an array (P,), of `Fraction`s where the problem is exact.

        Raises
        ------
        ValueError
            If theta isn't P finite real numbers.
        """
        expected, shape = self.n_parameters, shape_of(theta, "theta needs")
        if shape != (expected,):
            raise ValueError(f"theta needs {expected} numbers, found shape {shape}")
        return self.computed(real_numbers(theta, f"theta needs {expected}", "place"))

    def of_rows(self, rows: Sequence[int] | slice) -> "Problem":
        """The same problem with only the given rows (from 0), and their weights."""
        dataset = self.dataset.of_rows(rows)  # which refuses rows that there aren't
        chosen = rows if isinstance(rows, slice) else list(rows)
        weights = None if self.weights is None else self.weights[chosen]
        return replace(self, dataset=dataset, sample_weight=weights)

    def of_floats(self) -> "Problem":
        """The same problem with floats for fractions."""
        x, y = (np.asarray(values, dtype=np.float64) for values in (self.dataset.x, self.dataset.y))
        return replace(self, dataset=replace(self.dataset, x=x, y=y)) if self.dataset.is_exact else self

    def of_counted_rows(self) -> "Problem":
        """The same problem without the rows of weight 0, which change neither risk nor minimizer."""
        if self.weights is None or self.weights.all():
            return self
        return self.of_rows(np.flatnonzero(self.weights).tolist())

    def predictions(self, theta: ArrayLike) -> Array:
        """Raw predictions (N,), in the unit of y.

        Raises
        ------
        ValueError
            If theta isn't P finite numbers, or a prediction overflows.
        """
        parameters = self.parameters(theta)
        with unwarned():
            predictions = self.model.predictions(parameters, self.x)
            return finite_rows(shaped(predictions, self.y.shape, "model.predictions"))

    def computed(self, values: Array) -> Array:
        """Numbers in the type that the problem computes with: `Fraction`s, or float64."""
        if self.is_exact:
            return values if values.dtype.kind == "O" else exact(values)
        return values.astype(np.float64, copy=False)

    def _check_parts(self) -> None:
        """ValueError that says which argument isn't what it should be."""
        if not isinstance(self.dataset, Dataset):
            raise ValueError(f"dataset needs a Dataset, found {self.dataset!r}")
        check_methods(self.model, "model", ("parameter_names", "predictions", "jacobian"))
        check_methods(self.loss, "loss", ("loss", "gradient", "hessian"))

    def _checked_weights(self, values: ArrayLike) -> Array:
        """Weights (N,)."""
        shape = shape_of(values, "sample_weight needs")
        if shape != (len(self.dataset),):
            raise ValueError(f"sample_weight needs shape ({len(self.dataset)},), found {shape}")
        weights = self._not_negative(values, "sample_weight needs", "row")
        if not weights.any():
            raise ValueError("sample_weight is 0 for all rows; a mean needs one that counts")
        return weights

    def _checked_penalties(self, values: ArrayLike) -> Array:
        """Penalties, () or (P,)."""
        shape = shape_of(values, "l2_penalty needs")
        if shape not in ((), (self.n_parameters,)):
            raise ValueError(f"l2_penalty needs one number or {self.n_parameters}, found shape {shape}")
        return self._not_negative(values, "l2_penalty needs", "place")

    def _not_negative(self, values: ArrayLike, needs: str, place: str) -> Array:
        array = self.computed(not_negative(values, needs, place))
        array.setflags(write=False)
        return array
