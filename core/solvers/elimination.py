"""Exact elimination, for a few unknowns in `fractions.Fraction`."""

import numpy as np

from core.arrays import Array


def sum_of_squares(matrix: Array) -> tuple[Array, Array]:
    """H = U^T diag(k) U, with U upper triangular and ones on its diagonal (LDL^T; Golub, Van Loan 2013, 4.1).

    Parameters
    ----------
    matrix : ndarray, shape (P, P)
        Symmetric and positive semidefinite, of exact numbers: a pivot of 0 then has a row of zeros.

    Returns
    -------
    k : ndarray, shape (P,)
        The pivots, >= 0.
    U : ndarray, shape (P, P)
    """
    rest, rows = matrix.copy(), _identity(matrix)
    pivots = matrix.diagonal().copy()
    for p in range(len(matrix)):
        pivots[p] = rest[p, p]
        if pivots[p] != 0:
            rows[p] = rest[p] / pivots[p]
            rest = rest - pivots[p] * np.outer(rows[p], rows[p])
    return pivots, rows


def solve(pivots: Array, rows: Array, right: Array) -> tuple[Array, Array]:
    """A theta (P,) with H theta = `right` (P,), which must have one; directions (P, Q) that H maps to 0."""
    inverse = _inverse(rows)
    turned = inverse.T @ right
    solvable = pivots != 0
    return inverse[:, solvable] @ (turned[solvable] / pivots[solvable]), inverse[:, ~solvable]


def _inverse(rows: Array) -> Array:
    """The inverse of U, from its last row up."""
    inverse = _identity(rows)
    for p in range(len(rows) - 2, -1, -1):
        inverse[p] = inverse[p] - rows[p, p + 1 :] @ inverse[p + 1 :]
    return inverse


def _identity(matrix: Array) -> Array:
    """Ones and zeros in the numbers of `matrix`."""
    ones: Array = np.eye(len(matrix), dtype=int) + 0 * matrix
    return ones
