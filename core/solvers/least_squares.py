"""Least squares of the affine model, where rows may not fix all parameters."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from core.arrays import FloatArray, finite, unwarned
from core.blocks import blocks
from core.means import total_weight
from core.problem import Problem
from core.solvers.centring import Centring

EPS = float(np.finfo(float).eps)
ROUNDINGS = 8.0
"""Columns that differ by fewer roundings of their numbers are the same."""
SAME = 1e-3
"""However coarse their rounding, columns that differ by more of their length aren't the same."""


@dataclass(frozen=True, eq=False)
class CentredRows:
    """What the N rows of an affine problem come down to where only sums of squares count.

    Parameters
    ----------
    centring : Centring
        What v is.
    rows : ndarray, shape (M, P + 1)
        At most P + 1 rows with the squares of sqrt(w_i / sum w) (1, z_1 ... z_K, y - y_mean).
    penalty : ndarray, shape (L, P + 1)
        Rows with the squares of sqrt(l2_penalty_p) theta_p, where the penalty isn't 0.
    """

    centring: Centring
    rows: FloatArray
    penalty: FloatArray

    @classmethod
    def of(cls, problem: Problem) -> "CentredRows":
        """One pass over the table by QR, block by block: X^T X is never formed (Demmel et al. 2012).

        Raises
        ------
        LossOverflowError
            If a sum over the table, or a penalty in its units, overflows.
        """
        centring = Centring.of(problem)
        with unwarned():
            rows = finite(_triangle(problem, centring))
            return cls(centring, rows, finite(_centred_penalty_rows(problem, centring)))

    def stacked(self, curvature: float) -> FloatArray:
        """All rows (M + L, P + 1), for a loss of this second derivative."""
        return np.concatenate([sqrt(curvature) * self.rows, self.penalty])

    def solve(self, curvature: float) -> tuple[FloatArray, FloatArray]:
        """The v (P,) with the smallest sum of squares, the shortest where there are many.

        Also the directions (P, Q) of v that no row sees: Q = 0 where there is one v. By the SVD of scaled
        columns.
        """
        stacked = self.stacked(curvature)
        lengths, left, sizes, turned = self._svd(stacked[:, :-1])
        seen, right = len(sizes), stacked[:, -1]
        solution = turned[:seen].T @ (left.T[:seen] @ right / sizes)
        return solution / lengths, turned[seen:].T / lengths[:, None]

    def newton_step(self, gradient: FloatArray, curvature: float) -> FloatArray:
        """The v (P,) with (X^T X + penalty) v = gradient, where it is unique."""
        lengths, _, sizes, turned = self._svd(self.stacked(curvature)[:, :-1])
        step: FloatArray = turned.T @ (turned @ (gradient / lengths) / sizes**2) / lengths
        return step

    def _svd(self, columns: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Lengths of the columns, and the SVD of columns of length 1, with the sizes that aren't rounding."""
        lengths = np.linalg.norm(columns, axis=0)
        lengths[lengths == 0] = 1
        left, sizes, turned = np.linalg.svd(columns / lengths)
        least = SAME if sizes[-1] > SAME * sizes[0] else self.rounding
        return lengths, left, sizes[sizes > least * sizes[0]], turned

    @property
    def rounding(self) -> float:
        """How much columns that are the same may differ, in their lengths: some roundings of the table."""
        lengths = np.sqrt(np.square(self.rows[:, 1:-1]).sum(axis=0))
        largest = np.abs(self.centring.mean) / self.centring.scale + 1
        coarsest = np.max(largest[lengths > 0] / lengths[lengths > 0], initial=1.0)
        return min(ROUNDINGS * EPS * (float(coarsest) + len(lengths)), SAME)


def _triangle(problem: Problem, centring: Centring) -> FloatArray:
    """R of the QR decomposition of all rows, (M, P + 1)."""
    total = total_weight(len(problem.y), problem.weights)
    triangle: FloatArray | None = None
    for block in blocks(len(problem.y), problem.n_parameters + 1):
        share = 1 / total if problem.weights is None else problem.weights[block, None] / total
        columns = centring.columns(problem, block) * np.sqrt(share)
        rows = columns if triangle is None else np.concatenate([triangle, columns])
        triangle = np.asarray(np.linalg.qr(rows, mode="r"))
    assert triangle is not None  # a table has rows
    return triangle


def penalty_rows(problem: Problem) -> FloatArray:
    """Rows (L, P) whose squares add up to the penalty, twice; one for each parameter that has one."""
    if problem.penalties is None:
        return np.empty((0, problem.n_parameters))
    rows: FloatArray = np.diag(np.sqrt(problem.penalties))[problem.penalties > 0]
    return rows


def _centred_penalty_rows(problem: Problem, centring: Centring) -> FloatArray:
    """A row for each parameter with a penalty, (L, P + 1); theta_0 is y_mean more than v says."""
    rows = penalty_rows(problem)
    if len(rows) == 0:
        return np.empty((0, problem.n_parameters + 1))
    return np.column_stack([centring.by_v(rows), -rows[:, 0] * centring.y_mean])
