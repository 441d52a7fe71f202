"""The affine model in centred and scaled columns, where year-like inputs lose no digits."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, FloatArray, finite, unwarned
from core.data import Dataset
from core.errors import OVERFLOW, LossOverflowError
from core.means import mean_over_rows
from core.problem import Problem

UNIT_BITS = 1074
"""2^-1074 is the smallest float: whole numbers of it add and multiply exactly, faster than `Fraction`s."""
SQUARES = 1 << 2 * UNIT_BITS
"""Squares of the smallest float in 1."""


@dataclass(frozen=True, eq=False)
class Centring:
    """Columns 1 and z_k = (x_k - mean_k) / scale_k, and parameters v: theta_0 + theta x = y_mean + v_0 + v z.

    Parameters
    ----------
    mean, scale : ndarray, shape (K,)
        Scales are powers of two: they round nothing.
    y_mean : float
    """

    mean: FloatArray
    scale: FloatArray
    y_mean: float

    @classmethod
    def of(cls, problem: Problem) -> "Centring":
        """The centring of an affine problem; LossOverflowError if a sum over its rows overflows."""
        lines = _lines(problem.x)
        low, high = lines.min(axis=1), lines.max(axis=1)
        mean = mean_over_rows(lines, problem.weights)
        mean = np.minimum(np.maximum(mean, low), high)  # where all x are equal: x itself
        with unwarned():
            reach = np.maximum(high - mean, mean - low)
        scale = np.where(reach > 0, np.ldexp(0.5, np.frexp(reach)[1]), 1.0)
        return cls(mean, scale, float(mean_over_rows(problem.y, problem.weights)))

    def columns(self, problem: Problem, rows: slice) -> FloatArray:
        """(1, z_1 ... z_K, y - y_mean) of some rows, (n, P + 1), each column contiguous."""
        inputs = _lines(problem.x[rows])
        columns = np.empty((len(inputs) + 2, inputs.shape[1]))
        columns[0] = 1
        np.subtract(inputs, self.mean[:, None], out=columns[1:-1])
        columns[1:-1] /= self.scale[:, None]
        np.subtract(problem.y[rows], self.y_mean, out=columns[-1])
        return columns.T

    def theta(self, v: FloatArray) -> tuple[FloatArray, float]:
        """theta (P,) of v, its intercept rounded once, and by how much that has lifted v_0."""
        slopes = (v[1:] / self.scale).tolist()
        try:
            wanted = _in_units(float(v[0])) + _in_units(self.y_mean) << UNIT_BITS
            for mean, slope in zip(self.mean.tolist(), slopes, strict=True):
                wanted -= _in_units(mean) * _in_units(slope)
            intercept = wanted / SQUARES
        except OverflowError:
            raise LossOverflowError(OVERFLOW) from None
        return np.array([intercept, *slopes]), ((_in_units(intercept) << UNIT_BITS) - wanted) / SQUARES

    def directions(self, v: FloatArray) -> FloatArray:
        """Directions of v, one a column of (P, Q), as directions of theta."""
        slopes = v[1:] / self.scale[:, None]
        return np.concatenate([v[:1] - self.mean @ slopes, slopes])

    def by_theta(self, rows: FloatArray) -> FloatArray:
        """Linear functions of v, one a row of (M, P), as functions of theta."""
        functions = rows.copy()
        functions[:, 1:] *= self.scale
        functions[:, 1:] += rows[:, :1] * self.mean
        return functions

    def by_v(self, rows: FloatArray) -> FloatArray:
        """Linear functions of theta, one a row of (M, P), as functions of v."""
        functions = rows.copy()
        functions[:, 1:] -= rows[:, :1] * self.mean
        functions[:, 1:] /= self.scale
        return functions


def _in_units(number: float) -> int:
    """A float as a whole number of the smallest float there is."""
    numerator, denominator = number.as_integer_ratio()
    return numerator << (UNIT_BITS + 1 - denominator.bit_length())  # denominators are powers of two


def _lines(x: Array) -> Array:
    """One contiguous line a feature, (K, N), of inputs (N,) or (N, K)."""
    return x.T.reshape(-1, len(x))


def centred(problem: Problem, centre_y: bool) -> tuple[Problem, Centring]:
    """An affine problem of floats as one of v, for solvers that aren't exact; its risk is the same.

    Where the intercept carries a penalty, columns and y are only scaled. Where `centre_y` is False, as for
    losses of labels, y stays as it is.
    """
    centring = Centring.of(problem)
    if problem.penalties is not None and problem.penalties[0] > 0:
        centring = replace(centring, mean=np.zeros_like(centring.mean), y_mean=0.0)
    if not centre_y:
        centring = replace(centring, y_mean=0.0)
    with unwarned():
        columns = finite(centring.columns(problem, slice(None)))
        penalties = (
            0 if problem.penalties is None else problem.penalties / np.array([1, *centring.scale]) ** 2
        )
        dataset = Dataset.from_matrix(columns[:, 1:-1], columns[:, -1])
        return replace(problem, dataset=dataset, l2_penalty=finite(np.asarray(penalties))), centring
