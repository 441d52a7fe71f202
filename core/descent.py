"""Gradient descent and stochastic gradient descent, step by step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, exact, finite, unwarned
from core.checks import not_negative, one_number, whole_number
from core.errors import LossOverflowError
from core.gradients import empirical_risk, full_gradient
from core.problem import Problem
from core.sampling import Rows, epoch_batches, minibatch_gradient, minibatch_indices

LearningRate = float | Callable[[int], float]
"""One number, or a function of the step: 1, 2, ..."""


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Where a descent went: T steps, theta_t = theta_(t-1) - learning_rate(t) gradient_t for t = 1, ... T.

    All numbers in it are finite. Its arrays are read-only.
    """

    thetas: Array
    """Parameters, (T + 1, P), from the start on."""
    risks: Array
    """Empirical risk of all rows at each theta, (T + 1,)."""
    gradients: Array
    """What each step went against, (T, P): the full gradient, or a minibatch's, at the theta before it."""
    batches: tuple[Rows, ...] = ()
    """Rows of the T minibatches, from 0; empty where each step went against the full gradient."""
    diverged_at: int | None = None
    """The step, from 1, that would have led to numbers too large for a float: T + 1, or None."""

    def __post_init__(self) -> None:
        for array in (self.thetas, self.risks, self.gradients, *self.batches):
            array.setflags(write=False)

    @property
    def n_steps(self) -> int:
        """T: how many steps were made."""
        return len(self.gradients)


def gradient_descent(
    problem: Problem, start: ArrayLike, learning_rate: LearningRate, n_steps: int
) -> Trajectory:
    """Steps against the full gradient (Cauchy 1847).

    Exact for an exact problem, where the numbers' length grows with each step.

    Parameters
    ----------
    problem : Problem
    start : array_like, shape (P,)
    learning_rate : float or callable
        A finite number >= 0, or a function that gives one for each step 1, 2, ...
    n_steps : int
        >= 0.

    Returns
    -------
    Trajectory
        Of `n_steps` steps, or of fewer where it diverges.

    Raises
    ------
    ValueError
        If an argument is another, or the loss overflows at the start.
    """
    steps = whole_number(n_steps, "n_steps", 0)
    return _descend(problem, start, learning_rate, repeat(None, steps))


def sgd(
    problem: Problem,
    start: ArrayLike,
    learning_rate: LearningRate,
    batch_size: int,
    rng: np.random.Generator,
    *,
    n_steps: int | None = None,
    n_epochs: int | None = None,
    replacement: bool = False,
) -> Trajectory:
    """Stochastic gradient descent: steps against minibatch gradients (Robbins, Monro 1951).

    The risk of all rows is computed at each step. For a problem with weights, `minibatch_gradient` says why
    its steps don't go against the full gradient on average.

    Parameters
    ----------
    problem : Problem
    start : array_like, shape (P,)
    learning_rate : float or callable
        A finite number >= 0, or a function that gives one for each step 1, 2, ...
    batch_size : int
        B.
    rng : numpy.random.Generator
    n_steps : int, optional
        So many steps, each with B rows drawn anew from all rows.
    n_epochs : int, optional
        So many times through all rows, each time in a new random order, B at a time; the last minibatch
        of an epoch may be smaller. Give one of the two.
    replacement : bool
        Whether one row can be drawn more than once for a step; for `n_steps` only.

    Returns
    -------
    Trajectory
        Of all these steps, or of fewer where it diverges.

    Raises
    ------
    ValueError
        If an argument is another, the loss overflows at the start, or all rows of a minibatch have weight 0.
    """
    n_examples = len(problem.dataset)
    if (n_steps is None) == (n_epochs is None):
        raise ValueError(f"sgd needs n_steps or n_epochs, one of the two, found {n_steps} and {n_epochs}")
    if n_steps is not None:
        steps = range(whole_number(n_steps, "n_steps", 0))
        drawn = (minibatch_indices(n_examples, batch_size, rng, replacement=replacement) for _ in steps)
        return _descend(problem, start, learning_rate, drawn)
    if replacement:
        raise ValueError("an epoch has each row once; with replacement, give n_steps instead of n_epochs")
    epochs = range(whole_number(n_epochs, "n_epochs", 0))
    parts = chain.from_iterable(epoch_batches(n_examples, batch_size, rng) for _ in epochs)
    return _descend(problem, start, learning_rate, parts)


class _Step(NamedTuple):
    """Where a step led, and what it went against."""

    theta: Array
    risk: float
    gradient: Array
    rows: Rows | None


def _descend(
    problem: Problem, start: ArrayLike, learning_rate: LearningRate, batches: Iterable[Rows | None]
) -> Trajectory:
    """One step for each minibatch; None is all rows."""
    rate_at = _schedule(learning_rate, problem.is_exact)
    first = theta = problem.parameters(start)
    first_risk = empirical_risk(problem, first)
    made: list[_Step] = []
    diverged_at = None
    for number, rows in enumerate(batches, 1):
        rate = rate_at(number)
        try:
            made.append(_step(problem, theta, rate, rows))
        except LossOverflowError:
            diverged_at = number
            break
        theta = made[-1].theta
    return Trajectory(
        thetas=np.array([first, *(step.theta for step in made)]),
        risks=np.array([first_risk, *(step.risk for step in made)]),
        gradients=np.array([step.gradient for step in made], dtype=first.dtype).reshape(-1, len(first)),
        batches=tuple(step.rows for step in made if step.rows is not None),
        diverged_at=diverged_at,
    )


def _step(problem: Problem, theta: Array, rate: Any, rows: Rows | None) -> _Step:
    """theta - rate gradient, and the risk there; LossOverflowError if one of them is too large."""
    gradient = full_gradient(problem, theta) if rows is None else minibatch_gradient(problem, theta, rows)
    with unwarned():
        moved = finite(np.asarray(theta - rate * gradient))
    return _Step(moved, empirical_risk(problem, moved), gradient, rows)


def _schedule(learning_rate: LearningRate, is_exact: bool) -> Callable[[int], Any]:
    """The learning rate of each step, checked, in the numbers that the problem computes with."""
    if callable(learning_rate):
        return lambda step: _rate(learning_rate(step), f"learning_rate({step})", is_exact)
    rate = _rate(learning_rate, "learning_rate", is_exact)
    return lambda step: rate


def _rate(value: ArrayLike, name: str, is_exact: bool) -> Any:
    rate = not_negative(one_number(value, name), f"{name} needs")
    return exact(rate)[()] if is_exact else float(rate)
