"""Directions that linear inequalities leave: what makes a minimum the only one, or no minimum at all."""

from typing import Any

import numpy as np

from core.arrays import FloatArray

MOVES = 0.5
"""Between 0 and 1: the linear programmes below have no other answers but for their rounding."""


def leaves_only_zero(level: FloatArray, rising: FloatArray, rounding: float) -> bool:
    """Whether d = 0 is the only direction (P,) with level d = 0 and rising d >= 0.

    Parameters
    ----------
    level, rising : ndarray, shapes (A, P), (B, P)
    rounding : float
        What counts as 0 in them, in their lengths.
    """
    free = null_space(level, rounding)
    rows = rising @ free
    lengths = np.linalg.norm(rows, axis=1)
    seen = lengths > rounding * np.linalg.norm(rising, axis=1)
    rows = rows[seen] / lengths[seen, None]
    axes = np.eye(free.shape[1])
    return all(_farthest(goal, rows) < MOVES for goal in (*axes, *-axes))


def separates(rising: FloatArray, level: FloatArray) -> bool:
    """Whether some direction d (P,) has rising d >= 0, not all 0, and level d = 0 (Albert, Anderson 1984)."""
    zeros, ones = np.zeros(len(rising)), np.ones(len(rising))
    found = programme(
        -rising.sum(axis=0),
        A_ub=np.vstack([-rising, rising]),
        b_ub=np.concatenate([zeros, ones]),
        A_eq=level,
        b_eq=np.zeros(len(level)),
        bounds=(None, None),
    )
    return bool(-found.fun > MOVES)


def null_space(rows: FloatArray, rounding: float) -> FloatArray:
    """Orthonormal directions (P, Q) that rows (M, P) map to 0."""
    triangle = np.asarray(np.linalg.qr(rows, mode="r"))
    _, sizes, turned = np.linalg.svd(triangle)
    seen = int((sizes > rounding * sizes.max(initial=0.0)).sum())
    return turned[seen:].T


def programme(cost: FloatArray, **constraints: Any) -> Any:
    """SciPy's answer to a linear programme that has one; ValueError if it isn't found."""
    from scipy.optimize import linprog

    found = linprog(cost, method="highs", **constraints)
    if not found.success:
        raise ValueError(f"a linear programme wasn't solved: {found.message}")
    return found


def _farthest(goal: FloatArray, rows: FloatArray) -> float:
    """How far goal d gets for d (Q,) with rows d >= 0 and numbers from -1 to 1: 0, or 1 along some axis."""
    return float(-programme(-goal, A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1)).fun)
