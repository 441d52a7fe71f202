"""The last digits of a least-squares minimizer, by residuals in twice the precision."""

import numpy as np

from core.arrays import Array, FloatArray, all_finite, unwarned
from core.blocks import blocks
from core.means import total_weight
from core.problem import Problem
from core.solvers.least_squares import CentredRows

REFINEMENTS = 2
"""Each adds as many digits as the first solution has right."""
SPLITTER = 2.0**27 + 1
"""Splits a float into two halves of 26 bits."""


def refined(problem: Problem, rows: CentredRows, theta: FloatArray, curvature: int) -> FloatArray:
    """theta (P,) with most of its digits right, made right to about the last (Björck 1967).

    It stays as it is where halves of the table's numbers overflow.
    """
    for _ in range(REFINEMENTS):
        with unwarned():
            step = rows.newton_step(_gradient(problem, rows, theta, curvature), curvature)
            if not all_finite(step):
                break
            theta = theta - rows.centring.directions(step[:, None])[:, 0]
    return theta


def _gradient(problem: Problem, rows: CentredRows, theta: FloatArray, curvature: int) -> FloatArray:
    """The risk's gradient by v, (P,)."""
    gradient = np.zeros(len(theta))
    for block in blocks(len(problem.y), len(theta)):
        misses = residuals(theta, problem.x[block], problem.y[block])
        weighted = misses if problem.weights is None else misses * problem.weights[block]
        gradient += rows.centring.columns(problem, block)[:, :-1].T @ weighted
    gradient *= curvature / total_weight(len(problem.y), problem.weights)
    if problem.penalties is not None:
        gradient += rows.centring.by_v((problem.penalties * theta)[None, :])[0]
    return gradient


def residuals(theta: FloatArray, x: Array, y: Array) -> FloatArray:
    """theta_0 + theta_1 x_1 + ... - y of rows (n,), rounded about once: each product and sum keeps its error.

    Sums by Knuth (1969, section 4.2.2), products by Dekker (1971).
    """
    total, errors = _sum(theta[0], -y)
    for slope, line in zip(theta[1:], x.T.reshape(-1, len(y)), strict=True):
        product, product_error = _product(slope, line)
        total, sum_error = _sum(total, product)
        errors = errors + (product_error + sum_error)
    return total + errors


def _sum(a: Array, b: Array) -> tuple[Array, Array]:
    """a + b as it is rounded, and what the rounding has taken."""
    total = a + b
    from_b = total - a
    return total, (a - (total - from_b)) + (b - from_b)


def _product(a: Array, b: Array) -> tuple[Array, Array]:
    """a b as it is rounded, and what the rounding has taken."""
    product = a * b
    (a_high, a_low), (b_high, b_low) = _halves(a), _halves(b)
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def _halves(value: Array) -> tuple[Array, Array]:
    """Two floats of 26 bits whose sum is `value` (Veltkamp 1968)."""
    scaled = SPLITTER * value
    high = scaled - (scaled - value)
    return high, value - high
