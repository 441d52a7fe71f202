"""Minimizers of affine models with absolute, pinball and hinge losses, whose risk has kinks.

Each loss is max(low t, high t) with t = raw prediction - label. With shares s_i = w_i / sum w, v is a
minimizer where multipliers m_i from s_i low_i to s_i high_i have

    A^T m + penalties v = 0,    m_i = s_i high_i where t_i > 0,    m_i = s_i low_i where t_i < 0.

What SciPy finds is held against these conditions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from core.arrays import Array, BoolArray, FloatArray
from core.losses import HingeLoss, Loss, PinballLoss
from core.losses.base import WithLossGradient
from core.means import total_weight
from core.problem import Problem
from core.solvers.cones import leaves_only_zero, null_space, programme
from core.solvers.newton import SmoothRisk, search

EPS = float(np.finfo(float).eps)
ROUNDINGS = 64.0
"""What is smaller than so many roundings of its terms is 0."""
INSIDE = 1e-9
"""Multipliers this part of their range away from both ends are between them."""
TOUCHING = 1e-9
"""Rows that a search leaves this near to their kink, in units of the largest label, are tried as if there."""
SHARPENINGS = 25
"""Smoothed kinks become four times narrower so many times: down to 1e-15."""


def kinked_minimum(problem: Problem, rounding: float) -> tuple[FloatArray, bool]:
    """A theta (P,) of least risk, and whether there is no other.

    Parameters
    ----------
    problem : Problem
        Affine, of floats, with rows that fix all parameters, and columns of about the same length.
    rounding : float
        What counts as 0 in the rows, in their lengths.

    Raises
    ------
    ValueError
        If no theta is found that fulfils the conditions of a minimum up to rounding.
    """
    unit = float(np.abs(problem.y).max()) or 1.0
    penalties = 0 if problem.penalties is None else problem.penalties * unit
    dataset = replace(problem.dataset, y=problem.y / unit)
    scaled = replace(problem, dataset=dataset, l2_penalty=penalties)
    conditions = Conditions.of(scaled)
    found = _by_programme(conditions) if problem.penalties is None else _by_smoothing(scaled, conditions)
    for v, multipliers in found:
        for touching in (TOUCHING, 0.0):
            mended = conditions.mended(v, multipliers, touching)
            if conditions.are_fulfilled(*mended):
                return mended[0] * unit, conditions.are_fulfilled_only_here(*mended, rounding)
    raise ValueError("no minimizer found: what the search ends with isn't one")


@dataclass(frozen=True, eq=False)
class Conditions:
    """What a minimizer fulfils. N rows, P parameters.

    Parameters
    ----------
    rows : ndarray, shape (N, P)
        A.
    kinks : ndarray, shape (N,)
        The labels.
    low, high : ndarray, shape (N,)
        Ends of the multipliers' ranges.
    penalties : ndarray, shape (P,)
    """

    rows: FloatArray
    kinks: FloatArray
    low: FloatArray
    high: FloatArray
    penalties: FloatArray

    @classmethod
    def of(cls, problem: Problem) -> "Conditions":
        """The conditions of an affine problem of floats."""
        weights = np.ones(len(problem.y)) if problem.weights is None else problem.weights
        shares = weights / total_weight(len(weights), weights)
        low, high = slopes(problem.loss, problem.y)
        penalties = np.zeros(problem.n_parameters) if problem.penalties is None else problem.penalties
        rows = problem.model.jacobian(penalties, problem.x)
        return cls(rows, problem.y, shares * low, shares * high, penalties)

    def inside(self, multipliers: FloatArray) -> BoolArray:
        """Which multipliers (N,) are between the ends of their ranges."""
        margin = INSIDE * (self.high - self.low)
        return (multipliers > self.low + margin) & (multipliers < self.high - margin)

    def mended(
        self, v: FloatArray, multipliers: FloatArray, touching: float
    ) -> tuple[FloatArray, FloatArray]:
        """v (P,) and multipliers (N,) nearby that fulfil all equations, with rows so near at their kinks."""
        distances = self.rows @ v - self.kinks
        at_kink = self.inside(multipliers) | (np.abs(distances) <= touching)
        m = np.where(at_kink, multipliers, np.where(distances > 0, self.high, self.low))
        level = self.rows[at_kink]
        v = v - np.linalg.lstsq(level, distances[at_kink])[0]
        free = null_space(level, EPS * len(v))
        bend = (free.T * self.penalties) @ free
        v = v - free @ np.linalg.lstsq(bend, free.T @ self._pull(v, m))[0]
        m[at_kink] -= np.linalg.lstsq(level.T, self._pull(v, m))[0]
        return v, m

    def are_fulfilled(self, v: FloatArray, multipliers: FloatArray) -> bool:
        """Whether v and the multipliers prove each other, up to rounding."""
        distances, zero = self.rows @ v - self.kinks, self._zero(v)
        slack = INSIDE * (self.high - self.low)
        forces = np.abs(self.rows).T @ np.abs(multipliers) + self.penalties * np.abs(v)
        return bool(
            (np.abs(self._pull(v, multipliers)) <= INSIDE * forces).all()
            and ((distances <= zero) | (multipliers >= self.high - slack)).all()
            and ((distances >= -zero) | (multipliers <= self.low + slack)).all()
            and ((multipliers >= self.low - slack) & (multipliers <= self.high + slack)).all()
        )

    def are_fulfilled_only_here(self, v: FloatArray, multipliers: FloatArray, rounding: float) -> bool:
        """Whether v is the only minimizer: any other would fulfil them with the same multipliers."""
        at_kink = np.abs(self.rows @ v - self.kinks) <= self._zero(v)
        inside = self.inside(multipliers)
        bent = np.diag(self.penalties)[self.penalties > 0]
        level = np.vstack([self.rows[inside], bent])
        ends = at_kink & ~inside
        signs = np.where(multipliers[ends] > (self.low + self.high)[ends] / 2, 1.0, -1.0)
        return leaves_only_zero(level, signs[:, None] * self.rows[ends], rounding)

    def _pull(self, v: FloatArray, multipliers: FloatArray) -> FloatArray:
        """What must balance, (P,)."""
        return self.rows.T @ multipliers + self.penalties * v

    def _zero(self, v: FloatArray) -> FloatArray:
        """Distances (N,) from the kinks that are rounding."""
        return ROUNDINGS * EPS * (np.abs(self.rows) @ np.abs(v) + np.abs(self.kinks))


def slopes(loss: Loss, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Derivatives (N,), (N,) of the loss below its kink, and above."""
    if isinstance(loss, HingeLoss):
        return np.minimum(-y, 0), np.maximum(-y, 0)
    below, above = (
        (float(loss.quantile), 1 - float(loss.quantile)) if isinstance(loss, PinballLoss) else (1, 1)
    )
    return np.full(len(y), -below), np.full(len(y), above)


def _by_programme(conditions: Conditions) -> Iterator[tuple[FloatArray, FloatArray]]:
    """v and multipliers by the dual programme of P equations and N bounds (Koenker 2005, section 6.2)."""
    n_examples, n_parameters = conditions.rows.shape
    found = programme(
        conditions.kinks,
        A_eq=conditions.rows.T,
        b_eq=np.zeros(n_parameters),
        bounds=np.column_stack([conditions.low, conditions.high]) * n_examples,
    )
    yield found.eqlin.marginals, found.x / n_examples


def _by_smoothing(problem: Problem, conditions: Conditions) -> Iterator[tuple[FloatArray, FloatArray]]:
    """v and multipliers of losses whose kinks are rounded off less and less."""
    v, width = np.zeros(problem.n_parameters), 1.0
    for _ in range(SHARPENINGS):
        width /= 4
        loss = Smoothed(problem.loss, width)
        v = search(SmoothRisk(replace(problem, loss=loss)), v)
        between = loss.gradient(problem.y, problem.predictions(v))
        low, high = slopes(problem.loss, problem.y)
        yield v, conditions.low + (between - low) / (high - low) * (conditions.high - conditions.low)


@dataclass(frozen=True)
class Smoothed(WithLossGradient):
    """A loss with one kink, and a parabola of `width` either way in its place."""

    loss_with_kink: Loss
    width: float
    name: ClassVar[str] = "smoothed"

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction."""
        t, middle, half = self._pieces(y_true, raw_prediction)
        bend = np.clip(t, -self.width, self.width)
        result: Array = middle * t + half * bend / self.width * (t - bend / 2)
        return result

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Derivative of each loss by its raw prediction."""
        t, middle, half = self._pieces(y_true, raw_prediction)
        result: Array = middle + half * np.clip(t / self.width, -1, 1)
        return result

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Second derivative of each loss by its raw prediction."""
        t, _, half = self._pieces(y_true, raw_prediction)
        return np.where(np.abs(t) < self.width, half / self.width, 0.0)

    def _pieces(self, y_true: Array, raw_prediction: Array) -> tuple[Array, Array, Array]:
        """Distance to the kink, and the mean and half the difference of the slopes there."""
        low, high = slopes(self.loss_with_kink, y_true)
        return raw_prediction - y_true, (low + high) / 2, (high - low) / 2
