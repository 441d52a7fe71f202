"""Moments of gradients: their definition, and that no chunking, order, offset or precision changes them."""

import tracemalloc
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    Dataset,
    GradientMoments,
    Problem,
    full_gradient,
    gradient_moments,
    per_example_gradients,
)
from core.arrays import exact

EPS = float(np.finfo(float).eps)
few = settings(max_examples=30, deadline=None)  # exact arithmetic is slow, and so may the machine be
RATIONALS = st.fractions(-20, 20, max_denominator=12)
WHOLE_WEIGHTS = st.integers(0, 3)
FLOATS = st.floats(-1e6, 1e6, allow_subnormal=False)


def matrices(values, most_rows=12):
    """Lists of rows, all of the same 1 to 3 columns."""
    widths = st.integers(1, 3)
    return widths.flatmap(
        lambda p: st.lists(st.lists(values, min_size=p, max_size=p), min_size=1, max_size=most_rows)
    )


def by_hand(rows, weights=None):
    """Mean and covariance as they are defined, in Fractions."""
    rows = [[Fraction(value) for value in row] for row in rows]
    weights = [Fraction(weight) for weight in (weights or [1] * len(rows))]
    total, columns = sum(weights), range(len(rows[0]))
    mean = [sum(w * row[p] for w, row in zip(weights, rows, strict=True)) / total for p in columns]
    covariance = [
        [
            sum(w * (row[p] - mean[p]) * (row[q] - mean[q]) for w, row in zip(weights, rows, strict=True))
            / total
            for q in columns
        ]
        for p in columns
    ]
    return mean, covariance


def in_chunks(gradients, cuts, weights=None):
    """Moments of each chunk between two cuts."""
    ends = sorted({0, len(gradients), *(cut % len(gradients) for cut in cuts)})
    return [
        GradientMoments.of(gradients[a:b], None if weights is None else weights[a:b])
        for a, b in pairwise(ends)
    ]


def assert_same(first, second):
    assert first.count == second.count
    assert first.mean.tolist() == second.mean.tolist()
    assert first.covariance.tolist() == second.covariance.tolist()


def eps_off(moments, rows, weights=None):
    """Largest error of the covariance in eps of the standard deviations, and of the mean in eps of either."""
    mean, covariance = by_hand(rows, weights)
    deviations = [float(covariance[p][p]) ** 0.5 for p in range(len(mean))]
    worst = 0.0
    for p, deviation in enumerate(deviations):
        scale = EPS * max(abs(float(mean[p])), deviation)
        worst = max(worst, abs(float(Fraction(moments.mean[p].item()) - mean[p])) / scale if scale else 0.0)
        for q, other in enumerate(deviations):
            error = abs(float(Fraction(moments.covariance[p, q].item()) - covariance[p][q]))
            if deviation * other == 0:
                assert error == 0
            else:
                worst = max(worst, error / (EPS * deviation * other))
    return worst


# What they are


@few
@given(matrices(RATIONALS))
def test_mean_and_covariance_of_fractions_are_what_their_definition_says(rows):
    moments = GradientMoments.of(np.array(rows, dtype=object))
    assert moments.is_exact
    assert moments.count == len(rows)
    assert (moments.mean.tolist(), moments.covariance.tolist()) == by_hand(rows)
    assert {type(value) for value in moments.covariance.ravel()} == {Fraction}


@few
@given(matrices(RATIONALS), st.data())
def test_weight_two_is_the_row_twice_and_weight_zero_no_row(rows, data):
    weights = data.draw(st.lists(WHOLE_WEIGHTS, min_size=len(rows), max_size=len(rows)).filter(any))
    repeated = [row for row, weight in zip(rows, weights, strict=True) for _ in range(weight)]
    weighted = GradientMoments.of(np.array(rows, dtype=object), weights)
    assert_same(weighted, GradientMoments.of(np.array(repeated, dtype=object)))


@few
@given(matrices(RATIONALS), st.data())
def test_fractional_weights_are_exact(rows, data):
    fractions = st.fractions(Fraction(1, 9), 5, max_denominator=9)
    weights = data.draw(st.lists(fractions, min_size=len(rows), max_size=len(rows)))
    moments = GradientMoments.of(np.array(rows, dtype=object), weights)
    assert (moments.mean.tolist(), moments.covariance.tolist()) == by_hand(rows, weights)
    assert moments.count == sum(weights)


@few
@given(matrices(RATIONALS), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert_same(
        GradientMoments.of(np.array(rows, dtype=object)), GradientMoments.of(np.array(shuffled, dtype=object))
    )


@few
@given(matrices(RATIONALS), RATIONALS, RATIONALS)
def test_what_is_added_moves_the_mean_alone_and_what_is_multiplied_scales_both(rows, shift, factor):
    gradients = np.array(rows, dtype=object)
    plain, changed = GradientMoments.of(gradients), GradientMoments.of(gradients * factor + shift)
    assert changed.mean.tolist() == (plain.mean * factor + shift).tolist()
    assert changed.covariance.tolist() == (plain.covariance * factor**2).tolist()


@pytest.mark.parametrize("n_parameters", [1, 2, 5])
def test_numpys_cov_agrees(n_parameters):
    random = np.random.default_rng(n_parameters)
    gradients = random.normal(size=(50, n_parameters))
    counts, weights = random.integers(1, 5, size=50), random.uniform(0.1, 3, size=50)
    for ours, numpys in [
        (GradientMoments.of(gradients), np.cov(gradients.T, ddof=0)),
        (GradientMoments.of(gradients, counts), np.cov(gradients.T, ddof=0, fweights=counts)),
        (GradientMoments.of(gradients, weights), np.cov(gradients.T, ddof=0, aweights=weights)),
    ]:
        assert np.abs(ours.covariance - numpys).max() <= 8 * EPS * np.abs(numpys).max()
    average = np.average(gradients, axis=0, weights=weights)
    assert np.abs(GradientMoments.of(gradients, weights).mean - average).max() <= 4 * EPS
    assert GradientMoments.of(gradients, counts).count == counts.sum()


def test_one_gradient_has_no_covariance():
    moments = GradientMoments.of([[3.0, -1.5]])
    assert moments.count == 1
    assert moments.mean.tolist() == [3, -1.5]
    assert moments.covariance.tolist() == [[0, 0], [0, 0]]


@few
@given(st.floats(1e-280, 1e150) | st.just(0.0), st.integers(1, 40), st.floats(0.01, 100))
def test_equal_gradients_have_no_covariance_without_a_rounding(value, n_examples, weight):
    gradients, weights = np.full((n_examples, 2), value), weight * np.arange(1, n_examples + 1)
    for moments in (GradientMoments.of(gradients), GradientMoments.of(gradients, weights)):
        twice = moments.merged(GradientMoments.of(gradients[:1]))
        for of_equals in (moments, twice):
            assert of_equals.mean.tolist() == [value, value]
            assert of_equals.covariance.tolist() == [[0, 0], [0, 0]]


# Chunks


@few
@given(matrices(RATIONALS), st.lists(st.integers(0, 11), max_size=5))
def test_merges_of_any_chunking_equal_the_whole_exactly(rows, cuts):
    gradients = np.array(rows, dtype=object)
    whole, (first, *others) = GradientMoments.of(gradients), in_chunks(gradients, cuts)
    from_left = first
    for chunk in others:
        from_left = from_left.merged(chunk)
    from_right = [first, *others][-1]
    for chunk in [first, *others][-2::-1]:
        from_right = from_right.merged(chunk)
    assert_same(from_left, whole)
    assert_same(from_right, whole)


@few
@given(matrices(RATIONALS), matrices(RATIONALS), st.data())
def test_a_merge_of_fractions_is_commutative_and_associative(rows, others, data):
    n_parameters = min(len(rows[0]), len(others[0]))
    a, b = (GradientMoments.of([row[:n_parameters] for row in part]) for part in (rows, others))
    c = GradientMoments.of([data.draw(st.lists(RATIONALS, min_size=n_parameters, max_size=n_parameters))])
    assert_same(a.merged(b), b.merged(a))
    assert_same(a.merged(b).merged(c), a.merged(b.merged(c)))


@few
@given(matrices(RATIONALS), st.lists(st.integers(0, 11), max_size=5), st.data())
def test_updates_with_weights_equal_the_whole_exactly(rows, cuts, data):
    """Chunks may be empty, and so may be what counts of them."""
    gradients = np.array(rows, dtype=object)
    weights = np.array(data.draw(st.lists(WHOLE_WEIGHTS, min_size=len(rows), max_size=len(rows))))
    weights[0] = 2
    moments = GradientMoments.of(gradients[:1], weights[:1])
    for start, stop in pairwise([1, *sorted(1 + cut % len(rows) for cut in cuts), len(rows)]):
        moments = moments.updated(gradients[start:stop], weights[start:stop])
    assert_same(moments, GradientMoments.of(gradients, weights))


def test_an_empty_chunk_changes_nothing():
    moments = GradientMoments.of([[1.0, 2.0], [3.0, 5.0]])
    assert moments.updated(np.empty((0, 2))) is moments
    assert moments.updated([[7.0, 8.0]], [0]) is moments


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 60),
    st.sampled_from([0.0, 1.0, 1e4, 1e8, -1e15]),
    st.lists(st.integers(0, 59), max_size=6),
    st.booleans(),
)
def test_merges_of_floats_keep_all_digits_however_far_from_zero(seed, n_examples, offset, cuts, weighted):
    """A mean rounded to 53 bits would cost the merged covariance a hundred million eps at 1e8."""
    random = np.random.default_rng(seed)
    gradients = offset + random.normal(size=(n_examples, 2)) * [1.0, 1e-3 if offset < 1e8 else 1.0]
    weights = random.uniform(0.1, 2, size=n_examples) if weighted else None
    rows, of_rows = gradients.tolist(), None if weights is None else weights.tolist()
    first, *others = in_chunks(gradients, cuts, weights)
    from_left = first
    for chunk in others:
        from_left = from_left.merged(chunk)
    one_by_one = GradientMoments.of(gradients[:1], None if weights is None else weights[:1])
    for row in range(1, n_examples):
        one_by_one = one_by_one.updated(
            gradients[row : row + 1], None if weights is None else weights[row : row + 1]
        )
    for moments in (GradientMoments.of(gradients, weights), from_left, one_by_one):
        assert eps_off(moments, rows, of_rows) <= 16
        assert np.array_equal(moments.covariance, moments.covariance.T)


@few
@given(matrices(FLOATS), matrices(FLOATS))
def test_a_merge_of_floats_is_commutative_to_a_few_eps(rows, others):
    n_parameters = min(len(rows[0]), len(others[0]))
    parts = [[row[:n_parameters] for row in part] for part in (rows, others)]
    a, b = (GradientMoments.of(part) for part in parts)
    both = [*parts[0], *parts[1]]
    spread = np.ptp(np.array(both), axis=0).max()
    covariance = np.array(by_hand(both)[1], dtype=float)
    for moments in (a.merged(b), b.merged(a)):
        assert np.abs(moments.covariance - covariance).max() <= 8 * EPS * spread**2


def test_a_far_row_of_little_weight_takes_no_digits_from_the_others():
    """The step is made from the heavier mean: from the lighter one it would be off by eps times 1e16."""
    rows, weights = [[1.0], [3.1], [1e16]], [1e6, 2e6, 1e-10]
    others, far = GradientMoments.of(rows[:2], weights[:2]), GradientMoments.of(rows[2:], weights[2:])
    for moments in (others.merged(far), far.merged(others)):
        assert eps_off(moments, rows, weights) <= 4


def test_moments_of_many_rows_are_right_to_the_last_digits():
    """1e8 away from 0, where numpy.cov is 1e5 eps off."""
    gradients = 1e8 + np.random.default_rng(5).normal(size=(400_000, 2))
    whole = (gradients * 2.0**26).astype(np.int64)
    assert (whole / 2.0**26 == gradients).all()
    first, second = (whole - whole[0]).T.tolist()
    n = len(gradients)
    sums = sum(first), sum(second)
    products = {
        (0, 0): sum(a * a for a in first),
        (0, 1): sum(a * b for a, b in zip(first, second, strict=True)),
        (1, 1): sum(b * b for b in second),
    }
    moments = GradientMoments.of(gradients)
    for (p, q), product in products.items():
        expected = Fraction(product * n - sums[p] * sums[q], n * n * 2**52)
        assert abs(float(Fraction(moments.covariance[p, q].item()) - expected)) <= 8 * EPS
    for p in range(2):
        mean = Fraction(gradients[0, p].item()) + Fraction(sums[p], n * 2**26)
        twice_the_digits = Fraction(moments.mean[p].item()) + Fraction(moments.mean_remainder[p].item())
        assert moments.mean[p] == float(mean)
        assert abs(float(twice_the_digits - mean)) <= EPS


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_floats_of_few_digits_lose_nothing(dtype):
    """Squares of float32 numbers near 1e8, kept in float32, would make a variance of noise alone."""
    offset, step = (1e8, 8) if dtype is np.float32 else (2048, 2)
    narrow = (offset + step * np.random.default_rng(1).integers(-3, 4, size=(500, 2))).astype(dtype)
    wide = narrow.astype(float)
    assert eps_off(GradientMoments.of(narrow), wide.tolist()) <= 4
    assert GradientMoments.of(narrow).covariance.dtype == np.float64
    in_two = GradientMoments.of(narrow[:123]).updated(narrow[123:])
    assert eps_off(in_two, wide.tolist()) <= 4


def test_the_covariance_has_no_negative_direction():
    random = np.random.default_rng(2)
    for gradients in (random.normal(size=(3, 6)), 1e8 + random.normal(size=(4, 40)), np.eye(5) * 1e-8):
        values = np.linalg.eigvalsh(
            GradientMoments.of(gradients, random.uniform(1, 2, len(gradients))).covariance
        )
        assert values.min() >= -8 * EPS * values.max()


@pytest.mark.parametrize(
    "convert", [np.asarray, np.asfortranarray, lambda a: a[:, ::-1][:, ::-1], np.ndarray.tolist]
)
def test_the_layout_in_memory_does_not_matter(convert):
    gradients = np.random.default_rng(4).normal(size=(40_000, 2))
    kept = gradients.copy()
    assert_same(GradientMoments.of(convert(gradients)), GradientMoments.of(gradients))
    assert np.array_equal(gradients, kept)


def test_whole_numbers_are_computed_with_as_floats():
    moments = GradientMoments.of([[1, 2], [2, 4]])
    assert moments.covariance.tolist() == [[0.25, 0.5], [0.5, 1.0]]
    assert moments.covariance.dtype == np.float64


def test_floats_merged_with_fractions_become_fractions():
    floats, fractions = (
        [[0.1, 2.0], [0.7, 5.0]],
        [[Fraction(1, 3), Fraction(2)], [Fraction(5), Fraction(1, 7)]],
    )
    both = [*floats, *fractions]
    half = (GradientMoments.of(floats[:1]), GradientMoments.of(floats[1:]))
    for moments in (
        half[0].merged(GradientMoments.of(fractions)).updated(floats[1:]),
        GradientMoments.of(fractions, [1.0, 1.0]).updated(floats[:1]).merged(half[1]),
    ):
        assert (moments.mean.tolist(), moments.covariance.tolist()) == by_hand(both)
        assert moments.count == 4
    weighted = GradientMoments.of(floats, [Fraction(1, 2), Fraction(1, 4)])
    assert not weighted.is_exact
    assert weighted.count == 0.75


# Of a problem


@pytest.mark.parametrize("weights", [None, [1, 2, 0, 3, 1, 1]])
@pytest.mark.parametrize("penalty", [0, Fraction(1, 3)])
def test_moments_of_an_exact_problem_are_exact(weights, penalty):
    six = Dataset.packaged("six")
    problem = Problem(Dataset(exact(six.x), exact(six.y)), sample_weight=weights, l2_penalty=penalty)
    theta = (Fraction(1, 2), Fraction(-3, 7))
    moments, gradients = gradient_moments(problem, theta), per_example_gradients(problem, theta).tolist()
    assert (moments.mean.tolist(), moments.covariance.tolist()) == by_hand(gradients, weights)
    assert moments.mean.tolist() == full_gradient(problem, theta).tolist()
    assert moments.count == (6 if weights is None else 8)


@pytest.mark.parametrize("weighted", [False, True])
def test_moments_of_a_large_problem_take_no_array_of_its_size(weighted):
    random = np.random.default_rng(3)
    x, weights = random.normal(size=200_000), random.uniform(size=200_000) if weighted else None
    if weighted:
        weights[:70_000] = 0
    problem, theta = Problem(Dataset(x, 2 * x + 1), sample_weight=weights, l2_penalty=0.5), (0.5, 1.0)
    gradients = per_example_gradients(problem, theta)
    tracemalloc.start()
    moments = gradient_moments(problem, theta)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < gradients.nbytes / 2
    expected = np.cov(gradients.T, ddof=0, aweights=weights)
    assert np.abs(moments.covariance - expected).max() <= 64 * EPS * np.abs(expected).max()
    scale = np.abs(gradients).mean(axis=0)
    assert (np.abs(moments.mean - full_gradient(problem, theta)) <= 8 * EPS * scale).all()


def test_moments_of_a_large_array_take_no_array_of_its_size():
    gradients = np.broadcast_to(np.float32([1.5, 2.5]), (3_000_000, 2))
    tracemalloc.start()
    moments = GradientMoments.of(gradients)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3e6
    assert moments.mean.tolist() == [1.5, 2.5]
    assert not moments.covariance.any()


def test_a_gradient_that_overflows_is_refused_with_its_row():
    x = np.ones(40_000)
    x[30_000] = 1e160
    with pytest.raises(ValueError, match="row 30001: the loss overflows"):
        gradient_moments(Problem(Dataset(x, x)), (0.0, 2.0))


def test_theta_of_another_length_is_refused():
    with pytest.raises(ValueError, match="theta needs 2"):
        gradient_moments(Problem(Dataset.packaged("six")), (1, 2, 3))


# What is refused


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, object])
def test_a_gradient_that_is_not_finite_is_refused_with_its_place(value, dtype):
    gradients = np.zeros((20 if dtype is object else 40_000, 2), dtype=dtype)
    gradients[-3, 1] = value
    message = f"gradients need finite numbers, found .*{value} in row {len(gradients) - 2}, column 2"
    with pytest.raises(ValueError, match=message):
        GradientMoments.of(gradients)
    with pytest.raises(ValueError, match=message):
        GradientMoments.of(np.ones((1, 2))).updated(gradients)


@pytest.mark.parametrize(
    ("gradients", "message"),
    [
        ([], r"two dimensions \(N, P\) and P >= 1, found shape \(0,\)"),
        ([1.0, 2.0], r"two dimensions \(N, P\) and P >= 1, found shape \(2,\)"),
        (np.ones((2, 2, 2)), r"found shape \(2, 2, 2\)"),
        (np.ones((3, 0)), r"found shape \(3, 0\)"),
        (np.empty((0, 2)), "gradients need a row that counts: the mean of no gradients is undefined"),
        ([[True, False]], "gradients need real numbers, found bool"),
        ([[1j, 2]], "gradients need real numbers, found complex128"),
        ([["1", "2"]], "gradients need real numbers"),
        (np.array([[1, None]], dtype=object), "gradients need real numbers, found None in row 1, column 2"),
    ],
)
def test_what_is_no_table_of_gradients_is_refused(gradients, message):
    with pytest.raises(ValueError, match=message):
        GradientMoments.of(gradients)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, 2, 3], r"sample_weight needs shape \(2,\), found \(3,\)"),
        ([[1, 2]], r"sample_weight needs shape \(2,\), found \(1, 2\)"),
        ([1, -2], "sample_weight needs numbers >= 0, found -2 in row 2"),
        ([1, np.nan], "sample_weight needs finite numbers, found nan in row 2"),
        ([0, 0], "gradients need a row that counts"),
    ],
)
def test_weights_that_weigh_nothing_are_refused(weights, message):
    with pytest.raises(ValueError, match=message):
        GradientMoments.of([[1.0, 2.0], [3.0, 4.0]], weights)


def test_another_number_of_parameters_is_refused():
    moments = GradientMoments.of(np.ones((3, 2)))
    with pytest.raises(ValueError, match="gradients need 2 columns, found 3"):
        moments.updated(np.ones((3, 3)))
    with pytest.raises(ValueError, match="gradients need 2 columns, found 3"):
        moments.updated(np.ones((0, 3)))
    with pytest.raises(ValueError, match="moments need 2 parameters, found 3"):
        moments.merged(GradientMoments.of(np.ones((3, 3))))


@pytest.mark.parametrize("gradients", [[[1e200], [-1e200]], [[1.7e308]] * 3, [[1.7e308], [-1.7e308]]])
def test_a_covariance_that_overflows_is_refused(gradients):
    with pytest.raises(ValueError, match="the covariance of these gradients overflows; rescale them"):
        GradientMoments.of(gradients)


def test_a_merge_that_overflows_is_refused():
    with pytest.raises(ValueError, match="the covariance of these gradients overflows; rescale them"):
        GradientMoments.of([[1e200]]).merged(GradientMoments.of([[-1e200]]))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((0, [1.0], [[1.0]]), "count needs a finite number > 0, found 0"),
        ((float("nan"), [1.0], [[1.0]]), "count needs a finite number > 0, found nan"),
        ((float("inf"), [1.0], [[1.0]]), "count needs a finite number > 0, found inf"),
        ((1, 1.0, 1.0), r"shapes \(P,\) and \(P, P\), found \(\) and \(\)"),
        ((1, [1.0, 2.0], [[1.0]]), r"found \(2,\) and \(1, 1\)"),
        ((1, [np.nan], [[1.0]]), "mean needs finite numbers, found nan in place 1"),
        ((1, [1.0], [[np.inf]]), "covariance needs finite numbers, found inf in row 1, column 1"),
        ((1, [1.0], [[1.0]], [np.nan]), "mean_remainder needs finite numbers, found nan in place 1"),
    ],
)
def test_what_are_no_moments_is_refused(parts, message):
    with pytest.raises(ValueError, match=message):
        GradientMoments(*parts)


def test_moments_cannot_be_changed_by_accident():
    mean = np.array([1.0, 2.0])
    moments = GradientMoments(3, mean, np.eye(2))
    mean[0] = 7
    assert moments.mean.tolist() == [1, 2]
    assert moments.n_parameters == 2
    assert type(GradientMoments.of(np.eye(2), [1.0, 2.0]).count) is float
    for array in (moments.mean, moments.covariance, moments.mean_remainder):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5
    assert GradientMoments(3, [Fraction(1)], [[1.0]]).covariance.tolist() == [[Fraction(1)]]
