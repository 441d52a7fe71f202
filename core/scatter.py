"""Mean and covariance of columns of numbers: two passes over a block of rows, and blocks merged in pairs."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from core.arrays import Array, unwarned
from core.blocks import BLOCK
from core.means import total_weight

RUN = 32
"""Rows whose products are summed one after the other, which costs two eps; 500 rows have cost 15."""


class Scatter(NamedTuple):
    """Sum of the weights, mean (P,), what rounding took from the mean (P,), and covariance (P, P).

    Numbers may have overflowed: whoever hands them out looks.
    """

    count: Any
    mean: Array
    remainder: Array
    covariance: Array


def scatter_in_pairs(
    of_rows: Callable[[slice], Scatter | None], start: int, stop: int, n_parameters: int
) -> Scatter | None:
    """The scatter of two halves, merged: roundings grow with log N (Chan, Golub, LeVeque 1979).

    None where no row counts, as from `of_rows`, which is asked for so many rows as are fastest.
    """
    if stop - start <= max(BLOCK // n_parameters, RUN):
        return of_rows(slice(start, stop))
    middle = (start + stop) // 2
    first = scatter_in_pairs(of_rows, start, middle, n_parameters)
    second = scatter_in_pairs(of_rows, middle, stop, n_parameters)
    return merged(first, second) if first is not None and second is not None else first or second


def scatter(values: Array, weights: Array | None) -> Scatter | None:
    """The scatter of rows (P, n) that lie in memory column by column, or None where no row counts.

    The second pass corrects the first one's mean (Chan, Golub, LeVeque 1983). Its deviations are taken from
    the corrected mean, so that equal rows have covariance 0, without a rounding.
    """
    total = total_weight(values.shape[1], weights)
    if total == 0:
        return None
    with unwarned():
        mean = _mean(values, weights, total)
        deviations = values - mean[:, None]
        mean = mean + _mean(deviations, weights, total)
        np.subtract(values, mean[:, None], out=deviations)
        remainder = _mean(deviations, weights, total)
        weighted = deviations if weights is None else deviations * weights
        about_mean = _sum_of_products(weighted, deviations) / total
        symmetric = about_mean / 2 + about_mean.T / 2
        return Scatter(total, mean, remainder, symmetric - np.outer(remainder, remainder))


def merged(first: Scatter, second: Scatter) -> Scatter:
    """The scatter of both sets of rows together, which must both be of floats or of `Fraction`s.

    The lighter one's mean is seen from the heavier one's (Chan, Golub, LeVeque 1979).
    """
    heavy, light = (first, second) if first.count >= second.count else (second, first)
    total = heavy.count + light.count
    is_exact = heavy.mean.dtype.kind == "O"
    share: Any = Fraction(light.count) / Fraction(total) if is_exact else light.count / total
    with unwarned():
        apart = (light.mean - heavy.mean) + (light.remainder - heavy.remainder)
        within = (1 - share) * heavy.covariance + share * light.covariance
        between = share * (1 - share) * np.outer(apart, apart)
        return Scatter(total, *_two_sum(heavy.mean, heavy.remainder + share * apart), within + between)


def _mean(values: Array, weights: Array | None, total: Any) -> Array:
    """Weighted mean over the last axis, which may overflow."""
    result: Array = (values if weights is None else values * weights).sum(axis=-1) / total
    return result


def _sum_of_products(first: Array, second: Array) -> Array:
    """first second^T, (P, P): the products of each run of rows are summed, and these sums in pairs."""
    n_parameters, n_rows = first.shape
    n_runs = n_rows // RUN
    runs = slice(0, n_runs * RUN)
    left = first[:, runs].reshape(n_parameters, n_runs, RUN).transpose(1, 0, 2)
    right = second[:, runs].reshape(n_parameters, n_runs, RUN).transpose(1, 2, 0)
    sums = left @ right
    while n_runs > 1:
        half = (n_runs + 1) // 2
        sums[: n_runs - half] += sums[half:n_runs]
        n_runs = half
    result: Array = sums[:n_runs].sum(axis=0) + first[:, runs.stop :] @ second[:, runs.stop :].T
    return result


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """a + b rounded, and what rounding took from it (Knuth 1969)."""
    total = a + b
    b_rounded = total - a
    return total, (a - (total - b_rounded)) + (b - b_rounded)
