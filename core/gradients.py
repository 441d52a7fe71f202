"""Losses and gradients of single rows, and of all rows at once.

Per-example gradients are unscaled: g_i = grad l_i, never g_i / N and never w_i g_i, so that their (weighted)
mean is the full gradient. Each example carries the whole penalty.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, finite, finite_rows
from core.blocks import blocks
from core.means import Summation, mean_over_rows, total_weight
from core.problem import Problem


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
    with np.errstate(over="ignore", invalid="ignore"):
        for rows in blocks(len(losses)):
            _write(losses[rows], problem.loss.loss, problem, parameters, rows)
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
    n_examples, n_parameters = len(problem.dataset), problem.n_parameters
    gradients = np.empty((n_parameters, n_examples), dtype=parameters.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        for rows in blocks(n_examples, n_parameters):
            write_gradients(problem, parameters, rows, gradients[:, rows])
        return finite_rows(gradients.T)


def write_gradients(problem: Problem, parameters: Array, rows: slice, out: Array) -> None:
    """Write some rows' gradients into `out` (P, n), without a look at whether they overflow."""
    slopes, jacobian = _slopes_and_jacobian(problem, parameters, rows)
    np.multiply(jacobian.T, slopes, out=out)
    if problem.penalties is not None:
        out += (problem.penalties * parameters)[:, None]


def per_example_gradient_norms(problem: Problem, theta: ArrayLike) -> Array:
    """Euclidean length (N,) of each row's gradient; float64, also for an exact problem.

    Raises
    ------
    ValueError
        As `per_example_gradients`.
    """
    gradients = per_example_gradients(problem, theta).T.astype(np.float64, copy=False)
    norms: Array = np.hypot.reduce(gradients, axis=0)  # no square overflows
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
    curved = getattr(problem.model, "prediction_hessians", None)
    if curved is None:
        raise ValueError(f"the {problem.model.name} model has no prediction_hessians; give it this method")
    with np.errstate(over="ignore", invalid="ignore"):
        predictions = problem.model.predictions(parameters, problem.x)
        jacobian = problem.model.jacobian(parameters, problem.x)
        bend = problem.loss.hessian(problem.y, predictions)
        slope = problem.loss.gradient(problem.y, predictions)
        hessians: Array = (bend[:, None] * jacobian)[:, :, None] * jacobian[:, None, :]
        hessians += slope[:, None, None] * curved(parameters, problem.x)
        if problem.penalties is not None:
            hessians += np.diag(problem.penalties)
        return finite_rows(hessians)


def mean_of_gradients(gradients: Array, sample_weight: Array | None = None) -> Array:
    """Mean (P,) of per-example gradients (N, P), weighted where weights (N,) are given."""
    return mean_over_rows(np.ascontiguousarray(gradients.T), sample_weight)


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
    n_examples, weights = len(problem.dataset), problem.weights
    parts = []
    with np.errstate(over="ignore", invalid="ignore"):
        for rows in blocks(n_examples, problem.n_parameters):
            slopes, jacobian = _slopes_and_jacobian(problem, parameters, rows)
            weighted = slopes if weights is None else slopes * weights[rows]
            parts.append(jacobian.T @ weighted)
        total = np.stack(parts, axis=-1).sum(axis=-1)
        gradient = np.asarray(total / total_weight(n_examples, weights))
        if problem.penalties is not None:
            gradient = gradient + problem.penalties * parameters
        return finite(gradient)


def _slopes_and_jacobian(problem: Problem, parameters: Array, rows: slice) -> tuple[Array, Array]:
    """Derivatives of some rows' losses by their predictions (n,), and of these by theta (n, P)."""
    model, x = problem.model, problem.x[rows]
    both = getattr(model, "predictions_and_jacobian", None)
    if both is None:
        predictions, jacobian = model.predictions(parameters, x), model.jacobian(parameters, x)
    else:
        predictions, jacobian = both(parameters, x)
    return problem.loss.gradient(problem.y[rows], predictions), jacobian


def _write(
    target: Array, function: Callable[..., Array], problem: Problem, parameters: Array, rows: slice
) -> None:
    """Write a function of some rows' predictions, wherever the function puts its result."""
    predictions = problem.model.predictions(parameters, problem.x[rows])
    result = function(problem.y[rows], predictions, out=target)
    if result is not target:
        target[...] = result
