"""Losses and gradients of single rows, and of all rows at once.

Per-example gradients are unscaled: g_i = grad l_i, never g_i / N, so that their mean is the full gradient.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, finite
from core.problem import Problem


def per_example_losses(problem: Problem, theta: ArrayLike) -> Array:
    """Loss of each row, in the loss's unit (the unit of y, squared).

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
        If theta isn't P finite numbers, or a loss overflows.
    """
    predictions = problem.predictions(theta)
    with np.errstate(over="ignore", invalid="ignore"):
        return finite(problem.loss.value(predictions, problem.dataset.y))


def per_example_gradients(problem: Problem, theta: ArrayLike) -> Array:
    """Gradient of each row's own loss by theta, unscaled: row i is grad l_i.

    Returns
    -------
    ndarray, shape (N, P)
        The transposed view of a (P, N) array: sums over the rows run along contiguous memory.

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, or a gradient overflows.
    """
    slopes = _slopes(problem, theta)
    derivatives = problem.model.derivatives(problem.parameters(theta), problem.dataset.x)
    with np.errstate(over="ignore", invalid="ignore"):
        return finite(slopes * derivatives).T


def mean_of_gradients(gradients: Array) -> Array:
    """Mean (P,) of per-example gradients (N, P)."""
    by_parameter = np.ascontiguousarray(gradients.T)
    with np.errstate(over="ignore", invalid="ignore"):
        return finite(np.asarray(by_parameter.sum(axis=1) / len(gradients)))


def empirical_risk(problem: Problem, theta: ArrayLike) -> float:
    """Mean of the per-example losses (a `Fraction` for an exact table).

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, or the sum of the losses overflows.
    """
    losses = per_example_losses(problem, theta)
    with np.errstate(over="ignore"):
        mean = losses.sum() / len(losses)
    risk: Any = finite(np.asarray(mean))[()]
    exact: float = risk if problem.dataset.is_exact else float(risk)
    return exact


def full_gradient(problem: Problem, theta: ArrayLike) -> Array:
    """Gradient (P,) of the empirical risk, by its own formula: D l' / N.

    D (P, N) holds the predictions' derivatives, l' (N,) the losses' slopes.

    Never by way of the per-example gradients: that both agree is what the film shows.

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, or the gradient overflows.
    """
    slopes = _slopes(problem, theta)
    derivatives = problem.model.derivatives(problem.parameters(theta), problem.dataset.x)
    with np.errstate(over="ignore", invalid="ignore"):
        return finite(np.asarray(derivatives @ slopes / len(slopes)))


def _slopes(problem: Problem, theta: ArrayLike) -> Array:
    """Derivative of each row's loss by its prediction, (N,)."""
    return problem.loss.slope(problem.predictions(theta), problem.dataset.y)
