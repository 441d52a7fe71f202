"""Derivatives by differences, with bounds of their errors: for `check_gradient`."""

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.arrays import Array, FloatArray

EPS = float(np.finfo(np.float64).eps)
TINY = float(np.finfo(np.float64).tiny)
STEPS = 2.0 ** np.arange(-70, 31, 4)
ROUNDINGS = 64
"""By how many roundings of its terms a value may be off."""
IMAGINARY_STEP = 1e-30
"""Its square vanishes beside anything; nothing is subtracted, so that no step is too small."""
REMEDY = 'use method="3-point"'

Function = Callable[[Array], Array]
"""From points, () or (N,), to values (N,), not numbers where there is none."""


class Derivative(NamedTuple):
    """Derivatives of N functions; not a number where no step served.

    `bound` is by how much each may be off, `step` the step that gave it.
    """

    value: FloatArray
    bound: FloatArray
    step: FloatArray


def three_point(function: Function, at: Array, terms: Array) -> Derivative:
    """Central differences, each with the one step of a ladder whose error bound is the smallest.

    A derivative that is monotone from at - h to at + h lies between the backward and the forward difference.
    Half their distance bounds the part of the error that grows with h (it is about h / 2 times the second
    derivative), `ROUNDINGS` eps `terms` / h the part that shrinks. From the smallest step up, a row's ladder
    ends where the first exceeds the second: there, near h = sqrt(eps) times the function's own scale, their
    sum is smallest. It also ends where a bound contradicts those before it, as it may where the second
    derivative is 0. (The central difference's own best step is eps^(1/3) times the scale, Gill, Murray and
    Wright 1981, sec. 8.6; but no difference tells a third derivative, and with it its error.)

    Parameters
    ----------
    function : callable
    at : ndarray, shape () or (N,)
    terms : ndarray, shape (N,)
        Sizes of what is added up to the function's values.
    """
    here = function(at)
    best = Derivative(*(np.full(here.shape, start) for start in (np.nan, np.inf, np.nan)))
    low, high = np.full(here.shape, -np.inf), np.full(here.shape, np.inf)
    near = np.ones(here.shape, dtype=bool)
    for h in STEPS:
        after, before = at + h, at - h
        seen = (after > at) & (before < at)  # else h is less than a rounding of `at`
        ahead, behind = function(after), function(before)
        value = (ahead - behind) / (after - before)
        bend = np.abs((ahead - here) / (after - at) - (here - behind) / (at - before)) / 2
        rounding = ROUNDINGS * EPS * (terms + np.abs(ahead) + np.abs(behind)) / h + TINY
        bound = bend + rounding
        near &= ~seen | ((value - bound <= high) & (value + bound >= low))
        np.maximum(low, value - bound, out=low, where=seen & near)
        np.minimum(high, value + bound, out=high, where=seen & near)
        better = seen & near & (bound < best.bound)
        for kept, new in zip(best, (value, bound, h), strict=True):
            np.copyto(kept, new, where=better)
        near &= ~seen | (bend <= rounding)
    return best


def complex_step(function: Function, at: Array, bound: Array, name: str) -> Derivative:
    """Im f(at + ih) / h: exact but for rounding, where f is analytic as it is written.

    Squire and Trapp 1998; Martins, Sturdza and Alonso 2003. `bound` (N,) is by how much rounding may move it.

    Raises
    ------
    ValueError
        If the function takes no complex numbers, or gives real ones; `name` says which function.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            values = function(at + 1j * IMAGINARY_STEP)
    except (TypeError, np.exceptions.ComplexWarning) as error:
        raise ValueError(f"{name} takes no complex numbers ({error}); {REMEDY}") from None
    if values.dtype.kind != "c":
        raise ValueError(f"{name} gives real numbers for complex ones, as abs and casts do; {REMEDY}")
    return Derivative(values.imag / IMAGINARY_STEP, bound, np.full(len(values), IMAGINARY_STEP))
