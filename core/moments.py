"""Mean and covariance of per-example gradients: all at once, chunk by chunk, or without ever holding them."""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, all_finite, exact, finite_rows, unwarned
from core.checks import finite_mask, gradient_rows, real_numbers, refuse, row_weights, shape_of
from core.errors import LossOverflowError
from core.passes import write_gradients
from core.problem import Problem
from core.scatter import Scatter, merged, scatter, scatter_in_pairs


@dataclass(frozen=True, eq=False)
class GradientMoments:
    """Count, mean and covariance of N per-example gradients of P parameters.

    The covariance is (1/N) sum_i (g_i - g)(g_i - g)^T, with ddof = 0: the data set isn't a sample of
    something larger but the population that minibatches are drawn from (Mandt, Hoffman, Blei 2017).
    Where the rows have weights, it is sum_i w_i (g_i - g)(g_i - g)^T / sum_i w_i.

    Exact for `Fraction`s. For floats it doesn't matter in which chunks the gradients come, nor how far they
    lie from 0: what the mean loses in rounding is kept beside it.

    Parameters
    ----------
    count : int, float or Fraction
        Sum of the weights: N where each row counts once.
    mean : array_like, shape (P,)
        The full gradient.
    covariance : array_like, shape (P, P)
        Symmetric.
    mean_remainder : array_like, shape (P,) or ()
        What rounding took from the mean: mean + mean_remainder has twice its digits.

    Raises
    ------
    ValueError
        If the count isn't positive, a shape is another, or a number isn't real and finite.
    """

    count: int | float | Fraction
    mean: Array
    covariance: Array
    mean_remainder: Array = field(default_factory=lambda: np.zeros(()))

    def __post_init__(self) -> None:
        if not 0 < self.count < float("inf"):
            raise ValueError(f"count needs a finite number > 0, found {self.count}")
        if isinstance(self.count, np.generic):
            object.__setattr__(self, "count", self.count.item())
        shape, square = shape_of(self.mean, "mean needs"), shape_of(self.covariance, "covariance needs")
        if len(shape) != 1 or square != shape * 2:
            found = f"{shape} and {square}"
            raise ValueError(f"mean and covariance need shapes (P,) and (P, P), found {found}")
        arrays = {
            "mean": real_numbers(self.mean, "mean needs", "place"),
            "covariance": real_numbers(self.covariance, "covariance needs"),
            "mean_remainder": real_numbers(
                np.broadcast_to(self.mean_remainder, shape), "mean_remainder needs", "place"
            ),
        }
        is_exact = any(array.dtype.kind == "O" for array in arrays.values())
        for name, array in arrays.items():
            kept = exact(array) if is_exact else array
            kept.setflags(write=False)
            object.__setattr__(self, name, kept)

    @property
    def n_parameters(self) -> int:
        """P."""
        return len(self.mean)

    @property
    def is_exact(self) -> bool:
        """Whether mean and covariance are `Fraction`s."""
        return self.mean.dtype == np.dtype(object)

    @classmethod
    def of(cls, gradients: ArrayLike, sample_weight: ArrayLike | None = None) -> "GradientMoments":
        """Moments of gradients that are all there.

        Parameters
        ----------
        gradients : array_like, shape (N, P)
            Real numbers; floats of fewer digits are computed with in float64. A memory-mapped file will do:
            no more than a block of it is copied at a time.
        sample_weight : array_like, shape (N,), optional
            Weights of the rows, >= 0; 1 each if None. Weight 2 is the row twice.

        Raises
        ------
        ValueError
            For another shape, a value that isn't a finite real number (its row and column, from 1), no row
            that counts, or a covariance that overflows.
        """
        moments = _of_chunk(gradients, sample_weight)
        if moments is None:
            raise ValueError("gradients need a row that counts: the mean of no gradients is undefined")
        return moments

    def updated(self, gradients: ArrayLike, sample_weight: ArrayLike | None = None) -> "GradientMoments":
        """Moments of these gradients and n more (n, P); n may be 0, and so may all weights.

        Raises
        ------
        ValueError
            As `of`, and for another number of parameters.
        """
        moments = _of_chunk(gradients, sample_weight, self.n_parameters)
        return self if moments is None else self.merged(moments)

    def merged(self, other: "GradientMoments") -> "GradientMoments":
        """Moments of both sets of gradients together (Chan, Golub, LeVeque 1979).

        The result is exact if either is: floats are exact numbers too.

        Raises
        ------
        ValueError
            If they have different numbers of parameters, or the covariance overflows.
        """
        if other.n_parameters != self.n_parameters:
            raise ValueError(f"moments need {self.n_parameters} parameters, found {other.n_parameters}")
        if self.is_exact != other.is_exact:
            return _as_exact(self).merged(_as_exact(other))
        return _moments(merged(self._scatter, other._scatter))

    @property
    def _scatter(self) -> Scatter:
        return Scatter(self.count, self.mean, self.mean_remainder, self.covariance)


def gradient_moments(problem: Problem, theta: ArrayLike) -> GradientMoments:
    """Moments of a problem's per-example gradients, block by block: no array grows with N.

    The mean is the full gradient, weighted where the problem is.

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, a gradient overflows (the row is named), or their covariance does.
    """
    parameters = problem.parameters(theta)

    def of_rows(rows: slice) -> Scatter | None:
        values = np.empty((problem.n_parameters, rows.stop - rows.start), dtype=parameters.dtype)
        with unwarned():
            write_gradients(problem, parameters, rows, values)
        finite_rows(values.T, first=rows.start)
        return scatter(values, None if problem.weights is None else problem.weights[rows])

    found = scatter_in_pairs(of_rows, 0, len(problem.dataset), problem.n_parameters)
    assert found is not None  # a problem's weights aren't all 0
    return _moments(found)


def _of_chunk(
    gradients: ArrayLike, sample_weight: ArrayLike | None, n_parameters: int | None = None
) -> GradientMoments | None:
    """Moments of gradients (n, P), or None where no row counts."""
    array = gradient_rows(gradients, n_parameters)
    weights = None if sample_weight is None else row_weights(sample_weight, array)
    dtype = array.dtype if array.dtype.kind == "O" else np.dtype(np.float64)

    def of_rows(rows: slice) -> Scatter | None:
        with unwarned():
            values = np.array(array[rows].T, dtype=dtype, order="C")
        if dtype.kind == "f" and not all_finite(values):
            refuse(array, finite_mask(array), "gradients need finite numbers")
        return scatter(values, None if weights is None else weights[rows])

    found = scatter_in_pairs(of_rows, 0, len(array), array.shape[1])
    return None if found is None else _moments(found)


def _moments(found: Scatter) -> GradientMoments:
    """Moments of a scatter; LossOverflowError where they overflow, the covariance first."""
    if found.covariance.dtype.kind == "f" and not all_finite(found.covariance):
        raise LossOverflowError("the covariance of these gradients overflows; rescale them")
    return GradientMoments(found.count, found.mean, found.covariance, found.remainder)


def _as_exact(moments: GradientMoments) -> GradientMoments:
    """The same moments as `Fraction`s."""
    arrays = (moments.mean, moments.covariance, moments.mean_remainder)
    return GradientMoments(Fraction(moments.count), *map(exact, arrays))
