"""How much minibatch gradients scatter about the full gradient."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from core.arrays import Array, all_finite, unwarned
from core.checks import not_negative, real_numbers, refuse, whole_number
from core.moments import GradientMoments
from core.sampling import checked_batch_size


def minibatch_covariance(
    moments: GradientMoments, batch_size: int, n_examples: int | None = None, *, replacement: bool = False
) -> Array:
    """Covariance (P, P) of the mean of B gradients that are drawn uniformly from N.

    Sigma / B with replacement, Sigma / B (N - B) / (N - 1) without, where Sigma is the covariance of the
    per-example gradients with ddof = 0 (Cochran 1977). For weighted moments it is that of rows drawn in
    proportion to their weights and averaged without them; without replacement, of a table in which each row
    stands as often as its weight says.

    Parameters
    ----------
    moments : GradientMoments
    batch_size : int
        B >= 1.
    n_examples : int, optional
        N; if None the moments' count, which must then be a whole number. With replacement it doesn't matter.
    replacement : bool
        Whether one row can be drawn more than once.

    Raises
    ------
    ValueError
        If B or N isn't a whole number from 1 on, or B > N without replacement.
    """
    factor = _variance_factor(batch_size, None if replacement else _population(moments, n_examples))
    result: Array = moments.covariance * (factor if moments.is_exact else float(factor))
    return result


def simple_noise_scale(moments: GradientMoments) -> float:
    """tr(Sigma) / norm(g)^2: the batch size at which noise and gradient are of one size.

    From McCandlish et al. 2018. A `Fraction` for exact moments; 0 where all gradients are equal.

    Raises
    ------
    ValueError
        If the gradient is 0, or so close to it that the ratio overflows.
    """
    size = np.abs(moments.mean).max()
    if size == 0:
        raise ValueError("the noise scale tr(Sigma) / norm(g)^2 needs a gradient g that isn't 0")
    with unwarned():
        direction = moments.mean / size  # no square of it underflows to 0
        scale = moments.covariance.trace() / size / size / (direction @ direction)
    return _number(scale, "the noise scale", "the gradient")


def gradient_snr(moments: GradientMoments) -> Array:
    """Signal-to-noise ratio (P,) of each parameter's gradient, g_p^2 / Sigma_pp.

    As Liu et al. 2020 define it, for one example. For the mean of B that are drawn with replacement it is B
    times as large. 0 where g_p is 0.

    Raises
    ------
    ValueError
        If a parameter's gradients are the same for all examples, or so close to it that the ratio overflows.
    """
    variances = moments.covariance.diagonal()
    refuse(
        variances,
        np.asarray(variances > 0, dtype=bool),
        "the signal-to-noise ratio needs variances > 0",
        "place",
    )
    if moments.is_exact:
        exact_ratio: Array = moments.mean**2 / variances
        return exact_ratio
    with unwarned():
        ratio: Array = (moments.mean / np.sqrt(variances)) ** 2
    if not all_finite(ratio):
        raise ValueError("the signal-to-noise ratio overflows: a variance is too close to 0")
    return ratio


@dataclass(frozen=True)
class NoiseEstimate:
    """What two sizes of minibatches tell of the full gradient g and of the noise Sigma.

    Both numbers are estimated without bias, so either may come out negative; average them over many batches.

    Raises
    ------
    ValueError
        If a number isn't finite.
    """

    squared_norm: float
    """Estimate of norm(g)^2."""
    trace: float
    """Estimate of tr(Sigma)."""

    def __post_init__(self) -> None:
        real_numbers([self.squared_norm, self.trace], "a noise estimate needs", "place")

    @property
    def simple_noise_scale(self) -> float:
        """trace / squared_norm; a ratio of unbiased estimates isn't unbiased itself.

        Raises
        ------
        ValueError
            If the squared norm isn't positive, the trace is negative, or the ratio overflows.
        """
        if self.squared_norm <= 0 or self.trace < 0:
            found = f"found {self.squared_norm} and {self.trace}; average more batches"
            raise ValueError(f"the noise scale needs a squared norm > 0 and a trace >= 0, {found}")
        with unwarned():
            return _number(self.trace / self.squared_norm, "the noise scale", "the squared norm")


def noise_scale_from_batches(
    small_batch: int,
    big_batch: int,
    small_squared_norm: float,
    big_squared_norm: float,
    n_examples: int | None = None,
) -> NoiseEstimate:
    """Estimate norm(g)^2 and tr(Sigma) from the lengths of minibatch gradients of two sizes alone.

    The expected squared norm of the mean of B gradients is norm(g)^2 + v(B) tr(Sigma). Two sizes make two
    equations in two unknowns (McCandlish et al. 2018, appendix A.1, with v(B) = 1 / B).

    Parameters
    ----------
    small_batch, big_batch : int
        Their sizes, 1 <= small_batch < big_batch.
    small_squared_norm, big_squared_norm : float
        Squared Euclidean norm of a minibatch gradient of that size, or the mean of many such.
    n_examples : int, optional
        N, if the minibatches were drawn without replacement from so many rows; v(B) is then
        (N - B) / (B (N - 1)). None if with replacement, or from examples without end.

    Raises
    ------
    ValueError
        If the sizes aren't two whole numbers in this order, a squared norm isn't a finite number >= 0, or an
        estimate overflows.
    """
    small = _variance_factor(small_batch, n_examples, "small_batch")
    big = _variance_factor(big_batch, n_examples, "big_batch")
    if small <= big:
        raise ValueError(f"big_batch needs to be above small_batch = {small_batch}, found {big_batch}")
    norms = not_negative([small_squared_norm, big_squared_norm], "the squared norms need", "place")
    if norms.dtype.kind == "f":
        return _estimate(float(small), float(big), *norms.tolist())
    return _estimate(small, big, *norms)


def _estimate(small: Any, big: Any, of_small: Any, of_big: Any) -> NoiseEstimate:
    """Solve of_small = norm + small trace, of_big = norm + big trace."""
    return NoiseEstimate(
        squared_norm=(small * of_big - big * of_small) / (small - big),
        trace=(of_small - of_big) / (small - big),
    )


def _variance_factor(batch_size: int, n_examples: int | None, name: str = "batch_size") -> Fraction:
    """v(B) of the covariance v(B) Sigma of a minibatch gradient; with replacement if `n_examples` is None."""
    size = checked_batch_size(batch_size, n_examples, name)
    if n_examples is None:
        return Fraction(1, size)
    return Fraction(n_examples - size, size * max(1, n_examples - 1))  # 0 where B = N = 1


def _population(moments: GradientMoments, n_examples: int | None) -> int:
    """N: as given, or the moments' count."""
    if n_examples is not None:
        return whole_number(n_examples, "n_examples", 1)
    if moments.count != int(moments.count):
        raise ValueError(f"n_examples is needed where the weights' sum isn't whole, found {moments.count}")
    return int(moments.count)


def _number(value: Any, name: str, near_zero: str) -> float:
    """`value`, a `Fraction` or a float; ValueError where it has overflowed."""
    is_exact = isinstance(value, Fraction)
    if not is_exact and not np.isfinite(value):
        raise ValueError(f"{name} overflows: {near_zero} is too close to 0")
    number: float = value if is_exact else float(value)
    return number
