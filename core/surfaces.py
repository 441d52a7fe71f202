"""Loss surfaces over a grid of theta, for any problem with two parameters."""

from collections.abc import Sequence
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, finite, finite_rows, unwarned
from core.checks import real_numbers, row_numbers, shape_of, shaped, spread
from core.means import total_weight
from core.passes import is_arithmetic
from core.problem import Problem
from core.quadratic import is_quadratic, quadratic_risk


def per_example_loss_surfaces(
    problem: Problem,
    axis0: ArrayLike,
    axis1: ArrayLike,
    rows: Sequence[int] | None = None,
    out: Array | None = None,
) -> Array:
    """Each row's own loss surface: its loss, penalty included, at every theta of a grid.

    Parameters
    ----------
    problem : Problem
        Of two parameters.
    axis0, axis1 : array_like, shapes (K0,), (K1,)
        Values of theta_0 and theta_1.
    rows : sequence of int, optional
        The rows wanted, from 0; all N if None.
    out : ndarray, shape (len(rows), K0, K1), optional
        Where to write the surfaces.

    Returns
    -------
    ndarray, shape (len(rows), K0, K1)
        Indexed [row, i0, i1]; `out` where it is given. No temporary is larger than one surface.

    Raises
    ------
    ValueError
        If the problem hasn't two parameters, an axis isn't (K,) finite real numbers, a row isn't one of the
        table's, `out` has another shape or type, or a loss overflows; the row is named.
    """
    grid = _Grid(problem, axis0, axis1)
    n_examples = len(problem.dataset)
    chosen = range(n_examples) if rows is None else row_numbers(rows, n_examples).tolist()
    surfaces = _room((len(chosen), *grid.shape), grid.theta[0].dtype, out)
    for surface, row in zip(surfaces, chosen, strict=True):
        if not grid.write_flagged(row, surface):
            with unwarned():
                grid.write_surface(row, surface)
                finite_rows(surface[None], row)
    return surfaces


def risk_surface(problem: Problem, axis0: ArrayLike, axis1: ArrayLike) -> Array:
    """Empirical risk over a grid of theta, (K0, K1), indexed [i0, i1].

    Where the risk is quadratic its cost hardly depends on N; else the rows' surfaces are added up one by one.

    Parameters
    ----------
    problem : Problem
        Of two parameters.
    axis0, axis1 : array_like, shapes (K0,), (K1,)
        Values of theta_0 and theta_1.

    Raises
    ------
    ValueError
        If the problem hasn't two parameters, an axis isn't (K,) finite real numbers, or a loss or the sum of
        the losses overflows.
    """
    grid = _Grid(problem, axis0, axis1)
    if is_quadratic(problem):
        return quadratic_risk(problem).risk(grid.theta)
    return grid.mean_of_losses()


class _Grid:
    """The thetas of two axes, and what a problem's losses are there."""

    def __init__(self, problem: Problem, axis0: ArrayLike, axis1: ArrayLike) -> None:
        if problem.n_parameters != 2:
            names = ", ".join(problem.parameter_names)
            raise ValueError(f"a surface needs two parameters, found {problem.n_parameters}: {names}")
        self.problem = problem
        self.theta = _axis(problem, axis0, "axis0")[:, None], _axis(problem, axis1, "axis1")[None, :]
        self.shape = self.theta[0].shape[0], self.theta[1].shape[1]
        self.penalty = self._penalty()

    def write_flagged(self, row: int, surface: Array) -> bool:
        """Write a row's surface, and say whether it is finite, by the processor's flag: one pass less."""
        if self.problem.is_exact or not is_arithmetic(self.problem):
            return False
        try:
            with np.errstate(over="raise", invalid="raise", divide="raise"):
                self.write_surface(row, surface)
        except FloatingPointError:
            return False
        return True

    def write_surface(self, row: int, surface: Array) -> None:
        """A row's loss, penalty included, into `surface` (K0, K1)."""
        self.write_losses(row, surface)
        if self.penalty is not None:
            surface += self.penalty

    def write_losses(self, row: int, surface: Array) -> None:
        """A row's loss, without the penalty, into `surface` (K0, K1)."""
        problem = self.problem
        x, y = np.asarray(problem.x[row]), np.asarray(problem.y[row])  # a Fraction by itself is no array
        predictions = spread(problem.model.predictions(self.theta, x), self.shape, "model.predictions")
        losses = problem.loss.loss(y, predictions, out=surface)
        if losses is not surface:
            surface[...] = shaped(losses, self.shape, "loss.loss")

    def mean_of_losses(self) -> Array:
        """The risk, (K0, K1): sums of about sqrt(N) rows' weighted losses, added up.

        So each number takes part in 2 sqrt(N) sums, not in N: as many roundings less.
        """
        n_examples, weights = len(self.problem.dataset), self.problem.weights
        total, part, losses = (np.zeros(self.shape, dtype=self.theta[0].dtype) for _ in range(3))
        step = isqrt(n_examples)
        with unwarned():
            for start in range(0, n_examples, step):
                part[...] = 0
                for row in range(start, min(start + step, n_examples)):
                    self.write_losses(row, losses)
                    if weights is not None:
                        losses *= weights[row]
                    part += losses
                total += part
            total /= total_weight(n_examples, weights)
            if self.penalty is not None:
                total += self.penalty
            return finite(total)

    def _penalty(self) -> Array | None:
        if self.problem.penalties is None:
            return None
        first, second = (
            strength * theta * theta / 2
            for strength, theta in zip(self.problem.penalties, self.theta, strict=True)
        )
        penalty: Array = first + second
        return penalty


def _axis(problem: Problem, values: ArrayLike, name: str) -> Array:
    """An axis (K,), in the numbers that the problem computes with."""
    shape = shape_of(values, f"{name} needs")
    if len(shape) != 1:
        raise ValueError(f"{name} needs one dimension (K,), found shape {shape}")
    return problem.computed(real_numbers(values, f"{name} needs", "place"))


def _room(shape: tuple[int, ...], dtype: np.dtype[Any], out: Array | None) -> Array:
    """`out`, or a new array."""
    if out is None:
        return np.empty(shape, dtype=dtype)
    if out.shape != shape or out.dtype != dtype:
        found = f"found shape {out.shape} and {out.dtype}"
        raise ValueError(f"out needs shape {shape} and {dtype}, {found}")
    return out
