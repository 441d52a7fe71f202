"""Numbers that come from outside: real and finite, or one line that says which isn't."""

from collections.abc import Sequence
from numbers import Integral, Rational, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, BoolArray, all_finite, exact
from core.errors import RowError


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
    shape_of(values, needs)
    array: Array = np.array(values, order="F")
    if array.size == 0 or (array.dtype.kind == "f" and all_finite(array)):
        return array.astype(np.float64, copy=False)
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


def shape_of(values: ArrayLike, needs: str) -> tuple[int, ...]:
    """The shape of `values`; ValueError where their rows are of different lengths."""
    try:
        return np.shape(values)
    except ValueError:
        raise ValueError(f"{needs} rows of one length, found different ones") from None


def shaped(values: Array, shape: tuple[int, ...], name: str) -> Array:
    """`values` as they are; ValueError if they have another shape, which might broadcast silently."""
    if np.shape(values) != shape:
        raise ValueError(f"{name} needs shape {shape}, found {np.shape(values)}")
    return values


def spread(values: Array, shape: tuple[int, ...], name: str) -> Array:
    """`values` broadcast to a shape; ValueError where they can't be."""
    try:
        return np.broadcast_to(values, shape)
    except ValueError:
        return shaped(values, shape, name)


def row_numbers(
    rows: Sequence[int] | NDArray[np.integer], n_examples: int, least: int = 0
) -> NDArray[np.int64]:
    """Numbers of rows (B,) as an array; ValueError that names the first that isn't from 0 to N - 1."""
    shape = shape_of(rows, "rows need")
    if len(shape) != 1 or shape[0] < least:
        raise ValueError(f"rows need one dimension (B,) and B >= {least}, found shape {shape}")
    chosen = np.asarray(rows, dtype=None if shape[0] else np.int64)
    if chosen.dtype.kind not in "iu":
        raise ValueError(f"rows need whole numbers, found {chosen.dtype}")
    allowed = (chosen >= 0) & (chosen < n_examples)
    refuse(chosen, allowed, f"rows need numbers from 0 to {n_examples - 1}", "place")
    return chosen


def gradient_rows(gradients: ArrayLike, n_parameters: int | None = None) -> Array:
    """Gradients (N, P) as they are; as `Fraction`s if any is a rational object.

    Whether they are finite isn't looked at; ValueError for another shape, or what isn't a real number.
    """
    shape = shape_of(gradients, "gradients need")
    if len(shape) != 2 or shape[1] == 0:
        raise ValueError(f"gradients need two dimensions (N, P) and P >= 1, found shape {shape}")
    if n_parameters not in (None, shape[1]):
        raise ValueError(f"gradients need {n_parameters} columns, found {shape[1]}")
    array = np.asarray(gradients)
    if array.dtype.kind == "O":
        return real_numbers(array, "gradients need")
    if array.dtype.kind not in "iuf":
        raise ValueError(f"gradients need real numbers, found {array.dtype}")
    return array


def row_weights(sample_weight: ArrayLike, gradients: Array) -> Array:
    """Weights (N,) in the numbers of the gradients (N, P); ValueError where there can be none."""
    shape = shape_of(sample_weight, "sample_weight needs")
    if shape != (len(gradients),):
        raise ValueError(f"sample_weight needs shape ({len(gradients)},), found {shape}")
    weights = not_negative(sample_weight, "sample_weight needs")
    return exact(weights) if gradients.dtype.kind == "O" else weights.astype(np.float64, copy=False)


def check_methods(part: object, name: str, methods: Sequence[str]) -> None:
    """ValueError where a model or loss is a class, or lacks one of its methods."""
    if isinstance(part, type):
        raise ValueError(f"{name} needs an instance, found the class; write {part.__name__}()")
    missing = [method for method in methods if not callable(getattr(part, method, None))]
    if missing:
        raise ValueError(f"{name} needs the methods {', '.join(missing)}, found {part!r}")


def one_number(value: Any, name: str) -> Array:
    """`value` as an array (); ValueError if it isn't one finite real number."""
    if shape_of(value, f"{name} needs") != ():
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
    if place == "row" and len(first) == 1:
        raise RowError(f"{problem}, found {found}", first[0])
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
