"""The noise of minibatches, against all minibatches that there are."""

from fractions import Fraction
from itertools import combinations, product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    Dataset,
    GradientMoments,
    NoiseEstimate,
    Problem,
    all_minibatches,
    full_gradient,
    gradient_moments,
    gradient_snr,
    minibatch_covariance,
    minibatch_gradient,
    noise_scale_from_batches,
    per_example_gradients,
    simple_noise_scale,
)
from core.arrays import exact

EPS = float(np.finfo(float).eps)
few = settings(max_examples=30, deadline=None)
RATIONALS = st.fractions(-20, 20, max_denominator=12)
THETA = (Fraction(1, 2), Fraction(-3, 7))
SIX = Dataset.packaged("six")
TABLES = {
    "one row": ([3], [1]),
    "two rows": ([0, Fraction(1, 3)], [1, -2]),
    "equal rows": ([2, 2, 2], [5, 5, 5]),
    "five rows": ([1, -2, Fraction(3, 2), 0, 7], [2, 2, -1, Fraction(1, 7), 3]),
    "six": (exact(SIX.x), exact(SIX.y)),
}


def problem_of(name, **options):
    x, y = TABLES[name]
    return Problem(Dataset(np.array(x, dtype=object), np.array(y, dtype=object)), **options)


def mean_and_covariance(vectors):
    """Of equally likely vectors, in plain Fractions."""
    count, columns = len(vectors), range(len(vectors[0]))
    mean = [sum(vector[p] for vector in vectors) / count for p in columns]
    covariance = [
        [sum((v[p] - mean[p]) * (v[q] - mean[q]) for v in vectors) / count for q in columns] for p in columns
    ]
    return mean, covariance


def squared_norm(vector):
    return sum(value * value for value in vector)


def means_of(gradients, batches):
    return [[sum(gradients[row][p] for row in rows) / len(rows) for p in range(2)] for rows in batches]


# All minibatches, in Fractions


@pytest.mark.parametrize("penalty", [0, Fraction(2, 3)])
@pytest.mark.parametrize("name", TABLES)
def test_over_all_minibatches_mean_and_covariance_are_the_formula_exactly(name, penalty):
    problem = problem_of(name, l2_penalty=penalty)
    n_examples, moments = len(problem.dataset), gradient_moments(problem, THETA)
    full = full_gradient(problem, THETA).tolist()
    for batch_size in range(1, n_examples + 1):
        batches = list(all_minibatches(n_examples, batch_size))
        assert len(batches) == comb(n_examples, batch_size)
        gradients = [minibatch_gradient(problem, THETA, rows).tolist() for rows in batches]
        mean, covariance = mean_and_covariance(gradients)
        assert mean == full
        assert covariance == minibatch_covariance(moments, batch_size).tolist()
        factor = Fraction(n_examples - batch_size, batch_size * (n_examples - 1)) if n_examples > 1 else 0
        assert covariance == (moments.covariance * factor).tolist()


@pytest.mark.parametrize("name", TABLES)
def test_over_all_draws_with_replacement_the_covariance_is_sigma_over_b_exactly(name):
    problem = problem_of(name)
    n_examples, moments = len(problem.dataset), gradient_moments(problem, THETA)
    for batch_size in range(1, 4):
        batches = list(all_minibatches(n_examples, batch_size, replacement=True))
        assert len(batches) == n_examples**batch_size
        gradients = [minibatch_gradient(problem, THETA, rows).tolist() for rows in batches]
        mean, covariance = mean_and_covariance(gradients)
        assert mean == full_gradient(problem, THETA).tolist()
        assert covariance == minibatch_covariance(moments, batch_size, replacement=True).tolist()
        assert covariance == (moments.covariance / batch_size).tolist()


@few
@given(st.lists(st.tuples(RATIONALS, RATIONALS), min_size=1, max_size=6), st.data())
def test_the_formula_holds_for_any_gradients(gradients, data):
    batch_size = data.draw(st.integers(1, len(gradients)))
    moments = GradientMoments.of(np.array(gradients, dtype=object))
    means = means_of(gradients, list(combinations(range(len(gradients)), batch_size)))
    assert mean_and_covariance(means)[1] == minibatch_covariance(moments, batch_size).tolist()


def test_weights_stand_for_rows_that_are_there_so_often():
    weights, (x, y) = [2, 1, 0, 3, 1], TABLES["five rows"]
    repeated = [row for row, weight in enumerate(weights) for _ in range(weight)]
    weighted = gradient_moments(problem_of("five rows", sample_weight=weights), THETA)
    plain = Problem(Dataset(np.array(x, dtype=object)[repeated], np.array(y, dtype=object)[repeated]))
    of_repeated = gradient_moments(plain, THETA)
    for batch_size in range(1, 8):
        covariances = [minibatch_covariance(moments, batch_size) for moments in (weighted, of_repeated)]
        assert covariances[0].tolist() == covariances[1].tolist()


def test_rows_drawn_in_proportion_to_their_weights_have_sigma_over_b():
    """All draws of two rows, each with the product of its rows' probabilities."""
    weights = [Fraction(1, 2), Fraction(3), Fraction(1, 5), Fraction(1), Fraction(2)]
    problem = problem_of("five rows", sample_weight=weights)
    gradients = per_example_gradients(problem, THETA).tolist()
    draws = list(product(range(5), repeat=2))
    chances = [weights[i] * weights[j] / sum(weights) ** 2 for i, j in draws]
    means = means_of(gradients, draws)
    mean = [sum(c * m[p] for c, m in zip(chances, means, strict=True)) for p in range(2)]
    assert mean == full_gradient(problem, THETA).tolist()
    covariance = [
        [
            sum(c * (m[p] - mean[p]) * (m[q] - mean[q]) for c, m in zip(chances, means, strict=True))
            for q in (0, 1)
        ]
        for p in (0, 1)
    ]
    moments = gradient_moments(problem, THETA)
    assert covariance == minibatch_covariance(moments, 2, replacement=True).tolist()


def test_floats_give_the_same_to_the_last_digits():
    moments, exactly = (gradient_moments(problem, THETA) for problem in (Problem(SIX), problem_of("six")))
    for batch_size, replacement in product(range(1, 7), [False, True]):
        ours = minibatch_covariance(moments, batch_size, replacement=replacement)
        fractions = minibatch_covariance(exactly, batch_size, replacement=replacement).astype(float)
        assert ours.dtype == np.float64
        assert np.abs(ours - fractions).max() <= 8 * EPS * np.abs(fractions).max()
    assert simple_noise_scale(moments) == pytest.approx(float(simple_noise_scale(exactly)), rel=16 * EPS)
    assert type(simple_noise_scale(moments)) is float
    ratios = gradient_snr(moments) / gradient_snr(exactly).astype(float)
    assert np.abs(ratios - 1).max() <= 32 * EPS


def test_more_examples_than_the_moments_have_seen_may_be_given():
    moments = GradientMoments.of([[1.0], [3.0]])
    assert minibatch_covariance(moments, 2, 5).tolist() == [[0.375]]
    assert minibatch_covariance(moments, 2, n_examples=2).tolist() == [[0]]
    assert minibatch_covariance(moments, 7, 2, replacement=True).tolist() == [[1 / 7]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0,), "batch_size needs a whole number from 1 on, found 0"),
        ((-1,), "batch_size needs a whole number from 1 on, found -1"),
        ((1.0,), "batch_size needs a whole number from 1 on, found 1.0"),
        ((True,), "batch_size needs a whole number from 1 on, found True"),
        ((3,), "batch_size needs at most 2 rows without replacement, found 3"),
        ((3, 0), "n_examples needs a whole number from 1 on, found 0"),
        ((3, 2.5), "n_examples needs a whole number from 1 on, found 2.5"),
    ],
)
def test_a_minibatch_that_cannot_be_drawn_is_refused(arguments, message):
    moments = GradientMoments.of([[1.0], [3.0]])
    with pytest.raises(ValueError, match=message):
        minibatch_covariance(moments, *arguments)


def test_a_count_that_is_no_number_of_rows_is_refused_where_it_is_needed():
    moments = GradientMoments.of([[1.0], [3.0]], [0.5, 0.75])
    with pytest.raises(
        ValueError, match=r"n_examples is needed where the weights' sum isn't whole, found 1\.25"
    ):
        minibatch_covariance(moments, 1)
    assert minibatch_covariance(moments, 1, 2).tolist() == moments.covariance.tolist()
    assert minibatch_covariance(moments, 1, replacement=True).tolist() == moments.covariance.tolist()


# The noise scale


@few
@given(st.lists(st.tuples(RATIONALS, RATIONALS), min_size=1, max_size=8))
def test_at_the_noise_scale_noise_and_gradient_are_of_one_size(gradients):
    """The expected squared error of a mean of tr(Sigma) / norm(g)^2 gradients is norm(g)^2."""
    moments = GradientMoments.of(np.array(gradients, dtype=object))
    mean, covariance = mean_and_covariance(gradients)
    if not any(mean):
        with pytest.raises(ValueError, match="needs a gradient g that isn't 0"):
            simple_noise_scale(moments)
        return
    scale = simple_noise_scale(moments)
    assert scale * squared_norm(mean) == covariance[0][0] + covariance[1][1]


@pytest.mark.parametrize("unit", [1e-150, 1e-30, 1.0, 1e150])
def test_the_noise_scale_and_the_ratio_have_no_unit(unit):
    moments = GradientMoments(4, unit * np.array([3.0, 4.0]), np.diag([8.0, 42.0]) * unit * unit)
    assert simple_noise_scale(moments) == pytest.approx(2, rel=1e-14)
    assert gradient_snr(moments) == pytest.approx([9 / 8, 16 / 42], rel=1e-14)


def test_a_gradient_whose_square_underflows_still_has_a_noise_scale():
    moments = GradientMoments(4, [3e-170, 4e-170], np.diag([1e-300, 0]))
    assert simple_noise_scale(moments) == pytest.approx(4e38, rel=1e-14)


def test_without_noise_the_scale_is_zero_and_without_a_gradient_there_is_none():
    assert simple_noise_scale(GradientMoments.of([[2.0, 1.0]] * 3)) == 0
    with pytest.raises(ValueError, match=r"tr\(Sigma\) / norm\(g\)\^2 needs a gradient g that isn't 0"):
        simple_noise_scale(GradientMoments.of([[1.0, 2.0], [-1.0, -2.0]]))
    with pytest.raises(ValueError, match="the noise scale overflows: the gradient is too close to 0"):
        simple_noise_scale(GradientMoments(2, [1e-200, 0.0], np.eye(2)))


@few
@given(st.lists(st.tuples(RATIONALS, RATIONALS), min_size=1, max_size=8))
def test_the_signal_to_noise_ratio_is_the_squared_mean_over_the_variance(gradients):
    moments = GradientMoments.of(np.array(gradients, dtype=object))
    mean, covariance = mean_and_covariance(gradients)
    constant = [p for p in (0, 1) if covariance[p][p] == 0]
    if constant:
        with pytest.raises(ValueError, match=rf"needs variances > 0, found .* in place {constant[0] + 1}"):
            gradient_snr(moments)
        return
    assert gradient_snr(moments).tolist() == [mean[p] ** 2 / covariance[p][p] for p in (0, 1)]


def test_the_signal_to_noise_ratio_of_floats():
    assert gradient_snr(GradientMoments.of([[1.0, -1.0], [3.0, 1.0]])).tolist() == [4, 0]
    message = "the signal-to-noise ratio needs variances > 0, found 0 in place 2"
    with pytest.raises(ValueError, match=message):
        gradient_snr(GradientMoments.of([[1.0, 0.1], [3.0, 0.1], [5.0, 0.1]]))
    with pytest.raises(ValueError, match="the signal-to-noise ratio overflows: a variance is too close to 0"):
        gradient_snr(GradientMoments(2, [1e100], [[1e-200]]))


# From two sizes of minibatches


def mean_squared_norm(gradients, batches):
    norms = [squared_norm(mean) for mean in means_of(gradients, batches)]
    return sum(norms, Fraction(0)) / len(norms)


@pytest.mark.parametrize("replacement", [True, False])
@pytest.mark.parametrize("name", [name for name in TABLES if name != "one row"])
def test_both_estimates_are_unbiased(name, replacement):
    """Each is linear in the two norms, so that its expectation is what it makes of their expectations."""
    problem = problem_of(name)
    n_examples, moments = len(problem.dataset), gradient_moments(problem, THETA)
    gradients = per_example_gradients(problem, THETA).tolist()
    most = 3 if replacement else n_examples
    expected = {
        size: mean_squared_norm(gradients, list(all_minibatches(n_examples, size, replacement=replacement)))
        for size in range(1, most + 1)
    }
    for small, big in combinations(expected, 2):
        estimate = noise_scale_from_batches(
            small, big, expected[small], expected[big], None if replacement else n_examples
        )
        assert estimate.squared_norm == squared_norm(moments.mean)
        assert estimate.trace == moments.covariance.trace()
        assert estimate.simple_noise_scale == simple_noise_scale(moments)


def test_the_mean_of_all_estimates_is_what_they_estimate():
    """Every pair of a minibatch of one row and, independently, one of three."""
    gradients = per_example_gradients(problem_of("five rows"), THETA).tolist()
    moments = GradientMoments.of(np.array(gradients, dtype=object))
    estimates = [
        noise_scale_from_batches(1, 3, squared_norm(small), squared_norm(big), 5)
        for small, big in product(
            means_of(gradients, list(all_minibatches(5, 1))), means_of(gradients, list(all_minibatches(5, 3)))
        )
    ]
    assert sum(e.squared_norm for e in estimates) / len(estimates) == squared_norm(moments.mean)
    assert sum(e.trace for e in estimates) / len(estimates) == moments.covariance.trace()
    assert any(e.trace < 0 for e in estimates)


def test_the_estimates_of_floats_are_mccandlishs():
    small, big, of_small, of_big = 8, 64, 5.5, 2.25
    estimate = noise_scale_from_batches(small, big, of_small, of_big)
    assert estimate.squared_norm == pytest.approx(
        (big * of_big - small * of_small) / (big - small), rel=8 * EPS
    )
    assert estimate.trace == pytest.approx((of_small - of_big) / (1 / small - 1 / big), rel=8 * EPS)
    assert estimate.simple_noise_scale == pytest.approx(estimate.trace / estimate.squared_norm)
    assert type(estimate.simple_noise_scale) is float


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 2, 1, 1), "small_batch needs a whole number from 1 on, found 0"),
        ((1, 2.0, 1, 1), "big_batch needs a whole number from 1 on, found 2.0"),
        ((2, 2, 1, 1), "big_batch needs to be above small_batch = 2, found 2"),
        ((3, 2, 1, 1), "big_batch needs to be above small_batch = 3, found 2"),
        ((1, 7, 1, 1, 6), "big_batch needs at most 6 rows without replacement, found 7"),
        ((1, 2, 1, 1, 0), "n_examples needs a whole number from 1 on, found 0"),
        ((1, 1, 1, 1, 1), "big_batch needs to be above small_batch = 1, found 1"),
        ((1, 2, 1, -1), "the squared norms need numbers >= 0, found -1 in place 2"),
        ((1, 2, np.nan, 1), "the squared norms need finite numbers, found nan in place 1"),
        ((7, 8, 1e308, 1e307), "a noise estimate needs finite numbers, found -?inf in place"),
    ],
)
def test_batches_that_tell_nothing_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        noise_scale_from_batches(*arguments)


@pytest.mark.parametrize(
    ("estimate", "message"),
    [
        (NoiseEstimate(-0.5, 1.0), "needs a squared norm > 0 and a trace >= 0, found -0.5 and 1.0; average"),
        (NoiseEstimate(0.0, 0.0), "found 0.0 and 0.0; average more batches"),
        (NoiseEstimate(1.0, -0.25), "found 1.0 and -0.25; average more batches"),
        (NoiseEstimate(1e-300, 1e300), "the noise scale overflows: the squared norm is too close to 0"),
    ],
)
def test_estimates_that_make_no_scale_say_so(estimate, message):
    with pytest.raises(ValueError, match=message):
        _ = estimate.simple_noise_scale
    assert NoiseEstimate(2.0, 0.0).simple_noise_scale == 0
