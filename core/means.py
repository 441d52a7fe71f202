"""Means over the rows, weighted or not, exact to different degrees."""

from collections.abc import Iterable
from math import fsum, inf
from typing import Literal

import numpy as np

from core.arrays import Array, finite, unwarned

Summation = Literal["blas", "pairwise", "fsum"]


def mean_over_rows(values: Array, weights: Array | None, summation: Summation = "pairwise") -> Array:
    """Weighted mean over the last axis: sum_i w_i v_i / sum_i w_i.

    Parameters
    ----------
    values : ndarray, shape (..., N)
    weights : ndarray, shape (N,), or None
        1 each if None.
    summation : {"pairwise", "fsum"}
        NumPy's pairwise sum, or `math.fsum`, which rounds once. Exact numbers are summed exactly either way.

    Raises
    ------
    ValueError
        If the sum overflows.
    """
    with unwarned():
        weighted = values if weights is None else values * weights
        total = np.asarray(_sums(weighted, summation))
        return finite(np.asarray(total / total_weight(values.shape[-1], weights)))


def total_weight(n_examples: int, weights: Array | None) -> int | float:
    """sum_i w_i: N where all count the same."""
    if weights is None:
        return n_examples
    total: float = weights.sum()
    return total


def _sums(values: Array, summation: Summation) -> Array:
    """Sums over the last axis."""
    if summation == "fsum" and values.dtype.kind == "f":
        return np.array(
            [rounded_once(line.tolist()) for line in values.reshape(-1, values.shape[-1])]
        ).reshape(values.shape[:-1])
    result: Array = values.sum(axis=-1)
    return result


def rounded_once(values: list[float]) -> float:
    """The sum; infinite where it overflows on the way, which `finite` then says."""
    try:
        return fsum(values)
    except OverflowError:
        return inf


def sum_in_pairs(parts: Iterable[Array]) -> Array:
    """The sum of one or more arrays, as sums of two equally long sums: each takes part in log2 as many."""
    sums: list[tuple[int, Array]] = []
    for part in parts:
        length, total = 1, part
        while sums and sums[-1][0] == length:
            length, total = 2 * length, sums.pop()[1] + total
        sums.append((length, total))
    _, result = sums.pop()
    while sums:
        result = sums.pop()[1] + result
    return result
