"""Numbers that come from outside: real and finite, or one line that says which isn't."""

from numbers import Integral, Rational, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, BoolArray, exact


def real_numbers(values: ArrayLike, needs: str, place: str = "row") -> Array:
    """`values` as finite numbers: a new float64 array, or `Fraction`s where any of them is a rational object.

    Each feature of a matrix is contiguous.

    Parameters
    ----------
    values : array_like, any shape
    needs : str
        What an error begins with: "x needs".
    place : str
        What the first dimension counts, for errors.

    Raises
    ------
    ValueError
        If a value isn't a real number, or not finite: the value and its place, counted from 1.
    """
    array: Array = np.array(values, order="F")
    if array.size == 0:
        return array.astype(np.float64)
    if array.dtype.kind == "O":
        refuse(array, _each(array, _is_real), f"{needs} real numbers", place)
    elif array.dtype.kind not in "iuf":
        raise ValueError(f"{needs} real numbers, found {array.dtype}")
    refuse(array, finite_mask(array), f"{needs} finite numbers", place)
    if array.dtype.kind == "O" and any(isinstance(value, Rational) for value in array.ravel().tolist()):
        return np.array(exact(array), order="F")
    return array.astype(np.float64, copy=False)


def not_negative(values: ArrayLike, needs: str, place: str = "row") -> Array:
    """`values` as `real_numbers` gives them; ValueError that names the first that is below 0."""
    array = real_numbers(values, needs, place)
    refuse(array, np.asarray(array >= 0, dtype=bool), f"{needs} numbers >= 0", place)
    return array


def one_number(value: Any, name: str) -> Array:
    """`value` as an array (); ValueError if it isn't one finite real number."""
    if np.shape(value) != ():
        raise ValueError(f"{name} needs one number, found shape {np.shape(value)}")
    return real_numbers(value, f"{name} needs")


def whole_number(value: object, name: str, least: int) -> int:
    """`value` as an int; ValueError if it isn't a whole number from `least` on."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise ValueError(f"{name} needs a whole number from {least} on, found {value!r}")
    return int(value)


def refuse(array: Array, allowed: BoolArray, problem: str, place: str = "row") -> None:
    """ValueError that names the first value that isn't allowed, and where it stands."""
    if allowed.all():
        return
    first = tuple(np.argwhere(~allowed)[0].tolist())
    where = f" in {place} {first[0] + 1}" if first else ""
    column = f", column {first[1] + 1}" if len(first) > 1 else ""
    value = array[first]
    found = str(value).removesuffix(".0") if isinstance(value, Real) else repr(value)
    raise ValueError(f"{problem}, found {found}{where}{column}")


def finite_mask(array: Array) -> BoolArray:
    """Which values are finite; rational objects always are."""
    if array.dtype.kind == "O":
        return _each(array, lambda value: isinstance(value, Rational) or bool(np.isfinite(float(value))))
    mask: BoolArray = np.asarray(np.isfinite(array))
    return mask


def _is_real(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _each(array: Array, holds: Any) -> BoolArray:
    return np.array([holds(value) for value in array.ravel().tolist()], dtype=bool).reshape(array.shape)
