"""Minibatches: drawing rows, and the gradients of the rows drawn."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, exact
from core.checks import not_negative, real_numbers, row_numbers, whole_number
from core.gradients import full_gradient
from core.means import mean_over_rows
from core.problem import Problem

Rows = NDArray[np.int64]
"""Numbers of rows, from 0."""


def minibatch_indices(
    n_examples: int, batch_size: int, rng: np.random.Generator, *, replacement: bool = False
) -> Rows:
    """B rows (B,) from 0 to N - 1, drawn uniformly and in random order.

    Parameters
    ----------
    n_examples, batch_size : int
        N and B, from 1 on.
    rng : numpy.random.Generator
        Such as ``numpy.random.default_rng(3)``. A seed is refused: it would draw the same rows at each call.
    replacement : bool
        Whether one row can be drawn more than once.

    Raises
    ------
    ValueError
        If N or B isn't a whole number from 1 on, B > N without replacement, or `rng` isn't a generator.
    """
    size = checked_batch_size(batch_size, None if replacement else n_examples)
    return _generator(rng).choice(whole_number(n_examples, "n_examples", 1), size, replace=replacement)


def epoch_batches(n_examples: int, batch_size: int, rng: np.random.Generator) -> tuple[Rows, ...]:
    """All N rows in random order, B at a time: each row once. The last minibatch holds what is left over.

    Where it is smaller, the plain mean of the minibatch gradients isn't the full gradient:
    `mean_of_minibatch_gradients` weighs it.

    Raises
    ------
    ValueError
        As `minibatch_indices`.
    """
    size = checked_batch_size(batch_size, n_examples)
    order = _generator(rng).permutation(n_examples)
    return tuple(order[start : start + size] for start in range(0, n_examples, size))


def all_minibatches(
    n_examples: int, batch_size: int, *, replacement: bool = False
) -> Iterator[tuple[int, ...]]:
    """Every minibatch that can be drawn, each as likely as any other: expectations are means over them.

    Without replacement the C(N, B) sets of rows, each in rising order; with it the N^B sequences.

    Raises
    ------
    ValueError
        If N or B isn't a whole number from 1 on, or B > N without replacement.
    """
    size = checked_batch_size(batch_size, None if replacement else n_examples)
    rows = range(whole_number(n_examples, "n_examples", 1))
    return product(rows, repeat=size) if replacement else combinations(rows, size)


def minibatch_gradient(problem: Problem, theta: ArrayLike, rows: Sequence[int] | Rows) -> Array:
    """Mean (P,) of the gradients of some rows: sum_b w_b g_b / sum_b w_b.

    Without weights it is an unbiased estimator of the full gradient, when the rows are drawn uniformly
    (Robbins, Monro 1951). With weights it isn't: it is a ratio of two random sums (Cochran 1977, chapter 6).
    Unbiased are then, for rows drawn uniformly, this gradient times (sum_b w_b / B) / (sum_i w_i / N); and,
    for rows drawn in proportion to their weights, with replacement, the gradient of the unweighted problem.

    Parameters
    ----------
    problem : Problem
    theta : array_like, shape (P,)
    rows : sequence of int, shape (B,)
        From 0 to N - 1, B >= 1; a row that is drawn twice counts twice.

    Raises
    ------
    ValueError
        If a row isn't one of the table's (its place, from 1), all have weight 0, theta isn't P finite
        numbers, or the gradient overflows.
    """
    chosen = row_numbers(rows, len(problem.dataset), least=1)
    if problem.weights is not None and not problem.weights[chosen].any():
        raise ValueError("all rows of the minibatch have weight 0; a mean needs one that counts")
    return full_gradient(problem.of_rows(chosen.tolist()), theta)


def mean_of_minibatch_gradients(gradients: ArrayLike, batch_sizes: ArrayLike) -> Array:
    """Mean (P,) of minibatch gradients (K, P), each weighed with the size of its minibatch.

    Over the minibatches of an epoch it is the full gradient, also where the last is smaller. For a problem
    with weights, give the sum of each minibatch's weights for its size.

    Raises
    ------
    ValueError
        If the shapes aren't (K, P) and (K,) with K >= 1, a value isn't a finite real number, a size is
        negative, or all are 0.
    """
    values, sizes = real_numbers(gradients, "gradients need"), not_negative(batch_sizes, "batch_sizes needs")
    if values.ndim != 2 or sizes.shape != (len(values),) or len(values) == 0:
        found = f"found {values.shape} and {sizes.shape}"
        raise ValueError(f"gradients and batch_sizes need shapes (K, P) and (K,), K >= 1, {found}")
    if not sizes.any():
        raise ValueError("batch_sizes is 0 for all minibatches; a mean needs one that counts")
    if values.dtype != sizes.dtype:
        values, sizes = exact(values), exact(sizes)
    return mean_over_rows(np.ascontiguousarray(values.T), sizes)


def checked_batch_size(batch_size: int, n_examples: int | None, name: str = "batch_size") -> int:
    """B; ValueError if it isn't a whole number from 1 on, or above N; None is any N, or replacement."""
    size = whole_number(batch_size, name, 1)
    if n_examples is not None and size > whole_number(n_examples, "n_examples", 1):
        raise ValueError(f"{name} needs at most {n_examples} rows without replacement, found {size}")
    return size


def _generator(rng: Any) -> np.random.Generator:
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng needs a numpy.random.Generator, such as default_rng(3), found {rng!r}")
    return rng
