"""The film's claim, and that core's derivatives are derivatives."""

from fractions import Fraction
from math import fsum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import (
    Dataset,
    Problem,
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradients,
    per_example_losses,
)

EPS = float(np.finfo(float).eps)
numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
rationals = st.fractions(-100, 100, max_denominator=50)


def tables(values):
    return st.lists(st.tuples(values, values), min_size=1, max_size=30)


def problem_of(rows):
    x, y = zip(*rows, strict=True)
    return Problem(Dataset(x, y))


@given(tables(numbers), numbers, numbers)
def test_the_mean_of_the_gradients_is_the_full_gradient(rows, theta0, theta1):
    problem, theta = problem_of(rows), (theta0, theta1)
    gradients = per_example_gradients(problem, theta)
    difference = np.abs(mean_of_gradients(gradients) - full_gradient(problem, theta))
    assert (difference <= 4 * EPS * np.abs(gradients).mean(axis=0)).all()


@given(tables(rationals), rationals, rationals)
def test_the_mean_of_the_gradients_is_exactly_the_full_gradient_of_fractions(rows, theta0, theta1):
    problem, theta = problem_of(rows), (theta0, theta1)
    gradients = per_example_gradients(problem, theta)
    full = full_gradient(problem, theta)
    assert all(type(value) is Fraction for value in full)
    assert mean_of_gradients(gradients).tolist() == full.tolist()
    by_hand = [((theta0 + theta1 * x - y), (theta0 + theta1 * x - y) * x) for x, y in rows]
    assert gradients.tolist() == [list(gradient) for gradient in by_hand]
    assert full.tolist() == [sum(column) / len(rows) for column in zip(*by_hand, strict=True)]


@given(tables(rationals), rationals, rationals)
def test_losses_of_fractions_are_exact_and_the_risk_is_their_mean(rows, theta0, theta1):
    problem, theta = problem_of(rows), (theta0, theta1)
    losses = [(theta0 + theta1 * x - y) ** 2 / 2 for x, y in rows]
    assert per_example_losses(problem, theta).tolist() == losses
    assert empirical_risk(problem, theta) == sum(losses) / len(rows)


@given(tables(rationals), rationals, rationals)
def test_central_differences_of_fractions_are_the_gradients(rows, theta0, theta1):
    """A central difference of a quadratic has no error: the test is exact for any step."""
    problem, step = problem_of(rows), Fraction(1, 3)
    gradients = per_example_gradients(problem, (theta0, theta1))
    full = full_gradient(problem, (theta0, theta1))
    for parameter, (d0, d1) in enumerate([(step, 0), (0, step)]):
        ahead, behind = (theta0 + d0, theta1 + d1), (theta0 - d0, theta1 - d1)
        slopes = (per_example_losses(problem, ahead) - per_example_losses(problem, behind)) / (2 * step)
        assert slopes.tolist() == gradients[:, parameter].tolist()
        slope = (empirical_risk(problem, ahead) - empirical_risk(problem, behind)) / (2 * step)
        assert slope == full[parameter]


@pytest.mark.parametrize("error", [0.0005, -0.0005])
def test_a_gradient_wrong_by_a_two_thousandth_is_seen(error):
    problem, theta, step = Problem(Dataset.packaged("six")), np.array([1.0, 1.0]), 1e-3
    for parameter in range(2):
        shift = step * np.eye(2)[parameter]
        ahead, behind = empirical_risk(problem, theta + shift), empirical_risk(problem, theta - shift)
        slope = (ahead - behind) / (2 * step)
        gradient = full_gradient(problem, theta)[parameter]
        assert gradient == pytest.approx(slope, rel=1e-9)
        assert gradient * (1 + error) != pytest.approx(slope, rel=1e-9)


def test_the_mean_of_a_million_gradients_keeps_its_digits():
    random = np.random.default_rng(3)
    x = random.normal(size=1_000_000)
    problem = Problem(Dataset(x, 2 * x + random.normal(size=len(x))))
    gradients = per_example_gradients(problem, (0.5, 1.0))
    scale = 4 * EPS * np.abs(gradients).mean(axis=0)
    exact = np.array([fsum(column) / len(x) for column in gradients.T])
    assert (np.abs(mean_of_gradients(gradients) - exact) <= scale).all()
    assert (np.abs(full_gradient(problem, (0.5, 1.0)) - exact) <= scale).all()


def test_shapes_are_rows_by_parameters():
    problem = Problem(Dataset.packaged("norris"))
    assert per_example_losses(problem, (0, 0)).shape == (36,)
    assert per_example_gradients(problem, (0, 0)).shape == (36, 2)
    assert full_gradient(problem, (0, 0)).shape == (2,)
    assert type(empirical_risk(problem, (0, 0))) is float


@pytest.mark.parametrize(
    "theta",
    [(1,), (1, 2, 3), [[1, 2]], 1.0, (1, np.nan), (np.inf, 0), ("1", "2"), (1j, 2), (True, False), (None, 1)],
)
@pytest.mark.parametrize(
    "function", [per_example_losses, per_example_gradients, empirical_risk, full_gradient]
)
def test_theta_that_is_not_two_finite_numbers_is_refused(function, theta):
    with pytest.raises(ValueError, match="theta needs 2"):
        function(Problem(Dataset.packaged("six")), theta)


@pytest.mark.parametrize(
    "function", [per_example_losses, per_example_gradients, empirical_risk, full_gradient]
)
def test_what_overflows_is_refused(function):
    problem = Problem(Dataset([1e160, 1.0], [0.0, 1.0]))
    with pytest.raises(ValueError, match="the loss overflows for these values; rescale them"):
        function(problem, (0.0, 1.0))


def test_a_mean_whose_sum_overflows_is_refused():
    problem = Problem(Dataset([1.0] * 3, [1.3e154] * 3))
    assert np.isfinite(per_example_losses(problem, (0.0, 0.0))).all()
    with pytest.raises(ValueError, match="overflows"):
        empirical_risk(problem, (0.0, 0.0))


@given(tables(numbers), numbers, numbers)
def test_fsum_rounds_once(rows, theta0, theta1):
    problem, theta = problem_of(rows), (theta0, theta1)
    gradients = per_example_gradients(problem, theta)
    sums = [float(sum(Fraction(value) for value in column)) for column in gradients.T.tolist()]
    assert (full_gradient(problem, theta, "fsum") == np.array(sums) / len(rows)).all()


@pytest.mark.parametrize("method", ["blas", "pairwise", "fsum"])
def test_every_method_keeps_the_digits_of_a_million_gradients(method):
    random = np.random.default_rng(4)
    x = random.normal(size=1_000_000) + 3
    weights = random.integers(0, 3, size=len(x))
    problem = Problem(Dataset(x, 2 * x + random.normal(size=len(x))), sample_weight=weights)
    weighted = per_example_gradients(problem, (0.5, 1.0)).T * weights
    exact = np.array([fsum(column) for column in weighted]) / weights.sum()
    scale = 4 * EPS * np.abs(weighted).sum(axis=1) / weights.sum()
    assert (np.abs(full_gradient(problem, (0.5, 1.0), method) - exact) <= scale).all()


def test_a_sum_that_overflows_is_refused_by_every_method():
    problem = Problem(Dataset([1.0] * 3, [-1e308] * 3))
    assert np.isfinite(per_example_gradients(problem, (0.0, 0.0))).all()
    for method in ("blas", "pairwise", "fsum"):
        with pytest.raises(ValueError, match="overflows"):
            full_gradient(problem, (0.0, 0.0), method)
