"""Array types, and arrays that nobody can change by accident."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]
"""Any numbers: float64, or objects such as `fractions.Fraction`, which core computes with exactly."""
FloatArray: TypeAlias = NDArray[np.float64]

BoolArray: TypeAlias = NDArray[np.bool_]

OVERFLOW = "the loss overflows for these values; rescale them"


def frozen(values: ArrayLike) -> FloatArray:
    """A read-only float64 copy of `values`, in the memory order of `values`."""
    array = np.array(values, dtype=np.float64, order="K")
    array.setflags(write=False)
    return array


def finite(values: Array) -> Array:
    """`values` as they are; ValueError where a sum or product of finite numbers has overflowed."""
    if values.dtype != np.dtype(object) and not np.isfinite(values).all():
        raise ValueError(OVERFLOW)
    return values
