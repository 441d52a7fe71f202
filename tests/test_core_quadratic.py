"""The risk of squared errors is a quadratic, and its centred form loses no digit that the table has."""

from fractions import Fraction

import numpy as np
import pytest
from core_tables import RANK_ONE, TAME, WILD
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    AbsoluteError,
    Dataset,
    HalfSquaredError,
    Problem,
    SquaredError,
    empirical_risk,
    full_gradient,
    per_example_hessians,
    quadratic_risk,
)
from core.arrays import exact
from core.models import TanhNeuron

EPS = float(np.finfo(float).eps)
RISKS = {"half": HalfSquaredError(), "whole": SquaredError()}
SMALL = {name: table for name, table in (TAME | WILD).items() if len(table) <= 1000}

rationals = st.fractions(-20, 20, max_denominator=6)
weights = st.fractions(0, 3, max_denominator=4)


@st.composite
def exact_problems(draw):
    """Up to six rows of up to three features, with weights or without, with penalties or without."""
    n_examples, n_features = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    matrix = [[draw(rationals) for _ in range(n_features)] for _ in range(n_examples)]
    y = [draw(rationals) for _ in range(n_examples)]
    counted = draw(st.none() | st.lists(weights, min_size=n_examples, max_size=n_examples).filter(any))
    penalty = draw(st.just(0) | weights | st.lists(weights, min_size=n_features + 1, max_size=n_features + 1))
    dataset = Dataset.from_matrix(np.array(matrix, dtype=object), y)
    loss = draw(st.sampled_from(list(RISKS.values())))
    return Problem(dataset, loss=loss, sample_weight=counted, l2_penalty=penalty)


def exactly(problem):
    """The same problem with the very same numbers as fractions."""
    data = problem.dataset
    table = Dataset(exact(data.x), exact(data.y), feature_names=data.feature_names)
    return Problem(table, problem.model, problem.loss, problem.sample_weight, problem.l2_penalty)


def error(value, truth):
    """How far floats are from fractions, in parts of these; in eps."""
    pairs = zip(np.ravel(value).tolist(), np.ravel(truth).tolist(), strict=True)
    return max(float(abs(Fraction(v) - t) / (abs(t) or 1)) for v, t in pairs) / EPS


@settings(max_examples=60)
@given(exact_problems(), st.data())
def test_of_fractions_it_is_the_risk_and_its_gradient_and_hessian_exactly(problem, data):
    theta = [data.draw(rationals) for _ in range(problem.n_parameters)]
    risk = quadratic_risk(problem)
    assert risk.risk(theta) == empirical_risk(problem, theta)
    assert risk.gradient(theta).tolist() == full_gradient(problem, theta).tolist()
    share = np.array([Fraction(1)] * len(problem.y)) if problem.weights is None else problem.weights
    hessians = per_example_hessians(problem, theta)
    assert risk.hessian.tolist() == ((hessians.T * share).sum(axis=-1) / share.sum()).tolist()


@settings(max_examples=60)
@given(exact_problems(), st.data())
def test_of_fractions_its_minimum_is_the_least_risk_and_where_it_is_flat_the_risk_stays_the_same(
    problem, data
):
    risk = quadratic_risk(problem)
    assert not full_gradient(problem, risk.origin).any()
    assert risk.minimum == empirical_risk(problem, risk.origin)
    theta = np.array([data.draw(rationals) for _ in range(problem.n_parameters)])
    assert risk.risk(theta) >= risk.minimum
    for direction in risk.flat.T:
        assert direction.any()
        assert empirical_risk(problem, theta + direction) == empirical_risk(problem, theta)
    assert risk.is_unique == (risk.flat.shape == (problem.n_parameters, 0))
    assert (risk.theta_star is None) != risk.is_unique
    if risk.is_unique:
        assert risk.theta_star.tolist() == risk.origin.tolist()
    else:
        assert np.linalg.matrix_rank(risk.hessian.astype(float)) < problem.n_parameters


@pytest.mark.parametrize(
    "extra", [{}, {"l2_penalty": (0, 0.25)}, {"l2_penalty": 0.25}, {"loss": SquaredError()}]
)
@pytest.mark.parametrize("name", SMALL)
def test_of_floats_it_is_that_of_the_same_numbers_as_fractions_to_a_few_roundings(name, extra):
    """Far from the minimum and next to it, for year-like x too; the origin is rounded in units of y."""
    problem = Problem(SMALL[name], **extra)
    risk, truth = quadratic_risk(problem), quadratic_risk(exactly(problem))
    assert risk.is_unique
    size = float(np.abs(problem.y).max())
    least = float(truth.minimum)
    assert abs(risk.minimum - least) <= 4 * EPS * (least + size * (least**0.5 + EPS * size))
    assert error(risk.hessian, truth.hessian) <= 8
    random = np.random.default_rng(4)
    for distance in (1e-3, 1.0, 100.0):
        theta = risk.origin * (1 + distance * random.normal(size=2))
        height = float(truth.risk(theta))
        slack = 8 * EPS * (2 * height + size * height**0.5)
        assert abs(float(Fraction(float(risk.risk(theta))) - truth.risk(theta))) <= slack


def test_rounding_of_the_origin_does_not_move_the_valley():
    """Of an exact line next to its minimum all digits of the risk are those of the distance from it."""
    x = 1990 + np.arange(30.0)
    problem = Problem(Dataset(x, 3 * x + 1))
    risk, truth = quadratic_risk(problem), quadratic_risk(exactly(problem))
    theta = (np.nextafter(1.0, 2) + 1e-6, 3.0)
    assert error(risk.risk(theta), truth.risk(theta)) <= 1e5  # of 1e-12: the fit's own rounding
    assert error(risk.gradient((2.0, 3.0)), truth.gradient((2.0, 3.0))) <= 1e5


@pytest.mark.parametrize("name", RANK_ONE)
def test_where_all_x_are_equal_no_theta_is_the_only_one(name):
    table = RANK_ONE[name]
    risk = quadratic_risk(Problem(table))
    assert not risk.is_unique
    assert risk.theta_star is None
    assert risk.minimum == pytest.approx(np.var(table.y) / 2)
    assert risk.flat.shape == (2, 1)
    along = risk.origin + 5 * risk.flat[:, 0]
    assert risk.risk(along) == pytest.approx(risk.minimum, abs=1e-12)
    assert quadratic_risk(Problem(table, l2_penalty=0.1)).is_unique


def test_more_parameters_than_rows_leave_directions_flat():
    random = np.random.default_rng(0)
    problem = Problem(Dataset.from_matrix(random.normal(size=(3, 4)), random.normal(size=3)))
    risk = quadratic_risk(problem)
    assert risk.flat.shape == (5, 2)
    assert risk.minimum < 1e-28
    assert np.abs(risk.hessian @ risk.flat).max() < 1e-14
    assert quadratic_risk(Problem(problem.dataset, l2_penalty=(0, 1, 1, 1, 1))).is_unique


@pytest.mark.parametrize("shift", [0.0, 1e3, 1e6])
def test_columns_that_differ_by_the_rounding_of_their_numbers_are_the_same(shift):
    x = shift + np.arange(30.0)
    noise = np.random.default_rng(1).normal(size=30)
    same = Dataset.from_matrix(np.column_stack([x, 0.1 * x + 0.3]), noise)
    assert not quadratic_risk(Problem(same)).is_unique
    nearly = Dataset.from_matrix(np.column_stack([x, 0.1 * x + 1e-6 * (1 + shift) * noise]), noise)
    assert quadratic_risk(Problem(nearly)).is_unique


def test_neighbouring_floats_as_only_inputs_fix_a_line():
    risk = quadratic_risk(Problem(Dataset([1e16, 1e16 + 2], [0, 1])))
    assert risk.is_unique
    assert risk.theta_star[1] == pytest.approx(0.5, rel=4 * EPS, abs=0)


def test_it_takes_thetas_in_any_shapes_that_broadcast():
    risk = quadratic_risk(Problem(SMALL["norris"]))
    rows, columns = np.linspace(-1, 1, 3)[:, None], np.linspace(0, 2, 4)[None, :]
    grid = risk.risk((rows, columns))
    assert grid.shape == (3, 4)
    assert risk.gradient((rows, columns)).shape == (3, 4, 2)
    for i, a in enumerate(rows[:, 0]):
        for j, b in enumerate(columns[0]):
            assert risk.risk((a, b)) == pytest.approx(grid[i, j], rel=4 * EPS, abs=0)
            assert risk.gradient((a, b)) == pytest.approx(
                risk.gradient((rows, columns))[i, j], rel=4 * EPS, abs=0
            )
    assert np.shape(risk.risk((1, 2))) == ()
    assert risk.risk(np.ones((2, 5))).shape == (5,)


@pytest.mark.parametrize("penalty", [0, (1, 0), (0, 1)])
def test_a_grid_keeps_its_shape_where_the_risk_does_not_depend_on_a_parameter(penalty):
    """With x = 0 the slope counts for nothing; with a mean of 0 no square holds both parameters."""
    for table in (Dataset([0, 0], [1, 2]), Dataset([-1, 1], [1, 2])):
        problem = Problem(table, l2_penalty=penalty)
        grid = quadratic_risk(problem).risk((np.arange(3.0)[:, None], np.arange(4.0)[None, :]))
        direct = [[empirical_risk(problem, (a, b)) for b in range(4)] for a in range(3)]
        assert grid == pytest.approx(np.array(direct), abs=1e-15)


def test_anscombe_s_four_tables_have_the_same_surface_to_two_thousandths():
    """Of the averaged surface; their rows' own gradients differ. In parts of the risk at 0."""
    axes = np.linspace(-5, 11, 30)[:, None], np.linspace(-1, 2, 30)[None, :]
    names = [f"anscombe{k}" for k in range(1, 5)]
    surfaces = [quadratic_risk(Problem(Dataset.packaged(name))).risk(axes) for name in names]
    assert all(np.abs(surface / surfaces[0] - 1).max() < 0.002 for surface in surfaces)


def test_of_floats_it_takes_fractions_too():
    risk = quadratic_risk(Problem(SMALL["norris"]))
    assert risk.risk((Fraction(1, 4), 1)) == risk.risk((0.25, 1))
    assert risk.gradient((Fraction(1, 4), 1)).tolist() == risk.gradient((0.25, 1)).tolist()


@pytest.mark.parametrize(
    ("theta", "message"),
    [
        ((1,), "theta needs 2 numbers or arrays, found 1"),
        ((1, [0, np.nan]), "theta_1 needs finite numbers, found nan in place 2"),
        (("a", 1), "theta_0 needs real numbers"),
    ],
)
def test_thetas_are_checked(theta, message):
    risk = quadratic_risk(Problem(SMALL["norris"]))
    for function in (risk.risk, risk.gradient):
        with pytest.raises(ValueError, match=message):
            function(theta)


@pytest.mark.parametrize(
    ("problem", "names"),
    [
        (Problem(SMALL["norris"], loss=AbsoluteError()), "affine and absolute"),
        (Problem(SMALL["norris"], TanhNeuron()), "tanh-neuron and half-squared"),
    ],
)
def test_other_risks_are_not_quadratic(problem, names):
    with pytest.raises(ValueError, match=f"a quadratic risk needs .* squared error, found {names}"):
        quadratic_risk(problem)


def test_a_subclass_may_be_another_loss():
    class QuarticError(HalfSquaredError):
        pass

    with pytest.raises(ValueError, match="squared error"):
        quadratic_risk(Problem(SMALL["norris"], loss=QuarticError()))


@pytest.mark.parametrize(
    "problem",
    [
        Problem(Dataset([1, 2, 4], [1e200, -1e200, 1])),
        Problem(Dataset([1.7e308, 1.7e308, 1], [1, 2, 3])),
        Problem(Dataset([1, 2, 4], [1.7e308, -1.7e308, 1.7e308])),
        Problem(Dataset([1e-160, 2e-160, 3e-160], [1, 2, 3]), l2_penalty=1e300),
        Problem(Dataset([1e-320, 2e-320], [1e-5, 2])),
        Problem(Dataset([1e10, 1e10 + 1e-5], [1e303, 0])),
    ],
)
def test_what_overflows_is_refused(problem):
    with pytest.raises(ValueError, match="the loss overflows for these values; rescale them"):
        quadratic_risk(problem)


def test_a_risk_or_hessian_that_overflows_is_refused():
    risk = quadratic_risk(Problem(Dataset([1, 2, 4], [1, 2, 3])))
    for function in (risk.risk, risk.gradient):
        with pytest.raises(ValueError, match="overflows"):
            function((1e300, 1e308))
    with pytest.raises(ValueError, match="overflows"):
        quadratic_risk(Problem(Dataset([1e200, -1e200], [1, 2]))).hessian  # noqa: B018 - it is computed here


def test_rows_of_weight_0_count_for_nothing():
    table = SMALL["years"]
    kept = np.arange(len(table)) % 3 != 0
    some = quadratic_risk(Problem(table, sample_weight=kept.astype(float)))
    left = quadratic_risk(Problem(table.of_rows(np.flatnonzero(kept))))
    assert some.theta_star.tolist() == left.theta_star.tolist()
    assert some.minimum == left.minimum
