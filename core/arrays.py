"""Array types, arrays that nobody can change by accident, and numbers that must be finite."""

from fractions import Fraction
from math import isfinite
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import OVERFLOW, LossOverflowError, RowOverflowError

Array: TypeAlias = NDArray[Any]
"""Any numbers: float64, or objects such as `fractions.Fraction`, which core computes with exactly."""
FloatArray: TypeAlias = NDArray[np.float64]

BoolArray: TypeAlias = NDArray[np.bool_]

UNDERFLOW = "the loss underflows for these values; rescale them"
SMALLEST = 1e-140
"""Squares of what is smaller underflow, or have lost digits."""


def frozen(values: ArrayLike) -> FloatArray:
    """A read-only float64 copy of `values`, in the memory order of `values`."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def unwarned() -> np.errstate:
    """NumPy without warnings, where what comes out is looked at: `finite`, `finite_rows`."""
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")


def finite(values: Array) -> Array:
    """`values` as they are; LossOverflowError where a sum or product of finite numbers has overflowed."""
    if values.dtype != np.dtype(object) and not all_finite(values):
        raise LossOverflowError(OVERFLOW)
    return values


def finite_rows(values: Array, first: int = 0) -> Array:
    """`values` (N, ...) as they are; RowOverflowError that names the row where one has overflowed.

    `first` is the first of these rows in the table, from 0.
    """
    if values.dtype != np.dtype(object) and not all_finite(values):
        are_finite = np.isfinite(values).reshape(len(values), -1).all(axis=1)
        raise RowOverflowError(first + int(np.argmin(are_finite)))
    return values


def exact(values: ArrayLike) -> Array:
    """The same numbers as `Fraction`s, which floats are too."""
    array = np.asarray(values)
    result: Array = np.array([Fraction(value) for value in array.ravel().tolist()], dtype=object)
    return result.reshape(array.shape)


def all_finite(values: Array) -> bool:
    """Whether all are finite: the sum of their squares shows it in one pass, unless it overflows itself."""
    flat = values.ravel(order="K")
    return isfinite(np.vdot(flat, flat)) or bool(np.isfinite(flat).all())  # vdot never warns
