"""Losses and gradients of single rows, and of all rows at once.

Per-example gradients are unscaled: g_i = grad l_i, never g_i / N and never w_i g_i, so that their (weighted)
mean is the full gradient. Each example carries the whole penalty.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, all_finite, finite, finite_rows, unwarned
from core.blocks import LONG, STREAM, blocks
from core.checks import finite_mask, gradient_rows, refuse, row_weights
from core.errors import OVERFLOW, LossOverflowError
from core.means import Summation, mean_over_rows, sum_in_pairs, total_weight
from core.models.base import is_in_place
from core.passes import is_arithmetic, sum_of_gradients, write_gradients, write_hessians, write_losses
from core.problem import Problem

TEMPORARIES = 6
"""Arrays (n,) that a loss may make beside its result."""


def per_example_losses(problem: Problem, theta: ArrayLike) -> Array:
    """Loss of each row, in the loss's unit (for squared errors: the unit of y, squared).

    Parameters
    ----------
    problem : Problem
        N rows, P parameters.
    theta : array_like, shape (P,)

    Returns
    -------
    ndarray, shape (N,)

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, or a loss overflows; the row is named.
    """
    parameters = problem.parameters(theta)
    losses = np.empty(len(problem.dataset), dtype=parameters.dtype)
    with unwarned():
        for rows in blocks(len(losses), 1 if is_in_place(problem.model) else problem.n_parameters):
            write_losses(problem, parameters, rows, losses[rows])
        if problem.penalties is not None:
            losses += (problem.penalties * parameters * parameters).sum() / 2
        return finite_rows(losses)


def per_example_gradients(problem: Problem, theta: ArrayLike) -> Array:
    """Gradient of each row's own loss by theta, unscaled: row i is grad l_i.

    Returns
    -------
    ndarray, shape (N, P)
        The transposed view of a (P, N) array: sums over the rows run along contiguous memory.

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, or a gradient overflows; the row is named.
    """
    parameters = problem.parameters(theta)
    gradients = np.empty((problem.n_parameters, len(problem.dataset)), dtype=parameters.dtype)
    if _stream_gradients(problem, parameters, gradients):
        return gradients.T
    with unwarned():
        for rows in blocks(len(problem.dataset), problem.n_parameters):
            write_gradients(problem, parameters, rows, gradients[:, rows])
    return finite_rows(gradients.T)


def _stream_gradients(problem: Problem, parameters: Array, gradients: Array) -> bool:
    """Write the gradients (P, N) and say whether they are finite, without a second pass over them.

    What is multiplied is looked at while it is in the cache; where a product of finite numbers overflows, the
    processor's flag tells.
    """
    if problem.is_exact:
        return False
    try:
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            for rows in _streams(problem):
                if not all(map(all_finite, write_gradients(problem, parameters, rows, gradients[:, rows]))):
                    return False
    except FloatingPointError:
        return False
    return True


def _streams(problem: Problem) -> Iterator[slice]:
    """Blocks of rows as long as pays: with room for what stands between reading and writing them."""
    n_examples, n_parameters = len(problem.dataset), problem.n_parameters
    if not is_in_place(problem.model):
        return blocks(n_examples, n_parameters + TEMPORARIES, LONG)
    return blocks(n_examples, n_parameters + (0 if is_arithmetic(problem) else TEMPORARIES), STREAM)


def per_example_gradient_norms(problem: Problem, theta: ArrayLike) -> Array:
    """Euclidean length (N,) of each row's gradient; float64, also for an exact problem.

    Raises
    ------
    ValueError
        As `per_example_gradients`; or if a length overflows.
    """
    parameters = problem.parameters(theta)
    norms = np.empty(len(problem.dataset))
    with unwarned():
        for rows in blocks(len(norms), problem.n_parameters):
            gradients = np.empty((problem.n_parameters, rows.stop - rows.start), dtype=parameters.dtype)
            write_gradients(problem, parameters, rows, gradients)
            try:
                np.hypot.reduce(np.asarray(gradients, dtype=np.float64), out=norms[rows])
            except OverflowError:  # of a fraction
                raise LossOverflowError(OVERFLOW) from None
    return finite_rows(norms)


def per_example_hessians(problem: Problem, theta: ArrayLike) -> Array:
    """Second derivatives of each row's own loss by theta: l'' J J^T + l' H_prediction + diag(l2_penalty).

    Returns
    -------
    ndarray, shape (N, P, P)

    Raises
    ------
    ValueError
        If the model gives no `prediction_hessians`, theta isn't P finite numbers, or a value overflows.
    """
    parameters = problem.parameters(theta)
    if not hasattr(problem.model, "prediction_hessians"):
        raise ValueError(f"the {problem.model.name} model has no prediction_hessians; give it this method")
    n_examples, n_parameters = len(problem.dataset), problem.n_parameters
    hessians = np.empty((n_examples, n_parameters, n_parameters), dtype=parameters.dtype)
    with unwarned():
        for rows in blocks(n_examples, n_parameters**2):
            write_hessians(problem, parameters, rows, hessians[rows])
    return finite_rows(hessians)


def mean_of_gradients(gradients: ArrayLike, sample_weight: ArrayLike | None = None) -> Array:
    """Mean of per-example gradients: sum_i w_i g_i / sum_i w_i.

    Parameters
    ----------
    gradients : array_like, shape (N, P)
        N >= 1. As `per_example_gradients` gives them they aren't copied.
    sample_weight : array_like, shape (N,), optional
        Weights of the rows, >= 0 and not all 0; 1 each if None.

    Returns
    -------
    ndarray, shape (P,)
        float64, also for floats of fewer digits; exact for `Fraction`s.

    Raises
    ------
    ValueError
        For another shape, no rows, a value that isn't a finite real number (its row and column, from 1),
        weights that are none, or a sum that overflows.
    """
    values = gradient_rows(gradients)
    weights = None if sample_weight is None else row_weights(sample_weight, values)
    if len(values) == 0 or (weights is not None and not weights.any()):
        raise ValueError("gradients need a row that counts: the mean of no gradients is undefined")
    dtype = values.dtype if values.dtype.kind == "O" else np.dtype(np.float64)
    try:
        return mean_over_rows(np.ascontiguousarray(values.T, dtype=dtype), weights)
    except LossOverflowError:
        refuse(values, finite_mask(values), "gradients need finite numbers")
        raise


def empirical_risk(problem: Problem, theta: ArrayLike) -> float:
    """Weighted mean of the per-example losses (a `Fraction` for an exact problem).

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, or the sum of the losses overflows.
    """
    risk: Any = mean_over_rows(per_example_losses(problem, theta), problem.weights)[()]
    value: float = risk if problem.is_exact else float(risk)
    return value


def full_gradient(problem: Problem, theta: ArrayLike, method: Summation = "blas") -> Array:
    """Gradient (P,) of the empirical risk.

    Parameters
    ----------
    problem : Problem
    theta : array_like, shape (P,)
    method : {"blas", "pairwise", "fsum"}
        "blas" is the risk's own formula, J^T (w l') / sum w, with the predictions' Jacobian J (N, P) and the
        losses' slopes l' (N,): never by way of the per-example gradients, and no temporary grows with N.
        "pairwise" and "fsum" sum the per-example gradients, with NumPy's pairwise sum and rounded once.

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, the method is unknown, or the gradient overflows.
    """
    if method == "blas":
        return _gradient_of_the_risk(problem, problem.parameters(theta))
    if method in ("pairwise", "fsum"):
        return mean_over_rows(per_example_gradients(problem, theta).T, problem.weights, method)
    raise ValueError(f'method needs "blas", "pairwise" or "fsum", found {method!r}')


def _gradient_of_the_risk(problem: Problem, parameters: Array) -> Array:
    """J^T (w l') / sum w + l2_penalty theta, block by block; (P,)."""
    n_examples = len(problem.dataset)
    with unwarned():
        total = sum_in_pairs(sum_of_gradients(problem, parameters, rows) for rows in _streams(problem))
        gradient = np.asarray(total / total_weight(n_examples, problem.weights))
        if problem.penalties is not None:
            gradient = gradient + problem.penalties * parameters
        return finite(gradient)
