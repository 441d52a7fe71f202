"""Minibatches: who is drawn, and what their gradients say of the full one."""

from collections import Counter
from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    Dataset,
    Problem,
    all_minibatches,
    epoch_batches,
    full_gradient,
    mean_of_minibatch_gradients,
    minibatch_gradient,
    minibatch_indices,
    per_example_gradients,
)

EPS = float(np.finfo(float).eps)
few = settings(max_examples=30, deadline=None)
sizes = st.integers(1, 40)
RATIONALS = st.fractions(-20, 20, max_denominator=12)
THETA = (Fraction(1, 2), Fraction(-3, 7))
ROWS = [(1, 2), (-2, 2), (Fraction(3, 2), -1), (0, Fraction(1, 7)), (7, 3)]
WEIGHTS = [Fraction(1, 2), Fraction(3), Fraction(1, 5), Fraction(1), Fraction(2)]


def exact_problem(rows=ROWS, **options):
    x, y = (
        np.array([Fraction(value) for value in column], dtype=object) for column in zip(*rows, strict=True)
    )
    return Problem(Dataset(x, y), **options)


def seeded(seed=3):
    return np.random.default_rng(seed)


# Who is drawn


@few
@given(sizes, sizes, st.integers(0, 99))
def test_without_replacement_no_row_is_drawn_twice(n_examples, batch_size, seed):
    batch_size = min(batch_size, n_examples)
    rows = minibatch_indices(n_examples, batch_size, seeded(seed))
    assert rows.shape == (batch_size,)
    assert rows.dtype == np.int64
    assert len(set(rows.tolist())) == batch_size
    assert set(rows.tolist()) <= set(range(n_examples))


@few
@given(sizes, sizes, st.integers(0, 99))
def test_with_replacement_any_number_can_be_drawn(n_examples, batch_size, seed):
    rows = minibatch_indices(n_examples, batch_size, seeded(seed), replacement=True)
    assert rows.shape == (batch_size,)
    assert set(rows.tolist()) <= set(range(n_examples))


@pytest.mark.parametrize("replacement", [False, True])
def test_each_minibatch_is_drawn_as_often_as_any_other(replacement):
    """In each order. Of 4,000 draws a share of 1/12 or 1/16 stays within five standard deviations."""
    rng, n_draws = seeded(), 4000
    drawn = Counter(
        tuple(minibatch_indices(4, 2, rng, replacement=replacement).tolist()) for _ in range(n_draws)
    )
    possible = [pair for pair in product(range(4), repeat=2) if replacement or pair[0] != pair[1]]
    assert set(drawn) == set(possible)
    share = 1 / len(possible)
    assert max(abs(n - n_draws * share) for n in drawn.values()) < 5 * (n_draws * share * (1 - share)) ** 0.5


def test_a_generator_draws_other_rows_each_time_and_the_same_again_from_the_same_seed():
    rng = seeded()
    first, second = minibatch_indices(100, 5, rng), minibatch_indices(100, 5, rng)
    assert first.tolist() != second.tolist()
    assert minibatch_indices(100, 5, seeded()).tolist() == first.tolist()


@few
@given(sizes, sizes, st.integers(0, 99))
def test_an_epoch_has_each_row_once_and_only_its_last_minibatch_may_be_smaller(n_examples, batch_size, seed):
    batch_size = min(batch_size, n_examples)
    batches = epoch_batches(n_examples, batch_size, seeded(seed))
    assert sorted(row for rows in batches for row in rows.tolist()) == list(range(n_examples))
    *others, last = map(len, batches)
    assert set(others) <= {batch_size}
    assert last == n_examples - batch_size * len(others)
    assert 1 <= last <= batch_size


def test_each_epoch_has_another_order():
    rng = seeded()
    orders = [np.concatenate(epoch_batches(20, 6, rng)).tolist() for _ in range(3)]
    assert orders[0] != orders[1] != orders[2] != list(range(20))


@pytest.mark.parametrize("n_examples", [1, 2, 5, 6])
def test_all_minibatches_are_all_that_there_are_each_once(n_examples):
    for batch_size in range(1, n_examples + 1):
        batches = list(all_minibatches(n_examples, batch_size))
        sets = [{row for row in range(n_examples) if bits >> row & 1} for bits in range(2**n_examples)]
        assert sorted(map(sorted, batches)) == sorted(
            sorted(rows) for rows in sets if len(rows) == batch_size
        )
        assert len(batches) == comb(n_examples, batch_size)
    assert len(set(all_minibatches(n_examples, 3, replacement=True))) == n_examples**3


def test_all_minibatches_come_one_at_a_time():
    """There are more than 10^29."""
    assert next(all_minibatches(100, 50)) == tuple(range(50))
    assert next(all_minibatches(2, 100, replacement=True)) == (0,) * 100


# Their gradients


@few
@given(
    st.lists(st.tuples(RATIONALS, RATIONALS, st.fractions(Fraction(1, 5), 4)), min_size=1, max_size=8),
    st.lists(st.integers(0, 7), min_size=1, max_size=6),
    st.booleans(),
    RATIONALS.map(abs),
)
def test_a_minibatch_gradient_is_the_weighted_mean_of_its_rows_gradients(table, rows, weighted, penalty):
    """A row that was drawn twice counts twice."""
    rows = [row % len(table) for row in rows]
    weights = [w if weighted else 1 for *_, w in table]
    problem = exact_problem(
        [(x, y) for x, y, _ in table], sample_weight=weights if weighted else None, l2_penalty=penalty
    )
    gradients = per_example_gradients(problem, THETA).tolist()
    total = sum(weights[row] for row in rows)
    expected = [sum(weights[row] * gradients[row][p] for row in rows) / total for p in range(2)]
    assert minibatch_gradient(problem, THETA, rows).tolist() == expected
    assert minibatch_gradient(problem, THETA, np.array(rows[::-1], dtype=np.uint8)).tolist() == expected


@pytest.mark.parametrize("options", [{}, {"sample_weight": WEIGHTS}, {"l2_penalty": (0, 2)}])
def test_the_minibatch_of_all_rows_has_the_full_gradient(options):
    problem = exact_problem(**options)
    full = full_gradient(problem, THETA).tolist()
    assert minibatch_gradient(problem, THETA, range(5)).tolist() == full


@pytest.mark.parametrize("batch_size", range(1, 6))
@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_over_an_epoch_the_mean_weighed_by_size_is_the_full_gradient(batch_size, weights):
    problem = exact_problem(sample_weight=weights)
    batches = epoch_batches(5, batch_size, seeded())
    gradients = [minibatch_gradient(problem, THETA, rows) for rows in batches]
    batch_weights = [len(rows) if weights is None else sum(weights[row] for row in rows) for rows in batches]
    mean = mean_of_minibatch_gradients(np.array(gradients), batch_weights)
    assert mean.tolist() == full_gradient(problem, THETA).tolist()


def test_without_the_sizes_a_smaller_minibatch_would_count_too_much():
    problem = exact_problem()
    gradients = [minibatch_gradient(problem, THETA, rows) for rows in ([0, 1], [2, 3], [4])]
    assert (
        mean_of_minibatch_gradients(gradients, [2, 2, 1]).tolist() == full_gradient(problem, THETA).tolist()
    )
    assert (
        mean_of_minibatch_gradients(gradients, [1, 1, 1]).tolist() != full_gradient(problem, THETA).tolist()
    )


def test_minibatches_of_floats_make_the_full_gradient_to_the_last_digits():
    random = seeded()
    x = random.normal(size=1003)
    problem, theta = Problem(Dataset(x, 2 * x + random.normal(size=1003))), (0.5, 1.0)
    batches = epoch_batches(1003, 32, random)
    gradients = [minibatch_gradient(problem, theta, rows) for rows in batches]
    mean = mean_of_minibatch_gradients(gradients, [len(rows) for rows in batches])
    scale = np.abs(per_example_gradients(problem, theta)).mean(axis=0)
    assert mean.dtype == np.float64
    assert (np.abs(mean - full_gradient(problem, theta)) <= 4 * EPS * scale).all()


def test_a_minibatch_of_weight_zero_counts_nothing():
    assert mean_of_minibatch_gradients([[1.0, 2.0], [5.0, 7.0]], [0, 3]).tolist() == [5, 7]
    problem = exact_problem(sample_weight=[0, 0, 1, 1, 1])
    assert (
        minibatch_gradient(problem, THETA, [0, 2]).tolist()
        == minibatch_gradient(problem, THETA, [2]).tolist()
    )
    message = "all rows of the minibatch have weight 0; a mean needs one that counts"
    with pytest.raises(ValueError, match=message):
        minibatch_gradient(problem, THETA, [0, 1])


# With weights, what is biased and what isn't


def mean_over_all(estimate, batches):
    """Exact expectation (P,) of an estimate of equally likely minibatches."""
    values = [estimate(list(rows)) for rows in batches]
    return [sum(value[p] for value in values) / len(values) for p in range(2)]


@pytest.mark.parametrize("replacement", [False, True])
@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_with_weights_a_uniform_minibatch_is_biased_and_its_weight_mends_it(replacement, batch_size):
    problem = exact_problem(sample_weight=WEIGHTS)
    full = full_gradient(problem, THETA).tolist()
    batches = list(all_minibatches(5, batch_size, replacement=replacement))

    def as_it_is(rows):
        return minibatch_gradient(problem, THETA, rows)

    def mended(rows):
        weight = sum(WEIGHTS[row] for row in rows) / len(rows)
        return as_it_is(rows) * weight / (sum(WEIGHTS) / len(WEIGHTS))

    assert mean_over_all(as_it_is, batches) != full
    assert mean_over_all(mended, batches) == full


def test_rows_drawn_in_proportion_to_their_weights_need_no_weights_any_more():
    problem, plain = exact_problem(sample_weight=WEIGHTS), exact_problem()
    draws = list(product(range(5), repeat=2))
    chances = [WEIGHTS[i] * WEIGHTS[j] / sum(WEIGHTS) ** 2 for i, j in draws]
    gradients = [minibatch_gradient(plain, THETA, rows) for rows in draws]
    mean = sum(chance * gradient for chance, gradient in zip(chances, gradients, strict=True))
    assert mean.tolist() == full_gradient(problem, THETA).tolist()


# What is refused


@pytest.mark.parametrize("function", [minibatch_indices, epoch_batches, all_minibatches])
@pytest.mark.parametrize(
    ("n_examples", "batch_size", "message"),
    [
        (0, 1, "n_examples needs a whole number from 1 on, found 0"),
        (-3, 1, "n_examples needs a whole number from 1 on, found -3"),
        (5.0, 1, "n_examples needs a whole number from 1 on, found 5.0"),
        (5, 0, "batch_size needs a whole number from 1 on, found 0"),
        (5, "2", "batch_size needs a whole number from 1 on, found '2'"),
        (5, 2.5, "batch_size needs a whole number from 1 on, found 2.5"),
        (5, 6, "batch_size needs at most 5 rows without replacement, found 6"),
    ],
)
def test_sizes_that_cannot_be_drawn_are_refused(function, n_examples, batch_size, message):
    """At once, also by what draws later."""
    arguments = () if function is all_minibatches else (seeded(),)
    with pytest.raises(ValueError, match=message):
        function(n_examples, batch_size, *arguments)


@pytest.mark.parametrize("function", [minibatch_indices, all_minibatches])
def test_no_row_can_be_drawn_from_none_with_replacement_either(function):
    arguments = () if function is all_minibatches else (seeded(),)
    with pytest.raises(ValueError, match="n_examples needs a whole number from 1 on, found 0"):
        function(0, 1, *arguments, replacement=True)


@pytest.mark.parametrize("rng", [3, None, np.random, np.random.RandomState(3)])
@pytest.mark.parametrize("function", [minibatch_indices, epoch_batches])
def test_what_is_no_generator_is_refused(function, rng):
    """A seed would draw the same rows at each call."""
    with pytest.raises(
        ValueError, match=r"rng needs a numpy.random.Generator, such as default_rng\(3\), found"
    ):
        function(5, 2, rng)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], r"rows need one dimension \(B,\) and B >= 1, found shape \(0,\)"),
        (2, r"rows need one dimension \(B,\) and B >= 1, found shape \(\)"),
        ([[0, 1]], r"rows need one dimension \(B,\) and B >= 1, found shape \(1, 2\)"),
        ([0, 5], "rows need numbers from 0 to 4, found 5 in place 2"),
        ([-1, 0], "rows need numbers from 0 to 4, found -1 in place 1"),
        ([0.0, 1.0], "rows need whole numbers, found float64"),
        ([True, False, True, True, False], "rows need whole numbers, found bool"),
    ],
)
def test_rows_that_are_not_in_the_table_are_refused(rows, message):
    with pytest.raises(ValueError, match=message):
        minibatch_gradient(exact_problem(), THETA, rows)


@pytest.mark.parametrize(
    ("gradients", "batch_sizes", "message"),
    [
        ([], [], r"shapes \(K, P\) and \(K,\), K >= 1, found \(0,\) and \(0,\)"),
        (np.ones((0, 2)), [], r"found \(0, 2\) and \(0,\)"),
        ([1.0, 2.0], [1, 1], r"found \(2,\) and \(2,\)"),
        ([[1.0, 2.0]], [1, 1], r"found \(1, 2\) and \(2,\)"),
        ([[1.0, 2.0]], 1, r"found \(1, 2\) and \(\)"),
        ([[1.0, 2.0]], [0], "batch_sizes is 0 for all minibatches; a mean needs one that counts"),
        ([[1.0], [2.0]], [2, -1], "batch_sizes needs numbers >= 0, found -1 in row 2"),
        ([[1.0], [np.nan]], [2, 1], "gradients need finite numbers, found nan in row 2, column 1"),
    ],
)
def test_gradients_without_a_mean_are_refused(gradients, batch_sizes, message):
    with pytest.raises(ValueError, match=message):
        mean_of_minibatch_gradients(gradients, batch_sizes)
