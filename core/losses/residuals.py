"""What losses are computed from: arrays that may be written to, and numbers of the same kind as theirs."""

from fractions import Fraction
from typing import Any

import numpy as np

from core.arrays import Array


def floating(values: Array) -> Array:
    """`values` as an array, integers as float64: small and unsigned ones would overflow silently."""
    array = np.asarray(values)
    return array.astype(np.float64) if array.dtype.kind in "iub" else array


def residuals(y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
    """raw_prediction - y_true, in `out` or in a new array, which may be written to."""
    return np.asarray(np.subtract(floating(raw_prediction), y_true, out=out))


def signs(y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
    """1 above the label, -1 below, 0 at it; in `out` or in a new array, which may be written to."""
    residual = residuals(y_true, raw_prediction, out)
    np.sign(residual, out=residual)
    if residual.dtype.kind == "O":  # NumPy's signs of objects are integers
        np.multiply(residual, alike(1, residual), out=residual)
    return residual


def alike(value: float | Fraction, array: Array) -> Any:
    """`value` as a number of the kind that `array` holds: a `Fraction` for objects, exact for floats too."""
    return Fraction(value) if array.dtype.kind == "O" else float(value)


def room(y_true: Array, raw_prediction: Array, out: Array | None) -> Array:
    """`out`, or a new array of the shape and type that `residuals` have, to be written to."""
    return residuals(y_true, raw_prediction) if out is None else out


def filled(value: int, y_true: Array, raw_prediction: Array, out: Array | None) -> Array:
    """One value everywhere."""
    result = room(y_true, raw_prediction, out)
    result[...] = alike(value, result)
    return result
