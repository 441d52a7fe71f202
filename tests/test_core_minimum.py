"""The minimizer has the smallest risk, is the only one, and core says so where there is none."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import least_squares, lsq_linear, minimize
from statsmodels.datasets import longley

from core import (
    AbsoluteError,
    Dataset,
    HalfSquaredError,
    HingeLoss,
    HuberLoss,
    LogisticLoss,
    PinballLoss,
    Problem,
    SquaredError,
    empirical_risk,
    full_gradient,
    minimizer,
    per_example_gradients,
)
from core.models import MLP, LogisticModel, TanhNeuron
from core.solvers import cones, newton, piecewise
from core.solvers.centring import Centring

RANDOM = np.random.default_rng(8)
X = RANDOM.normal(size=60)
Y = 1 - 2 * X + RANDOM.standard_t(2, size=60)
LABELS = (RANDOM.random(60) < 1 / (1 + np.exp(-0.5 - 1.5 * X))).astype(float)
MATRIX = RANDOM.normal(size=(60, 3)) + [0, 5, -3]
WEIGHTS = RANDOM.integers(0, 4, size=60).astype(float)
CONVEX = {
    "half-squared": (HalfSquaredError(), Y),
    "squared": (SquaredError(), Y),
    "absolute": (AbsoluteError(), Y),
    "pinball": (PinballLoss(0.3), Y),
    "huber": (HuberLoss(0.7), Y),
    "logistic": (LogisticLoss(), LABELS),
    "hinge": (HingeLoss(), 2 * LABELS - 1),
}
OPTIONS = {
    "plain": {},
    "weights": {"sample_weight": WEIGHTS},
    "penalty": {"l2_penalty": 0.3},
    "penalty on the slopes": {"l2_penalty": (0, 0.03, 0.01, 0.02)},
}


def table(*rows):
    return Dataset([x for x, _ in rows], [y for _, y in rows])


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", CONVEX)
def test_no_theta_near_or_far_has_a_smaller_risk(name, option):
    loss, y = CONVEX[name]
    problem = Problem(Dataset.from_matrix(MATRIX, y), loss=loss, **OPTIONS[option])
    theta = minimizer(problem)
    least = empirical_risk(problem, theta)
    for size in 10.0 ** np.arange(-6, 2):
        for _ in range(12):
            way = RANDOM.normal(size=4)
            assert empirical_risk(problem, theta + size * way) >= least * (1 - 1e-14)
    assert empirical_risk(problem, theta + 0.1 * way) > least


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", ["half-squared", "squared", "huber", "logistic"])
def test_a_smooth_risk_has_no_slope_at_its_minimizer(name, option):
    loss, y = CONVEX[name]
    problem = Problem(Dataset.from_matrix(MATRIX, y), loss=loss, **OPTIONS[option])
    theta = minimizer(problem)
    terms = np.abs(per_example_gradients(problem, theta)).mean(axis=0) + np.abs(theta)
    assert (np.abs(full_gradient(problem, theta)) <= 1e-13 * terms).all()
    found = minimize(lambda t: empirical_risk(problem, t), theta + 0.1, method="Nelder-Mead", tol=1e-10)
    assert theta == pytest.approx(found.x, abs=1e-4)


small = st.integers(-3, 3)
quantiles = st.fractions(Fraction(1, 8), Fraction(7, 8), max_denominator=8)


@settings(max_examples=60)
@given(st.lists(st.tuples(small, small, st.integers(1, 2)), min_size=2, max_size=7), quantiles)
def test_pinball_minimizers_are_the_lines_through_two_rows_that_cost_least(rows, quantile):
    """All such lines tried in fractions: two that cost the same make the minimizer not unique."""
    exact = [(Fraction(x), Fraction(y), w) for x, y, w in rows]
    lines = {_line(a, b) for a, b in combinations(exact, 2) if a[0] != b[0]}
    assume(lines)
    costs = {line: sum(w * _pinball(line, x, y, quantile) for x, y, w in exact) for line in lines}
    cheapest = [line for line, cost in costs.items() if cost == min(costs.values())]
    x, y, weights = zip(*rows, strict=True)
    problem = Problem(Dataset(x, y), loss=PinballLoss(quantile), sample_weight=weights)
    if len(cheapest) == 1:
        assert minimizer(problem) == pytest.approx([float(value) for value in cheapest[0]], abs=1e-12)
    else:
        with pytest.raises(ValueError, match="isn't unique"):
            minimizer(problem)


def _line(first, second):
    slope = (second[1] - first[1]) / (second[0] - first[0])
    return first[1] - slope * first[0], slope


def _pinball(line, x, y, quantile):
    miss = y - line[0] - line[1] * x
    return max(quantile * miss, (quantile - 1) * miss)


def test_quantiles_of_engel_are_those_of_statsmodels():
    engel = Dataset.packaged("engel")
    for quantile in (0.25, 0.5, 0.9):
        found = sm.QuantReg(engel.y, sm.add_constant(engel.x)).fit(quantile)
        theta = minimizer(Problem(engel, loss=PinballLoss(quantile)))
        assert theta == pytest.approx(found.params, rel=1e-4, abs=0)
    assert minimizer(Problem(engel, loss=AbsoluteError())) == pytest.approx(
        minimizer(Problem(engel, loss=PinballLoss(0.5))), rel=1e-12, abs=0
    )


@pytest.mark.parametrize("loss", [AbsoluteError(), HingeLoss()])
@pytest.mark.parametrize("strength", [1e-3, 1.0])
def test_kinked_risks_with_a_penalty_have_a_subgradient_of_zero_at_their_minimum(loss, strength):
    """The slopes of the rows at their kinks, within their bounds, can balance all others and the penalty."""
    y = Y if isinstance(loss, AbsoluteError) else 2 * LABELS - 1
    problem = Problem(Dataset(X, y), loss=loss, l2_penalty=strength)
    theta = minimizer(problem)
    predictions, rows = problem.predictions(theta), np.column_stack([np.ones_like(X), X]) / 60
    at_kink = np.abs(predictions - y) < 1e-12  # for labels of -1 and 1 these are the hinge's kinks, too
    assert at_kink.any() == (strength < 1)  # both kinds: some rows at their kinks, and none
    left = rows[~at_kink].T @ loss.gradient(y, predictions)[~at_kink] + strength * theta
    if at_kink.any():
        low, high = np.minimum(-y, 0)[at_kink], np.maximum(-y, 0)[at_kink]
        bounds = (-1, 1) if isinstance(loss, AbsoluteError) else (low, high)
        left = lsq_linear(rows[at_kink].T, -left, bounds, tol=1e-15).fun
    assert np.linalg.norm(left) < 1e-14


@pytest.mark.parametrize("delta", [10.0, 1e3])
def test_a_huber_loss_that_no_row_leaves_gives_least_squares(delta):
    table = Dataset(X, np.clip(Y, -4, 4))
    huber, squares = minimizer(Problem(table, loss=HuberLoss(delta))), minimizer(Problem(table))
    assert huber == pytest.approx(squares, rel=1e-12, abs=0)


@pytest.mark.parametrize("delta", [0.05, 0.7])
def test_huber_minimizers_are_those_of_another_solver(delta):
    theta = minimizer(Problem(Dataset(X, Y), loss=HuberLoss(delta)))
    found = least_squares(lambda t: t[0] + t[1] * X - Y, (0, 0), loss="huber", f_scale=delta, xtol=1e-15)
    assert theta == pytest.approx(found.x, abs=1e-6)


def test_rows_where_the_huber_loss_just_begins_to_be_straight_hold_the_minimizer():
    """Their second derivative is 0 there, but not on the one side or the other."""
    held = table((0, 1), (0, -1), (1, 1), (1, -1))
    assert minimizer(Problem(held, loss=HuberLoss(1))) == pytest.approx((0, 0), abs=1e-15)
    pinned = table((0, 5), (0, -5), (1, 5), (1, -5))
    with pytest.raises(ValueError, match="flat at its minimum"):
        minimizer(Problem(pinned, loss=HuberLoss(1)))
    assert minimizer(Problem(pinned, loss=HuberLoss(1), l2_penalty=0.1)) == pytest.approx((0, 0), abs=1e-15)
    with pytest.raises(ValueError, match="flat at its minimum"):
        minimizer(Problem(pinned, loss=HuberLoss(1), l2_penalty=(0, 0.1)))


def test_a_narrow_huber_loss_comes_to_the_median_line():
    thin, median = Problem(Dataset(X, Y), loss=HuberLoss(1e-6)), Problem(Dataset(X, Y), loss=AbsoluteError())
    assert minimizer(thin) == pytest.approx(minimizer(median), abs=1e-5)


def test_spector_is_what_statsmodels_finds():
    spector = Dataset.packaged("spector")
    problem = Problem(spector, loss=LogisticLoss())
    logit = sm.Logit(spector.y, sm.add_constant(spector.x))
    found = logit.fit(method="newton", tol=1e-14, disp=False)
    theta = minimizer(problem)
    assert theta == pytest.approx(found.params, rel=1e-10, abs=0)
    for at in (theta, [0.0, 0.0], [-3.0, 1.5]):
        gradients = per_example_gradients(problem, at)
        assert np.abs(gradients + logit.score_obs(np.asarray(at))).max() <= 4e-15


@given(st.integers(1, 9), st.integers(1, 9), st.integers(10, 20))
@settings(max_examples=20)
def test_two_groups_have_the_log_odds_of_their_labels(ones, others, size):
    """theta_0 is the log odds at x = 0, theta_0 + theta_1 those at x = 1."""
    y = [1] * ones + [0] * (size - ones) + [1] * others + [0] * (size - others)
    theta = minimizer(Problem(Dataset([0] * size + [1] * size, y), loss=LogisticLoss()))
    odds = [np.log(count / (size - count)) for count in (ones, others)]
    assert theta == pytest.approx([odds[0], odds[1] - odds[0]], abs=1e-12)


def test_labels_that_can_be_separated_have_no_minimizer_without_a_penalty():
    parted = table((-2, 0), (-1, 0), (1, 1), (3, 1))
    with pytest.raises(ValueError, match="there is no minimizer: the labels 0 and 1 can be separated"):
        minimizer(Problem(parted, loss=LogisticLoss()))
    touching = table((-2, 0), (1, 0), (1, 1), (3, 1))
    with pytest.raises(ValueError, match="no minimizer"):
        minimizer(Problem(touching, loss=LogisticLoss()))
    with pytest.raises(ValueError, match="no minimizer"):
        minimizer(Problem(parted, loss=LogisticLoss(), l2_penalty=(1, 0)))
    for penalty in (0.1, (0, 0.1)):
        problem = Problem(parted, loss=LogisticLoss(), l2_penalty=penalty)
        assert np.abs(full_gradient(problem, minimizer(problem))).max() < 1e-14


def test_labels_between_0_and_1_hold_the_minimizer():
    problem = Problem(table((-1, 0), (0, 0.4), (0.5, 0.7), (1, 1)), loss=LogisticLoss())
    assert np.abs(full_gradient(problem, minimizer(problem))).max() < 1e-14


@pytest.mark.parametrize(
    ("loss", "rows"),
    [
        (AbsoluteError(), [(0, 0), (0, 2), (1, 1)]),
        (HuberLoss(Fraction(1, 2)), [(0, -5), (0, 5), (1, 0), (2, 0)][:2] + [(1, -5), (1, 5)]),
        (HingeLoss(), [(-4, -1), (4, 1)]),
    ],
)
def test_a_flat_bottom_is_no_unique_minimizer(loss, rows):
    with pytest.raises(ValueError, match=f"the mean {loss.name} loss is flat at its minimum"):
        minimizer(Problem(table(*rows), loss=loss))


def test_two_hinges_that_just_touch_have_one_minimizer():
    overlapping = table((-1, -1), (0, 1), (0.5, -1), (1, 1), (0, -1))
    problem = Problem(overlapping, loss=HingeLoss())
    theta = minimizer(problem)
    exact = Problem(
        Dataset([Fraction(x) for x in overlapping.x], [Fraction(y) for y in overlapping.y]), loss=HingeLoss()
    )
    least = empirical_risk(exact, [Fraction(round(value * 6), 6) for value in theta])
    steps = [Fraction(k, 7) for k in range(-14, 15)]
    assert all(empirical_risk(exact, (a, b)) >= least for a in steps for b in steps)


@pytest.mark.parametrize("loss", [loss for loss, _ in CONVEX.values()])
def test_features_that_depend_on_each_other_are_named(loss):
    y = [-1, 1, 1, -1] if isinstance(loss, HingeLoss) else [0, 1, 1, 0]
    first = np.array([1.0, 2, 4, 7])
    twice = Dataset.from_matrix(np.column_stack([first, [3, 1, 4, 1], 2 * first + 1]), y, ("a", "b", "c"))
    with pytest.raises(ValueError, match="a and c are linearly dependent; leave one out, or add rows"):
        minimizer(Problem(twice, loss=loss))
    level = Dataset.from_matrix(np.column_stack([first, [5] * 4]), y, ("a", "b"))
    with pytest.raises(ValueError, match="b is the same in all rows; leave it out"):
        minimizer(Problem(level, loss=loss))
    with pytest.raises(ValueError, match="all x are equal; add rows with another x"):
        minimizer(Problem(Dataset([3] * 4, y), loss=loss))


def test_of_fractions_it_is_exact():
    x, y = [Fraction(k) for k in (0, 1, 3, 4)], [Fraction(k, 3) for k in (1, 5, 2, 8)]
    for options in ({}, {"sample_weight": [1, 2, 0, Fraction(1, 3)]}, {"l2_penalty": (0, Fraction(1, 7))}):
        problem = Problem(Dataset(x, y), **options)
        theta = minimizer(problem)
        assert all(type(value) is Fraction for value in theta)
        assert full_gradient(problem, theta).tolist() == [0, 0]


def correct_digits(found, certified):
    """How many decimal digits the worst coefficient has right."""
    errors = np.abs(np.asarray(found) - certified) / np.abs(certified)
    return float(-np.log10(errors.max()))


def test_longley_has_more_digits_than_the_normal_equations_leave():
    """NIST's certified coefficients (StRD, Longley 1967)."""
    certified = np.array(
        [-3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683]
        + [-1.03322686717359, -0.0511041056535807, 1829.15146461355]
    )
    data = longley.load_pandas()
    matrix, y = data.exog.to_numpy(), data.endog.to_numpy()
    design = np.column_stack([np.ones(16), matrix])
    normal = np.linalg.solve(design.T @ design, design.T @ y)
    theta = minimizer(Problem(Dataset.from_matrix(matrix, y)))
    assert correct_digits(theta, certified) > 13
    assert correct_digits(normal, certified) < 9
    assert theta == pytest.approx(sm.OLS(y, design).fit().params, rel=1e-6, abs=0)


def test_weights_and_penalties_are_those_of_statsmodels_and_of_added_rows():
    design = np.column_stack([np.ones(60), MATRIX])
    weighted = Problem(Dataset.from_matrix(MATRIX, Y), sample_weight=WEIGHTS)
    assert minimizer(weighted) == pytest.approx(sm.WLS(Y, design, WEIGHTS).fit().params, rel=1e-10, abs=0)
    strengths = np.array([0, 0.3, 0.1, 0.2])
    ridge = Problem(Dataset.from_matrix(MATRIX, Y), l2_penalty=strengths)
    added = np.vstack([design, np.diag(np.sqrt(60 * strengths))])
    theta, *_ = np.linalg.lstsq(added, np.concatenate([Y, np.zeros(4)]))
    assert minimizer(ridge) == pytest.approx(theta, rel=1e-10, abs=0)
    assert minimizer(replace(ridge, loss=SquaredError(), l2_penalty=2 * strengths)) == pytest.approx(
        theta, rel=1e-10, abs=0
    )


# Risks that may have several minima:

CURVE = Dataset(X, 1.5 * np.tanh(0.8 * X))


def test_a_risk_that_may_have_several_minima_wants_a_start():
    with pytest.raises(
        ValueError, match="tanh-neuron model with the half-squared loss may have several minima"
    ):
        minimizer(Problem(CURVE, TanhNeuron()))
    with pytest.raises(ValueError, match="theta needs 2"):
        minimizer(Problem(CURVE, TanhNeuron()), start=(1, 2, 3))


def test_a_neuron_is_found_again_and_its_mirror_from_the_other_side():
    problem = Problem(CURVE, TanhNeuron())
    assert minimizer(problem, start=(1, 1)) == pytest.approx((1.5, 0.8), abs=1e-9)
    assert minimizer(problem, start=(-1, -1)) == pytest.approx((-1.5, -0.8), abs=1e-9)


def test_a_probability_is_found_again():
    probabilities = 1 / (1 + np.exp(-(0.3 - 1.2 * X)))
    problem = Problem(Dataset(X, probabilities), LogisticModel())
    assert minimizer(problem, start=(0, 0)) == pytest.approx((0.3, -1.2), abs=1e-9)


def test_a_saddle_and_a_flat_end_are_no_minima():
    with pytest.raises(ValueError, match="saddle"):
        minimizer(Problem(CURVE, TanhNeuron()), start=(0, 0))
    with pytest.raises(ValueError, match="the risk is flat"):
        minimizer(Problem(Dataset([0.0, 1.0], [0.2, 0.4]), MLP(2)), start=0.3 + 0.1 * np.arange(7))


class Growth:
    """theta_0 exp(theta_1 x), without second derivatives."""

    name = "growth"

    def parameter_names(self, n_features):
        return ("size", "rate")

    def predictions(self, theta, x):
        return theta[0] * np.exp(theta[1] * x)

    def jacobian(self, theta, x):
        growth = np.exp(theta[1] * x)
        return np.stack([growth, theta[0] * x * growth]).T


def test_a_user_s_model_needs_no_second_derivatives():
    x = np.linspace(0, 2, 9)
    problem = Problem(Dataset(x, 0.7 * np.exp(0.9 * x)), Growth(), l2_penalty=0)
    assert minimizer(problem, start=(1, 0.5)) == pytest.approx((0.7, 0.9), abs=1e-9)
    weighed = replace(problem, sample_weight=np.arange(9.0), l2_penalty=0.01)
    theta = minimizer(weighed, start=(1, 0.5))
    assert np.abs(full_gradient(weighed, theta)).max() < 1e-13


def test_a_start_at_which_the_loss_overflows_is_refused():
    with pytest.raises(ValueError, match="overflows"):
        minimizer(Problem(Dataset([1.0, 2.0], [1.0, 2.0]), Growth()), start=(1, 400.0))


class Slope:
    """theta_0 + exp(theta_1 x): its risk may sink forever."""

    name = "slope"

    def parameter_names(self, n_features):
        return ("level", "rate")

    def predictions(self, theta, x):
        return theta[0] + np.exp(theta[1] * x)

    def jacobian(self, theta, x):
        return np.stack([np.ones_like(x), x * np.exp(theta[1] * x)]).T


def test_a_risk_that_sinks_forever_has_no_minimum_to_be_found():
    """Best is exp(theta_1 x) = 0 for all x > 0, which no finite theta_1 reaches."""
    with pytest.raises(ValueError, match=r"no minimum found|flat"):
        minimizer(Problem(Dataset([0.0, 1.0, 2.0], [1.0, 0.0, 0.0]), Slope()), start=(0, 0))


class GrowthWithHessians(Growth):
    """theta_0 exp(theta_1 x) with its second derivatives."""

    def prediction_hessians(self, theta, x):
        growth = np.exp(theta[1] * x)
        mixed = x * growth
        return np.stack([np.stack([0 * x, mixed]), np.stack([mixed, theta[0] * x * mixed])]).T


def test_a_search_sees_an_infinite_risk_where_the_loss_overflows():
    """So it steps back; and where its own numbers overflow, it says so."""
    x = np.array([0.0, 1.0, 2.0, 300.0])
    for model in (Growth(), GrowthWithHessians()):
        problem = Problem(Dataset(x, 2 * np.exp(0.01 * x)), model)
        risk, far = newton.SmoothRisk(problem), np.array([1.0, 2.0])
        assert risk.value_and_gradient(far)[0] == risk.miss(far) == np.inf
        assert (risk.hessian(far) == np.eye(2)).all()
        assert minimizer(problem, start=(1.9, 0.0101)) == pytest.approx((2, 0.01), rel=1e-9, abs=0)
        with pytest.raises(ValueError, match="no minimum found: the search overflows"):
            minimizer(problem, start=(1, 0.9))


def test_a_search_that_ends_on_a_slope_says_so(monkeypatch):
    """At a kink the gradient doesn't become 0; and steps may run out."""
    with pytest.raises(ValueError, match="no minimum found: where the search ended, the gradient is"):
        minimizer(Problem(Dataset(X, np.sign(X)), TanhNeuron(), AbsoluteError()), start=(0.3, 0.4))
    monkeypatch.setattr(newton, "MOST_STEPS", 1)
    with pytest.raises(ValueError, match="no minimum found: where the search ended, the gradient is"):
        minimizer(Problem(CURVE, TanhNeuron()), start=(1.4, 0.9))


def test_a_programme_without_an_answer_says_so():
    with pytest.raises(ValueError, match="a linear programme wasn't solved"):
        cones.programme(np.ones(1), A_eq=np.ones((1, 1)), b_eq=np.ones(1), bounds=(2, 3))


def test_what_does_not_prove_itself_is_no_minimizer(monkeypatch):
    monkeypatch.setattr(piecewise.Conditions, "are_fulfilled", lambda *found: False)
    for penalty in (0, 0.1):
        with pytest.raises(ValueError, match="what the search ends with isn't one"):
            minimizer(Problem(Dataset(X, Y), loss=AbsoluteError(), l2_penalty=penalty))


def test_numbers_near_the_largest_keep_their_minimizer_or_say_that_it_overflows():
    huge = Dataset([0.0, 1e302, 2e302], [1.0, 2.0, 3.0])
    assert minimizer(Problem(huge)) == pytest.approx((1, 1e-302), rel=1e-12, abs=0)
    steep = Dataset([1e10, 1e10 + 1e-5], [0.0, 1e300])
    with pytest.raises(ValueError, match="the loss overflows"):
        minimizer(Problem(steep))


def test_rows_of_very_different_lengths_are_all_seen_by_the_cone():
    rising = np.array([[1e9], [-1e-3]])
    assert cones.leaves_only_zero(np.empty((0, 1)), rising, 1e-10)
    assert not cones.leaves_only_zero(np.empty((0, 1)), rising[:1], 1e-10)


def test_a_constant_column_among_several_is_named():
    x = np.column_stack([X, np.full(60, 3.0), X**2])
    for table in (Dataset.from_matrix(x, Y), Dataset.from_matrix(x + [0, 0, 1e6], Y)):
        with pytest.raises(ValueError, match="isn't unique: x2 is the same in all rows; leave it out"):
            minimizer(Problem(table))


@pytest.mark.parametrize("loss", [HuberLoss(), PinballLoss(0.3)], ids=lambda loss: loss.name)
def test_a_table_of_fractions_has_the_minimizer_of_the_same_floats(loss):
    xs, ys = [Fraction(x, 2) for x in (-4, -1, 0, 3, 5)], [Fraction(y, 4) for y in (3, -2, 1, 9, 4)]
    floats = Problem(Dataset([float(x) for x in xs], [float(y) for y in ys]), loss=loss)
    exact = Problem(Dataset(xs, ys), loss=loss)
    assert exact.is_exact
    assert minimizer(exact).tolist() == minimizer(floats).tolist()


def test_columns_are_centred_where_all_values_are_equal_without_a_rounding():
    constants = np.array([0.1, 1 / 3, 1e6 + 0.1, -0.7])
    x = np.column_stack([np.tile(constants, (61, 1)), np.arange(-300.0, 310, 10)])
    centring = Centring.of(Problem(Dataset.from_matrix(x, np.ones(61))))
    assert centring.mean[:4].tolist() == constants.tolist()
    assert centring.scale[4] == 256  # the power of two not above the farthest
    columns = centring.columns(Problem(Dataset.from_matrix(x, np.ones(61))), slice(0, 61))
    assert not columns[:, 1:5].any()
    assert not columns[:, -1].any()


def test_unit_lengths_make_a_hessians_diagonal_one():
    assert newton.unit_lengths(np.diag([4.0, 1e-6, 0.0])).tolist() == pytest.approx([2, 1e-3, 1])


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_conditions_of_a_minimum_hold_at_it_and_not_a_millionth_beside_it(size):
    rows, kinks = size * np.array([[1.0, 0.5], [1.0, -2.0]]), np.array([50.0, -50.0])
    low, high, penalties = np.full(2, -0.5), np.full(2, 0.5), np.full(2, size**2)
    multipliers = np.array([-0.5, 0.5])  # the first row is below its kink, the second above
    v = -rows.T @ multipliers / penalties
    conditions = piecewise.Conditions(rows, kinks, low, high, penalties)
    assert conditions.are_fulfilled(v, multipliers)
    assert not conditions.are_fulfilled(v * (1 + 1e-6), multipliers)
    assert not conditions.are_fulfilled(v, -multipliers)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=9), st.sampled_from([-2000.0, 0.0, 2000.0]))
def test_a_centred_and_scaled_column_reaches_from_1_to_2_on_its_longer_side(values, shift):
    assume(len(set(values)) > 1)
    problem = Problem(Dataset(shift + np.array(values, dtype=float), np.arange(len(values))))
    z = Centring.of(problem).columns(problem, slice(None))[:, 1]
    assert 1 <= np.abs(z).max() < 2
