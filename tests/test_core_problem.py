"""What weights, penalties and the order of rows change and what they don't; Hessians and lengths."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    AffineModel,
    Dataset,
    HalfSquaredError,
    LogisticLoss,
    Problem,
    SquaredError,
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradient_norms,
    per_example_gradients,
    per_example_hessians,
    per_example_losses,
)
from core.models import MLP

rationals = st.fractions(-20, 20, max_denominator=12)
positive = st.fractions(0, 9, max_denominator=6)
rows = st.lists(st.tuples(rationals, rationals, positive), min_size=1, max_size=8).filter(
    lambda table: any(weight for *_, weight in table)
)
thetas = st.tuples(rationals, rationals)
few = settings(max_examples=40)
losses = st.sampled_from([HalfSquaredError(), SquaredError()])


def problem_of(table, loss=None, penalty=0):
    x, y, weights = zip(*table, strict=True)
    return Problem(Dataset(x, y), AffineModel(), loss or HalfSquaredError(), weights, penalty)


def risk_and_gradient(problem, theta):
    return empirical_risk(problem, theta), full_gradient(problem, theta).tolist()


@few
@given(rows, thetas, losses)
def test_weight_2_is_the_row_twice_and_weight_0_is_no_row(table, theta, loss):
    doubled = [(x, y, 2 * weight) for x, y, weight in table[:1]] + table[1:]
    twice = [table[0], *table]
    assert risk_and_gradient(problem_of(doubled, loss), theta) == risk_and_gradient(
        problem_of(twice, loss), theta
    )
    counted = [row for row in table if row[2]]
    assert risk_and_gradient(problem_of(table, loss), theta) == risk_and_gradient(
        problem_of(counted, loss), theta
    )
    assert problem_of(table, loss).of_counted_rows().dataset.x.tolist() == [x for x, *_ in counted]


@few
@given(rows, thetas, positive.filter(bool), losses)
def test_only_the_ratios_of_weights_count_and_never_for_a_single_row(table, theta, factor, loss):
    scaled = [(x, y, factor * weight) for x, y, weight in table]
    alike = [(x, y, Fraction(3)) for x, y, _ in table]
    problem = problem_of(table, loss)
    assert risk_and_gradient(problem_of(scaled, loss), theta) == risk_and_gradient(problem, theta)
    plain = Problem(problem.dataset, loss=loss)
    assert risk_and_gradient(problem_of(alike, loss), theta) == risk_and_gradient(plain, theta)
    for each in (per_example_losses, per_example_gradients, per_example_hessians):
        assert each(problem, theta).tolist() == each(plain, theta).tolist()


@few
@given(rows, thetas, st.tuples(positive, positive), losses)
def test_each_row_carries_the_whole_penalty_so_the_weighted_means_are_risk_and_gradient(
    table, theta, penalty, loss
):
    problem, plain = problem_of(table, loss, penalty), problem_of(table, loss)
    extra = sum(strength * t * t for strength, t in zip(penalty, theta, strict=True)) / 2
    slope = [strength * t for strength, t in zip(penalty, theta, strict=True)]
    values, gradients = per_example_losses(problem, theta), per_example_gradients(problem, theta)
    assert values.tolist() == (per_example_losses(plain, theta) + extra).tolist()
    assert gradients.tolist() == (per_example_gradients(plain, theta) + np.array(slope)).tolist()
    bends = per_example_hessians(problem, theta) - per_example_hessians(plain, theta)
    assert bends.tolist() == [np.diag(np.array(penalty, dtype=object)).tolist()] * len(table)
    weights = [weight for *_, weight in table]
    mean = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
    assert empirical_risk(problem, theta) == mean == empirical_risk(plain, theta) + extra
    assert mean_of_gradients(gradients, problem.weights).tolist() == full_gradient(problem, theta).tolist()


@few
@given(rows, thetas, st.randoms(use_true_random=False))
def test_rows_in_another_order_are_the_same_problem(table, theta, random):
    order = list(range(len(table)))
    random.shuffle(order)
    problem, shuffled = problem_of(table), problem_of([table[i] for i in order])
    assert risk_and_gradient(shuffled, theta) == risk_and_gradient(problem, theta)
    assert (
        per_example_gradients(shuffled, theta).tolist()
        == per_example_gradients(problem, theta)[order].tolist()
    )
    assert problem.of_rows(order).weights.tolist() == shuffled.weights.tolist()


@few
@given(rows, thetas, rationals)
def test_moving_x_moves_theta_by_the_chain_rule(table, theta, shift):
    moved = [(x + shift, y, weight) for x, y, weight in table]
    there = (theta[0] - theta[1] * shift, theta[1])
    assert (
        per_example_losses(problem_of(moved), there).tolist()
        == per_example_losses(problem_of(table), theta).tolist()
    )
    by_0, by_1 = per_example_gradients(problem_of(table), theta).T
    assert per_example_gradients(problem_of(moved), there).T.tolist() == [
        by_0.tolist(),
        (by_1 + shift * by_0).tolist(),
    ]


@few
@given(rows, thetas, rationals)
def test_gradients_of_squared_errors_are_linear_in_theta_and_y(table, theta, factor):
    scaled = [(x, factor * y, weight) for x, y, weight in table]
    there = tuple(factor * t for t in theta)
    gradients = per_example_gradients(problem_of(table), theta)
    assert per_example_gradients(problem_of(scaled), there).tolist() == (factor * gradients).tolist()
    twice = per_example_gradients(problem_of(table, SquaredError()), theta)
    assert twice.tolist() == (2 * gradients).tolist()


@few
@given(rows, thetas, losses, positive)
def test_hessians_are_the_differences_of_gradients(table, theta, loss, penalty):
    problem, step = problem_of(table, loss, penalty), Fraction(1, 7)
    hessians = per_example_hessians(problem, theta)
    for p, shift in enumerate([(step, 0), (0, step)]):
        ahead, behind = ([t + sign * d for t, d in zip(theta, shift, strict=True)] for sign in (1, -1))
        rise = per_example_gradients(problem, ahead) - per_example_gradients(problem, behind)
        assert (rise / (2 * step)).tolist() == hessians[:, :, p].tolist()


def test_hessians_of_a_curved_model_are_the_differences_of_its_gradients():
    """In several blocks, with all three terms: bend of the loss, bend of the prediction, penalty."""
    random = np.random.default_rng(2)
    dataset = Dataset(random.normal(size=900), random.uniform(size=900))
    problem = Problem(dataset, MLP(2), LogisticLoss(), l2_penalty=np.arange(7.0))
    theta, step = random.normal(size=7), 1e-5
    hessians = per_example_hessians(problem, theta)
    for p in range(7):
        ahead, behind = (
            per_example_gradients(problem, theta + sign * step * np.eye(7)[p]) for sign in (1, -1)
        )
        assert hessians[:, :, p] == pytest.approx((ahead - behind) / (2 * step), rel=1e-6, abs=1e-8)


def test_a_model_without_second_derivatives_has_no_hessians_and_overflow_is_named():
    class Plain:
        name = "plain"

        def parameter_names(self, n_features):
            return ("slope",)

        def predictions(self, theta, x):
            return theta[0] * x

        def jacobian(self, theta, x):
            return x[:, None]

    problem = Problem(Dataset([1.0, 2.0], [0.0, 0.0]), Plain())
    with pytest.raises(ValueError, match="the plain model has no prediction_hessians; give it this method"):
        per_example_hessians(problem, [1])
    with pytest.raises(ValueError, match="row 2: the loss overflows"):
        per_example_hessians(Problem(Dataset([1, 1e200], [0, 0])), (0, 0))


def test_lengths_of_gradients_are_hypotenuses_even_where_squares_overflow():
    problem = Problem(Dataset([0.75, 2.4, 0.0], [-4e200, -5.0, 0.0]))
    assert per_example_gradient_norms(problem, (0, 0)) == pytest.approx([5e200, 13, 0], rel=1e-15)
    exact = Problem(Dataset([Fraction(3, 4)], [Fraction(-4)]))
    norms = per_example_gradient_norms(exact, (0, 0))
    assert norms.dtype == np.float64
    assert norms.tolist() == [5.0]
    with pytest.raises(ValueError, match="row 2: the loss overflows"):
        per_example_gradient_norms(Problem(Dataset([0.0, 1.0], [0.0, 1.5e308])), (0, 0))
    with pytest.raises(ValueError, match="the loss overflows"):
        per_example_gradient_norms(Problem(Dataset([Fraction(10) ** 400], [Fraction(1)])), (0, 0))


def test_rows_may_be_chosen_by_a_slice_and_keep_their_weights():
    problem = Problem(Dataset([1, 2, 3], [4, 5, 6]), sample_weight=[7, 8, 9], l2_penalty=1)
    chosen = problem.of_rows(slice(1, None))
    assert (chosen.x.tolist(), chosen.y.tolist(), chosen.weights.tolist()) == ([2, 3], [5, 6], [8, 9])
    assert chosen.penalties.tolist() == [1, 1]
    assert Problem(problem.dataset).of_rows([0]).weights is None


def test_a_matrix_of_one_feature_is_a_table_and_names_are_kept():
    table = Dataset.from_matrix([[1], [2]], [3, 4])
    assert (table.x.tolist(), table.x_name, table.feature_names, table.n_features) == ([1, 2], "x", None, 1)
    assert Dataset.from_matrix([[1], [2]], [3, 4], ["dose"], "effect").x_name == "dose"
    matrix = Dataset.from_matrix([[1, 2], [3, 4]], [5, 6], y_name="effect")
    assert (matrix.feature_names, matrix.n_features, matrix.y_name) == (("x1", "x2"), 2, "effect")
    assert Problem(matrix).parameter_names == ("theta_0", "theta_1", "theta_2")
    assert matrix.of_rows([1]).x.tolist() == [[3, 4]]


@pytest.mark.parametrize(
    ("x", "names", "message"),
    [
        ([1, 2], None, r"X needs two dimensions \(N, K\) and K >= 1, found shape \(2,\)"),
        (np.empty((2, 0)), None, r"X needs two dimensions \(N, K\) and K >= 1, found shape \(2, 0\)"),
        ([[1, 2], [3, 4]], ["one"], "X has 2 features, found 1 names"),
        ([[1, 2], [3, np.nan]], None, "x needs finite numbers, found nan in row 2, column 2"),
        ([[1, 2]], None, "x and y need the same length, found 1 and 2"),
    ],
)
def test_what_is_not_a_matrix_of_features_is_refused(x, names, message):
    with pytest.raises(ValueError, match=message):
        Dataset.from_matrix(x, [1, 2], names)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sample_weight": [1]}, r"sample_weight needs shape \(2,\), found \(1,\)"),
        ({"sample_weight": [[1], [1]]}, r"sample_weight needs shape \(2,\), found \(2, 1\)"),
        ({"sample_weight": [1, -2]}, "sample_weight needs numbers >= 0, found -2 in row 2"),
        ({"sample_weight": [0, 0]}, "sample_weight is 0 for all rows; a mean needs one that counts"),
        ({"sample_weight": [1, np.inf]}, "sample_weight needs finite numbers, found inf in row 2"),
        ({"l2_penalty": [1, 2, 3]}, r"l2_penalty needs one number or 2, found shape \(3,\)"),
        ({"l2_penalty": -1}, "l2_penalty needs numbers >= 0, found -1"),
        ({"l2_penalty": [0, -1]}, "l2_penalty needs numbers >= 0, found -1 in place 2"),
        ({"l2_penalty": np.nan}, "l2_penalty needs finite numbers, found nan"),
    ],
)
def test_weights_and_penalties_that_make_no_mean_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Problem(Dataset([1.0, 2.0], [3.0, 4.0]), **options)


def test_weights_and_penalties_are_copies_that_cannot_change():
    weights, penalty = np.array([1.0, 2.0]), np.array([0.0, 1.0])
    problem = Problem(Dataset([1.0, 2.0], [3.0, 4.0]), sample_weight=weights, l2_penalty=penalty)
    weights[0] = penalty[0] = 9
    assert (problem.weights.tolist(), problem.penalties.tolist()) == ([1, 2], [0, 1])
    for array in (problem.weights, problem.penalties):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 9


def test_a_penalty_of_zero_is_none():
    dataset = Dataset([1.0, 2.0], [3.0, 4.0])
    assert Problem(dataset).penalties is None
    assert Problem(dataset, l2_penalty=[0, 0]).penalties is None
    assert Problem(dataset, l2_penalty=2).penalties.tolist() == [2, 2]


def test_full_gradient_refuses_a_method_that_it_does_not_know():
    with pytest.raises(ValueError, match='method needs "blas", "pairwise" or "fsum", found \'kahan\''):
        full_gradient(Problem(Dataset([1.0], [2.0])), (0, 0), method="kahan")
