"""Descents, against the closed form of a quadratic."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core import (
    AffineModel,
    Dataset,
    HalfSquaredError,
    Problem,
    all_minibatches,
    empirical_risk,
    full_gradient,
    gradient_descent,
    minibatch_gradient,
    sgd,
)

EPS = float(np.finfo(float).eps)
LARGEST = Fraction(float(np.finfo(float).max))
few = settings(max_examples=25, deadline=None)
RATIONALS = st.fractions(-5, 5, max_denominator=6)
RATES = st.fractions(0, 3, max_denominator=7)
ROWS = [(1, 2), (-2, 2), (Fraction(3, 2), -1), (0, Fraction(1, 7))]
START = (Fraction(1, 2), Fraction(-3, 7))


def exact_problem(rows=ROWS, **options):
    x, y = (
        np.array([Fraction(value) for value in column], dtype=object) for column in zip(*rows, strict=True)
    )
    return Problem(Dataset(x, y), **options)


def float_problem(rows=ROWS, **options):
    x, y = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return Problem(Dataset(x, y), **options)


def seeded(seed=3):
    return np.random.default_rng(seed)


def quadratic(rows, weights, penalties):
    """Hessian ((a, b), (b, c)) of the risk, and its minimizer by Cramer's rule, or 0 if it has none."""
    total = sum(weights)
    a = 1 + penalties[0]
    b = sum(w * x for w, (x, _) in zip(weights, rows, strict=True)) / total
    c = sum(w * x * x for w, (x, _) in zip(weights, rows, strict=True)) / total + penalties[1]
    y = sum(w * y for w, (_, y) in zip(weights, rows, strict=True)) / total
    xy = sum(w * x * y for w, (x, y) in zip(weights, rows, strict=True)) / total
    determinant = a * c - b * b
    return (a, b, c), determinant and ((y * c - b * xy) / determinant, (a * xy - b * y) / determinant)


def contracted(hessian, rate, distance):
    """(I - rate H) d."""
    (a, b, c), (d0, d1) = hessian, distance
    return (d0 - rate * (a * d0 + b * d1), d1 - rate * (b * d0 + c * d1))


# The closed form


@few
@given(
    st.lists(st.tuples(RATIONALS, RATIONALS, st.fractions(Fraction(1, 3), 3)), min_size=1, max_size=6),
    st.tuples(RATIONALS, RATIONALS),
    st.lists(RATES, min_size=4, max_size=4),
    st.tuples(RATIONALS.map(abs), RATIONALS.map(abs)),
    st.booleans(),
)
def test_on_a_quadratic_each_step_multiplies_the_distance_by_one_minus_rate_times_hessian(
    table, start, rates, penalties, weighted
):
    """theta_t - theta* = (I - eta_t H) ... (I - eta_1 H) (theta_0 - theta*), exactly."""
    rows, weights = [(x, y) for x, y, _ in table], [w if weighted else Fraction(1) for *_, w in table]
    hessian, minimizer = quadratic(rows, weights, penalties)
    assume(minimizer)  # is there one?
    problem = exact_problem(rows, sample_weight=weights if weighted else None, l2_penalty=penalties)
    run = gradient_descent(problem, start, lambda step: rates[step - 1], 4)
    distance = tuple(s - m for s, m in zip(start, minimizer, strict=True))
    lowest = empirical_risk(problem, minimizer)
    for step in range(5):
        assert tuple(run.thetas[step] - np.array(minimizer, dtype=object)) == distance
        (a, b, c), (d0, d1) = hessian, distance
        assert run.risks[step] == lowest + (a * d0 * d0 + 2 * b * d0 * d1 + c * d1 * d1) / 2
        if step < 4:
            assert tuple(run.gradients[step]) == (a * d0 + b * d1, b * d0 + c * d1)
            distance = contracted(hessian, rates[step], distance)
    assert run.diverged_at is None
    assert {type(value) for value in [*run.thetas.ravel(), *run.risks, *run.gradients.ravel()]} == {Fraction}


@few
@given(st.tuples(RATIONALS, RATIONALS), st.fractions(0, Fraction(1, 3)))
def test_floats_take_the_same_way_to_the_last_digits(start, rate):
    exactly = gradient_descent(exact_problem(), start, rate, 12)
    floats = gradient_descent(float_problem(), [float(value) for value in start], float(rate), 12)
    assert np.abs(floats.thetas - exactly.thetas.astype(float)).max() <= 1e-13
    assert np.abs(floats.risks - exactly.risks.astype(float)).max() <= 1e-12
    assert floats.thetas.dtype == floats.risks.dtype == floats.gradients.dtype == np.float64


CENTRED = [(-2, 1), (2, 5), (-2, -3), (2, 0)]
"""Hessian diag(1, 4): the largest eigenvalue is 4, the edge 1/2."""


def test_at_the_edge_the_steepest_direction_goes_to_and_fro_for_ever():
    problem = exact_problem(CENTRED)
    (_, b, c), minimizer = quadratic(
        [tuple(map(Fraction, row)) for row in CENTRED], [Fraction(1)] * 4, (0, 0)
    )
    assert (b, c) == (0, 4)
    run = gradient_descent(problem, START, Fraction(2, 4), 9)
    distances = run.thetas - np.array(minimizer, dtype=object)
    for step in range(10):
        assert distances[step, 0] == distances[0, 0] / 2**step
        assert distances[step, 1] == distances[0, 1] * (-1) ** step


@pytest.mark.parametrize(("rate", "grows"), [(0.49, False), (0.55, True)])
def test_below_the_edge_it_converges_and_above_it_diverges(rate, grows):
    problem = float_problem(CENTRED)
    run = gradient_descent(problem, (0.5, 0.25), rate, 3000)
    if grows:
        assert run.diverged_at == len(run.thetas)
        assert run.diverged_at > 1000
        assert_finite(run)
        assert (np.diff(run.risks[100:]) > 0).all()
    else:
        assert run.diverged_at is None
        assert run.thetas[-1] == pytest.approx([0.75, 0.875], rel=8 * EPS)
        assert (np.diff(run.risks) <= 4 * EPS * run.risks[-1]).all()


# Divergence


def assert_finite(run):
    assert np.isfinite(run.thetas).all()
    assert np.isfinite(run.risks).all()
    assert np.isfinite(run.gradients).all()
    assert len(run.thetas) == len(run.risks) == len(run.gradients) + 1 == run.n_steps + 1


def test_a_run_that_diverges_stops_at_the_step_that_exact_numbers_name():
    """In Fractions nothing overflows: the first risk beyond the largest float is that of the step named."""
    run = gradient_descent(float_problem(CENTRED), (0.5, 0.25), 8.0, 1000)
    exactly = gradient_descent(exact_problem(CENTRED), (Fraction(1, 2), Fraction(1, 4)), 8, 120)
    first = next(
        step for step, risk in enumerate(exactly.risks) if 4 * risk > LARGEST
    )  # 4: the sum of the rows
    assert run.diverged_at == first
    assert run.n_steps == first - 1
    assert run.batches == ()
    assert_finite(run)
    expected = exactly.thetas[:first].astype(float)
    assert (np.abs(run.thetas - expected).max(axis=1) <= 1e-13 * np.abs(expected).max(axis=1)).all()
    shorter = gradient_descent(float_problem(CENTRED), (0.5, 0.25), 8.0, first - 1)
    assert shorter.diverged_at is None
    assert np.array_equal(shorter.thetas, run.thetas)


@pytest.mark.parametrize(
    ("x", "start", "rate"),
    [
        ([1.0, 2.0], (0.5, 0.5), 1e308),  # theta itself overflows
        ([1.0, 2.0], (0.5, 0.5), 1e200),  # the risk there does
        ([1e200, -1e200], (1e150, 0.0), 1.0),  # the gradient at the start does
    ],
)
def test_a_first_step_that_overflows_is_named_too(x, start, rate):
    problem = Problem(Dataset(x, [0.0, 1.0]))
    for run in (
        gradient_descent(problem, start, rate, 5),
        sgd(problem, start, rate, 1, seeded(), n_steps=5),
        sgd(problem, start, rate, 2, seeded(), n_epochs=5),
    ):
        assert run.diverged_at == 1
        assert run.thetas.tolist() == [list(start)]
        assert run.gradients.shape == (0, 2)
        assert run.batches == ()
        assert_finite(run)


def test_a_stochastic_run_that_diverges_keeps_what_came_before():
    run = sgd(float_problem(), (0.5, 0.25), 9.0, 3, seeded(), n_epochs=1000)
    assert run.diverged_at == run.n_steps + 1 == len(run.batches) + 1
    assert run.n_steps > 50
    assert_finite(run)


def test_a_start_whose_risk_overflows_is_refused():
    with pytest.raises(ValueError, match="row 1: the loss overflows"):
        gradient_descent(float_problem(), (1e200, 0.0), 0.1, 3)


@dataclass(frozen=True)
class FailingError(HalfSquaredError):
    name: ClassVar[str] = "failing"

    def gradient(self, y_true, raw_prediction, out=None):
        raise ValueError("my own mistake")


def test_an_error_that_is_no_overflow_is_not_taken_for_divergence():
    with pytest.raises(ValueError, match="my own mistake"):
        gradient_descent(Problem(Dataset([1, 2], [3, 4]), AffineModel(), FailingError()), (0, 0), 0.1, 3)


# Stochastic gradient descent


@pytest.mark.parametrize("replacement", [False, True])
@pytest.mark.parametrize("batch_size", [1, 2])
def test_the_mean_of_a_step_over_all_minibatches_is_the_full_step_exactly(batch_size, replacement):
    problem, rate = exact_problem(l2_penalty=Fraction(1, 3)), Fraction(2, 7)
    full = gradient_descent(problem, START, rate, 1).thetas[1]
    rng, ends = seeded(), {}
    for _ in range(300):
        run = sgd(problem, START, rate, batch_size, rng, n_steps=1, replacement=replacement)
        rows = run.batches[0].tolist()
        ends[tuple(rows) if replacement else tuple(sorted(rows))] = run.thetas[1]
    assert set(ends) == set(all_minibatches(4, batch_size, replacement=replacement))
    assert (sum(ends.values()) / len(ends)).tolist() == full.tolist()


@pytest.mark.parametrize(
    "how",
    [{"n_steps": 7}, {"n_steps": 7, "replacement": True}, {"n_epochs": 3}],
    ids=["steps", "drawn", "epochs"],
)
@pytest.mark.parametrize("options", [{}, {"sample_weight": [1, 3, Fraction(1, 2), 2], "l2_penalty": (0, 1)}])
def test_each_step_goes_against_its_minibatch_and_each_risk_is_of_all_rows(how, options):
    problem = exact_problem(**options)
    run = sgd(problem, START, lambda step: Fraction(1, step + 2), 3, seeded(), **how)
    assert run.n_steps == len(run.batches) == (6 if "n_epochs" in how else 7)
    assert run.thetas[0].tolist() == list(START)
    for step in range(run.n_steps):
        gradient = minibatch_gradient(problem, run.thetas[step], run.batches[step])
        assert run.gradients[step].tolist() == gradient.tolist()
        assert run.thetas[step + 1].tolist() == (run.thetas[step] - gradient / (step + 3)).tolist()
    assert run.risks.tolist() == [empirical_risk(problem, theta) for theta in run.thetas]
    if "n_epochs" in how:
        assert [len(rows) for rows in run.batches] == [3, 1] * 3
        for epoch in range(3):
            assert sorted(np.concatenate(run.batches[2 * epoch : 2 * epoch + 2])) == [0, 1, 2, 3]
    else:
        assert {len(rows) for rows in run.batches} == {3}


def test_the_rate_one_over_t_makes_a_running_mean():
    """Where x = 0 the risk is that of a mean of y: after t steps theta_0 is the mean of the t rows drawn."""
    y = [Fraction(7), Fraction(-2), Fraction(1, 3), Fraction(5, 2), Fraction(0)]
    problem = exact_problem([(0, value) for value in y])
    run = sgd(problem, (100, 5), lambda step: Fraction(1, step), 1, seeded(), n_epochs=1)
    drawn = [y[rows[0]] for rows in run.batches]
    assert run.thetas[1:, 0].tolist() == [sum(drawn[:t]) / t for t in range(1, 6)]
    assert run.thetas[:, 1].tolist() == [5] * 6


def test_with_all_rows_in_each_minibatch_it_is_gradient_descent():
    problem = exact_problem(sample_weight=[1, 2, 3, 4])
    full = gradient_descent(problem, START, 0.25, 3)
    for how in ({"n_epochs": 3}, {"n_steps": 3}):
        run = sgd(problem, START, 0.25, 4, seeded(), **how)
        assert run.thetas.tolist() == full.thetas.tolist()
        assert run.risks.tolist() == full.risks.tolist()
        assert run.gradients.tolist() == full.gradients.tolist()


def test_a_seed_tells_the_whole_run():
    first, again, other = (
        sgd(float_problem(), (0, 0), 0.1, 2, seeded(seed), n_epochs=4) for seed in (3, 3, 4)
    )
    assert np.array_equal(first.thetas, again.thetas)
    assert not np.array_equal(first.thetas, other.thetas)


# Arguments


def test_no_step_is_a_run_too():
    for run in (
        gradient_descent(float_problem(), (1, 2), 0.1, 0),
        sgd(float_problem(), (1, 2), 0.1, 2, seeded(), n_steps=0),
        sgd(float_problem(), (1, 2), 0.1, 2, seeded(), n_epochs=0),
    ):
        assert run.thetas.tolist() == [[1, 2]]
        assert run.risks.tolist() == [empirical_risk(float_problem(), (1, 2))]
        assert run.gradients.shape == (0, 2)
        assert (run.n_steps, run.batches, run.diverged_at) == (0, (), None)


def test_a_trajectory_cannot_be_changed_by_accident():
    start = np.array([1.0, 2.0])
    run = sgd(float_problem(), start, 0.1, 2, seeded(), n_steps=2)
    start[:] = 7
    assert run.thetas[0].tolist() == [1, 2]
    for array in (run.thetas, run.risks, run.gradients, run.batches[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5


def test_rates_may_be_fractions_and_floats_in_any_problem():
    exactly = gradient_descent(exact_problem(), START, 0.25, 2)
    assert (
        exactly.thetas.tolist() == gradient_descent(exact_problem(), START, Fraction(1, 4), 2).thetas.tolist()
    )
    floats = gradient_descent(float_problem(), (0.5, 0.25), Fraction(1, 4), 2)
    assert np.array_equal(floats.thetas, gradient_descent(float_problem(), (0.5, 0.25), 0.25, 2).thetas)
    still = gradient_descent(float_problem(), (0.5, 0.25), 0, 2)
    assert still.thetas.tolist() == [[0.5, 0.25]] * 3
    assert still.gradients[1].tolist() == full_gradient(float_problem(), (0.5, 0.25)).tolist()


@pytest.mark.parametrize(
    ("rate", "message"),
    [
        (-0.1, "learning_rate needs numbers >= 0, found -0.1"),
        (np.nan, "learning_rate needs finite numbers, found nan"),
        (np.inf, "learning_rate needs finite numbers, found inf"),
        ("0.1", "learning_rate needs real numbers"),
        (None, "learning_rate needs real numbers, found None"),
        ([0.1, 0.2], r"learning_rate needs one number, found shape \(2,\)"),
        (lambda step: 2.0 - step, r"learning_rate\(3\) needs numbers >= 0, found -1"),
        (lambda step: np.nan, r"learning_rate\(1\) needs finite numbers, found nan"),
    ],
)
def test_rates_that_are_none_are_refused_with_their_step(rate, message):
    with pytest.raises(ValueError, match=message):
        gradient_descent(float_problem(), (0, 0), rate, 5)
    with pytest.raises(ValueError, match=message):
        sgd(float_problem(), (0, 0), rate, 2, seeded(), n_steps=5)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({}, "sgd needs n_steps or n_epochs, one of the two, found None and None"),
        ({"n_steps": 2, "n_epochs": 2}, "one of the two, found 2 and 2"),
        ({"n_steps": -1}, "n_steps needs a whole number from 0 on, found -1"),
        ({"n_epochs": 1.5}, "n_epochs needs a whole number from 0 on, found 1.5"),
        ({"n_epochs": 2, "replacement": True}, "an epoch has each row once; with replacement, give n_steps"),
        ({"n_steps": 2, "batch_size": 5}, "batch_size needs at most 4 rows without replacement, found 5"),
        ({"n_epochs": 2, "batch_size": 0}, "batch_size needs a whole number from 1 on, found 0"),
        ({"n_steps": 2, "rng": 3}, "rng needs a numpy.random.Generator"),
        ({"n_steps": 2, "start": (1, 2, 3)}, "theta needs 2 numbers"),
    ],
)
def test_runs_that_cannot_be_made_are_refused(how, message):
    arguments = {"start": (0, 0), "learning_rate": 0.1, "batch_size": 2, "rng": seeded()} | how
    with pytest.raises(ValueError, match=message):
        sgd(float_problem(), **arguments)


def test_a_number_of_steps_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"n_steps needs a whole number from 0 on, found 2\.0"):
        gradient_descent(float_problem(), (0, 0), 0.1, 2.0)


def test_a_minibatch_without_weight_is_refused():
    problem = float_problem(sample_weight=[0, 0, 1, 1])
    with pytest.raises(ValueError, match="all rows of the minibatch have weight 0"):
        sgd(problem, (0, 0), 0.1, 1, seeded(), n_epochs=1)
