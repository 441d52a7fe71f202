"""The affine model in centred and scaled columns, where year-like inputs lose no digits."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from core.arrays import OVERFLOW, Array, FloatArray, finite
from core.errors import LossOverflowError
from core.means import mean_over_rows
from core.problem import Problem


@dataclass(frozen=True, eq=False)
class Centring:
    """Columns 1 and z_k = (x_k - mean_k) / scale_k, with parameters v: theta_0 + theta x = v_0 + v z.

    Parameters
    ----------
    mean, scale : ndarray, shape (K,)
        Scales are powers of two: they round nothing.
    """

    mean: FloatArray
    scale: FloatArray

    @classmethod
    def of(cls, problem: Problem) -> "Centring":
        """The centring of an affine problem's inputs; LossOverflowError if their sum or range overflows."""
        lines = _lines(problem.x)
        low, high = lines.min(axis=1), lines.max(axis=1)
        with np.errstate(over="ignore"):
            mean = np.clip(mean_over_rows(lines, problem.weights), low, high)
            reach = finite(np.maximum(high - mean, mean - low))
        return cls(mean, np.where(reach > 0, np.exp2(np.frexp(reach)[1] - 1), 1.0))

    def columns(self, x: Array) -> FloatArray:
        """(1, z_1 ... z_K) of inputs (n,) or (n, K); (n, P), each column contiguous."""
        lines = _lines(x)
        columns = np.ones((len(lines) + 1, lines.shape[1]))
        np.subtract(lines, self.mean[:, None], out=columns[1:])
        columns[1:] /= self.scale[:, None]
        return columns.T

    def theta(self, centred: FloatArray, height: float = 0.0) -> tuple[FloatArray, float]:
        """theta (P,) of v = (height + centred_0, centred_1 ...), rounded once.

        Also by how much rounding has lifted v_0.
        """
        with np.errstate(over="ignore"):
            slopes = finite(centred[1:] / self.scale)
        fall = sum(
            Fraction(m) * Fraction(s) for m, s in zip(self.mean.tolist(), slopes.tolist(), strict=True)
        )
        wanted = Fraction(float(centred[0])) + Fraction(height) - fall
        intercept = _rounded(wanted)
        return np.array([intercept, *slopes]), float(Fraction(intercept) - wanted)

    def by_theta(self, rows: FloatArray) -> FloatArray:
        """Linear functions of v, one a row of (M, P), as functions of theta."""
        return np.column_stack([rows[:, 0], rows[:, :1] * self.mean + rows[:, 1:] * self.scale])

    def by_centred(self, rows: FloatArray) -> FloatArray:
        """Linear functions of theta, one a row of (M, P), as functions of v."""
        slopes = (rows[:, 1:] - rows[:, :1] * self.mean) / self.scale
        return np.column_stack([rows[:, 0], slopes])

    def directions(self, centred: FloatArray) -> FloatArray:
        """Directions of v, one a column of (P, Q), as directions of theta."""
        slopes = centred[1:] / self.scale[:, None]
        return np.vstack([centred[:1] - self.mean @ slopes, slopes])


def _lines(x: Array) -> Array:
    """One contiguous line a feature, (K, N)."""
    return np.atleast_2d(x.T)


def _rounded(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        raise LossOverflowError(OVERFLOW) from None
