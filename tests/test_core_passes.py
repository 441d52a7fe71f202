"""However rows are cut and numbers written, they are the same; and none overflows unseen."""

import tracemalloc
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest

from core import (
    AbsoluteError,
    AffineModel,
    Dataset,
    HalfSquaredError,
    HuberLoss,
    LogisticLoss,
    PinballLoss,
    Problem,
    SquaredError,
    full_gradient,
    mean_of_gradients,
    per_example_gradient_norms,
    per_example_gradients,
    per_example_hessians,
    per_example_losses,
)
from core.blocks import BLOCK, STREAM, blocks
from core.errors import LossOverflowError
from core.means import sum_in_pairs
from core.models import MLP, LogisticModel, TanhNeuron

EPS = float(np.finfo(float).eps)
AFFINE = AffineModel()
RANDOM = np.random.default_rng(5)
SOME_BLOCKS = 10 * 8 * BLOCK
"""Bytes."""


class PlainAffine:
    """The affine model by its definition, as a reader would write it: nothing in place."""

    name = "plain"

    def parameter_names(self, n_features):
        return AFFINE.parameter_names(n_features)

    def predictions(self, theta, x):
        return theta[0] + (x @ theta[1:] if x.ndim == 2 else theta[1] * x)

    def jacobian(self, theta, x):
        return np.column_stack([np.ones(len(x)), x])


def table(n_examples, n_features=1):
    inputs = RANDOM.normal(size=(n_examples, n_features))
    return Dataset.from_matrix(inputs, RANDOM.uniform(size=n_examples))


@pytest.mark.parametrize(
    ("n", "p", "size"), [(1, 1, 1), (10, 3, 12), (10, 3, 2), (7, 1, 7), (BLOCK + 1, 1, BLOCK)]
)
def test_blocks_are_all_rows_in_order_and_none_is_larger_than_asked(n, p, size):
    slices = list(blocks(n, p, size))
    assert [row for rows in slices for row in range(rows.start, rows.stop)] == list(range(n))
    assert max(rows.stop - rows.start for rows in slices) == min(n, max(1, size // p))


@pytest.mark.parametrize(
    "loss", [HalfSquaredError(), SquaredError(), HuberLoss(0.5), LogisticLoss()], ids=repr
)
@pytest.mark.parametrize("n_features", [1, 3])
def test_in_place_or_not_gradients_are_the_same(loss, n_features):
    dataset, theta = table(1000, n_features), RANDOM.normal(size=n_features + 1)
    weights, penalty = RANDOM.uniform(size=1000), RANDOM.uniform(size=n_features + 1)
    quick = Problem(dataset, AFFINE, loss, weights, penalty)
    plain = Problem(dataset, PlainAffine(), loss, weights, penalty)
    gradients = per_example_gradients(plain, theta)
    assert per_example_gradients(quick, theta) == pytest.approx(gradients, rel=1e-13, abs=1e-13)
    assert per_example_losses(quick, theta) == pytest.approx(per_example_losses(plain, theta), rel=1e-13)
    difference = np.abs(full_gradient(quick, theta) - full_gradient(plain, theta))
    assert (difference <= 4 * EPS * np.abs(gradients).mean(axis=0)).all()


@pytest.mark.parametrize("model", [AFFINE, PlainAffine()], ids=["in place", "plain"])
def test_rows_at_the_seams_of_blocks_are_like_any_other(model):
    n_examples = STREAM // 2 + BLOCK + 3
    problem, theta = Problem(table(n_examples), model), np.array([0.5, -1.5])
    gradients, losses = per_example_gradients(problem, theta), per_example_losses(problem, theta)
    residuals = problem.predictions(theta) - problem.y
    assert gradients[:, 0].tolist() == residuals.tolist()
    assert gradients[:, 1].tolist() == (residuals * problem.x).tolist()
    assert losses.tolist() == (residuals * residuals / 2).tolist()
    difference = np.abs(mean_of_gradients(gradients) - full_gradient(problem, theta))
    assert (difference <= 4 * EPS * np.abs(gradients).mean(axis=0)).all()


def test_fractions_of_a_matrix_stay_exact_with_weights_and_penalty():
    x = [[Fraction(1), Fraction(2)], [Fraction(3), Fraction(1, 3)], [Fraction(0), Fraction(1)]]
    y, weights, penalty = [Fraction(1), Fraction(2), Fraction(3)], [1, 2, Fraction(1, 3)], Fraction(1, 2)
    theta = [Fraction(1), Fraction(2), Fraction(1, 7)]
    problem = Problem(Dataset.from_matrix(x, y), sample_weight=weights, l2_penalty=penalty)
    slopes = [theta[0] + theta[1] * a + theta[2] * b - c for (a, b), c in zip(x, y, strict=True)]
    by_hand = [
        [slope * value + penalty * t for value, t in zip((1, *row), theta, strict=True)]
        for slope, row in zip(slopes, x, strict=True)
    ]
    assert per_example_gradients(problem, theta).tolist() == by_hand
    columns = zip(*by_hand, strict=True)
    means = [sum(w * g for w, g in zip(weights, column, strict=True)) / sum(weights) for column in columns]
    assert full_gradient(problem, theta).tolist() == means


@dataclass(frozen=True)
class Spoilt(HalfSquaredError):
    """Gives one wrong value, in silence: no flag of the processor tells."""

    value: float = np.nan
    is_exact = False

    def gradient(self, y_true, raw_prediction, out=None):
        result = super().gradient(y_true, raw_prediction, out)
        result[y_true == 1] = self.value
        return result

    def loss(self, y_true, raw_prediction, out=None):
        return self.gradient(y_true, raw_prediction)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("model", [AFFINE, PlainAffine()], ids=["in place", "plain"])
@pytest.mark.parametrize("n_features", [1, 2])
def test_no_nan_of_a_loss_travels(value, model, n_features):
    dataset = Dataset.from_matrix(np.zeros((4, n_features)), [0, 0, 1, 0])
    problem, theta = Problem(dataset, model, Spoilt(value)), np.zeros(n_features + 1)
    for function in (per_example_gradients, per_example_losses):
        with pytest.raises(LossOverflowError, match="row 3: the loss overflows"):
            function(problem, theta)
    with pytest.raises(LossOverflowError, match="the loss overflows"):
        full_gradient(problem, theta)


class Restless(TanhNeuron):
    """A model in place, as a user might write it: not arithmetic, and its Jacobian needs theta."""

    name = "restless"

    def write_predictions(self, theta, x, out):
        np.multiply(x, theta[1], out=out)
        np.tanh(out, out=out)
        out *= theta[0]

    def scale_jacobian(self, theta, x, out):
        out[...] = out[0] * self.jacobian(theta, x).T

    def vector_jacobian_product(self, theta, x, vector):
        return self.jacobian(theta, x).T @ vector


def test_a_model_of_a_users_own_may_be_in_place():
    dataset, theta = table(5 * BLOCK), (0.5, 2.0)
    for loss in (HalfSquaredError(), LogisticLoss()):
        own, cores = Problem(dataset, Restless(), loss), Problem(dataset, TanhNeuron(), loss)
        assert (per_example_losses(own, theta) == per_example_losses(cores, theta)).all()
        gradients = per_example_gradients(cores, theta)
        assert np.abs(per_example_gradients(own, theta) - gradients).max() <= 1e-14
        assert full_gradient(own, theta) == pytest.approx(full_gradient(cores, theta), rel=1e-12)


class Watched(AffineModel):
    """Counts the rows that it is asked for, block by block."""

    def __init__(self):
        object.__setattr__(self, "written", [])
        object.__setattr__(self, "scaled", [])

    def write_predictions(self, theta, x, out):
        self.written.append(len(x))
        super().write_predictions(theta, x, out)

    def scale_jacobian(self, theta, x, out):
        self.scaled.append(len(x))
        super().scale_jacobian(theta, x, out)


@pytest.mark.parametrize(
    ("loss", "n_features", "longest"),
    [
        (HalfSquaredError(), 1, STREAM // 2),
        (HuberLoss(1.0), 1, STREAM // 2),
        (LogisticLoss(), 1, STREAM // 8),
        (HalfSquaredError(), 3, STREAM // 4),
        (LogisticLoss(), 3, STREAM // 10),
    ],
)
def test_in_place_every_row_is_passed_once_and_in_long_blocks(loss, n_features, longest):
    model, n_examples = Watched(), STREAM // 2 + 5
    problem, theta = Problem(table(n_examples, n_features), model, loss), np.ones(n_features + 1)
    per_example_gradients(problem, theta)
    assert sum(model.written) == sum(model.scaled) == n_examples
    assert max(model.written) == longest
    model.written.clear()
    full_gradient(problem, theta)
    assert sum(model.written) == n_examples
    assert max(model.written) == longest
    model.written.clear()
    per_example_losses(problem, theta)
    assert sum(model.written) == n_examples
    assert max(model.written) == BLOCK


def test_losses_are_asked_to_write_where_the_result_is():
    class Place(HalfSquaredError):
        def loss(self, y_true, raw_prediction, out=None):
            assert out is raw_prediction
            return super().loss(y_true, raw_prediction, out)

        def gradient(self, y_true, raw_prediction, out=None):
            assert out is raw_prediction
            return super().gradient(y_true, raw_prediction, out)

    problem = Problem(Dataset([1.0, 2.0], [3.0, 5.0]), loss=Place())
    assert per_example_losses(problem, (0, 1)).tolist() == [2, 4.5]
    assert per_example_gradients(problem, (0, 1)).tolist() == [[-2, -2], [-3, -6]]
    assert full_gradient(problem, (0, 1)).tolist() == [-2.5, -4]


def test_a_model_that_gives_predictions_and_jacobian_in_one_go_is_asked_for_nothing_else():
    class InOneGo(PlainAffine):
        def predictions_and_jacobian(self, theta, x):
            return AFFINE.predictions(theta, x), AFFINE.jacobian(theta, x)

        def predictions(self, theta, x):
            raise AssertionError

        jacobian = predictions

    dataset, theta = table(100), (0.5, -1.5)
    problem, plain = Problem(dataset, InOneGo()), Problem(dataset)
    assert per_example_gradients(problem, theta).tolist() == per_example_gradients(plain, theta).tolist()
    assert full_gradient(problem, theta) == pytest.approx(full_gradient(plain, theta), rel=1e-13)


class Silent(AffineModel):
    """Overflows without a flag, as a thread of BLAS does."""

    def write_predictions(self, theta, x, out):
        super().write_predictions(theta, x, out)
        out[2] = np.inf


def test_what_blas_computes_is_looked_at():
    problem = Problem(Dataset.from_matrix(np.ones((4, 2)), np.ones(4)), Silent())
    with pytest.raises(LossOverflowError, match="row 3: the loss overflows"):
        per_example_gradients(problem, (1, 1, 1))


class SilentNeuron(Restless):
    """Not arithmetic, it overflows without a flag."""

    def write_predictions(self, theta, x, out):
        out[...] = np.inf


def test_what_is_not_arithmetic_is_looked_at():
    with pytest.raises(LossOverflowError, match="row 1: the loss overflows"):
        per_example_gradients(Problem(Dataset([1.0], [1.0]), SilentNeuron()), (1, 1))


class Divided(HalfSquaredError):
    """Divides by 0 where y is 0."""

    is_exact = False

    def gradient(self, y_true, raw_prediction, out=None):
        return np.divide(raw_prediction - y_true, y_true, out=out)

    def loss(self, y_true, raw_prediction, out=None):
        return np.divide(1, y_true, out=out)

    def hessian(self, y_true, raw_prediction, out=None):
        return np.divide(1, y_true, out=out)


@pytest.mark.parametrize("model", [AFFINE, TanhNeuron()], ids=lambda model: model.name)
def test_a_loss_that_divides_by_0_is_answered_with_its_row_and_no_warning(model):
    problem = Problem(Dataset([1.0, 2.0, 3.0], [1.0, 0.0, 2.0]), model, Divided())
    for function in (
        per_example_losses,
        per_example_gradients,
        per_example_gradient_norms,
        per_example_hessians,
    ):
        with pytest.raises(LossOverflowError, match="row 2"):
            function(problem, (1, 1))
    with pytest.raises(LossOverflowError):
        full_gradient(problem, (1, 1))


class NanModel(PlainAffine):
    """Arithmetic, it says, but it isn't in place: so it is looked at."""

    is_exact = True

    def predictions(self, theta, x):
        return np.where(x == 1, np.nan, x)


def test_no_nan_of_a_model_travels():
    problem = Problem(Dataset([0.0, 1.0], [0.0, 0.0]), NanModel())
    with pytest.raises(LossOverflowError, match="row 2"):
        per_example_gradients(problem, (0, 0))
    with pytest.raises(LossOverflowError, match="row 2"):
        problem.predictions((0, 0))


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e308])
def test_no_nan_of_a_jacobian_travels_and_no_product_overflows_unseen(value):
    class Steep(PlainAffine):
        def jacobian(self, theta, x):
            return np.where(x[:, None] == 1, [1, value], [1, 0.5])

    problem = Problem(Dataset([0.0, 1.0, 1.0], [0.0, 1.0, 9.0]), Steep())
    assert per_example_gradients(problem.of_rows([0]), (0, 1)).tolist() == [[0, 0]]
    expected = "row 3" if value == 1e308 else "row 2"
    with pytest.raises(LossOverflowError, match=expected):
        per_example_gradients(problem, (0, 1))


def test_a_model_that_overflows_on_its_way_to_finite_numbers_is_right():
    class Logit(PlainAffine):
        def predictions(self, theta, x):
            return 1 / (1 + np.exp(-theta[1] * x))

        def jacobian(self, theta, x):
            return np.column_stack([np.zeros(len(x)), np.zeros(len(x))])

    problem = Problem(Dataset([-1e4, 1e4], [1.0, 1.0]), Logit())
    assert per_example_gradients(problem, (0, 1)).tolist() == [[0, 0], [0, 0]]
    assert per_example_losses(problem, (0, 1)).tolist() == [0.5, 0]


@pytest.mark.parametrize("loss", [HalfSquaredError(), HuberLoss(1e300)], ids=["arithmetic", "looked at"])
@pytest.mark.parametrize("rest", [[], [0.0]], ids=["a table", "a matrix"])
@pytest.mark.parametrize(
    ("x", "y", "theta1"),
    [(1e200, 0.0, 1e200), (1e200, 1e200, 0.0), (1.7e308, -1.7e308, 1.0), (-1.7e308, 1.7e308, 1.0)],
    ids=["prediction", "product", "difference", "its negative"],
)
def test_a_gradient_that_overflows_is_named_wherever_it_does(loss, rest, x, y, theta1):
    inputs = [[0.0, *rest], [1.0, *rest], [x, *rest], [2.0, *rest]]
    problem = Problem(Dataset.from_matrix(inputs, [0.0, 0.0, y, 0.0]), loss=loss)
    with pytest.raises(LossOverflowError, match="row 3: the loss overflows for these values; rescale them"):
        per_example_gradients(problem, [0.0, theta1, *rest])


def test_a_gradient_whose_square_alone_overflows_is_right():
    problem = Problem(Dataset([1e100, 1.0], [1e200, 0.0]), loss=HuberLoss(1e300))
    assert per_example_gradients(problem, (0, 0)).tolist() == [[-1e200, -1e300], [0, 0]]


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 13, 1000])
def test_sums_in_pairs_are_sums_and_each_part_is_in_few_of_them(n):
    class Counted:
        def __init__(self, value, depth=0):
            self.value, self.depth = value, depth

        def __add__(self, other):
            return Counted(self.value + other.value, max(self.depth, other.depth) + 1)

    total = sum_in_pairs(Counted(value) for value in range(n))
    assert total.value == n * (n - 1) // 2
    assert total.depth == (n - 1).bit_length()


def peak_beside(function, *arguments):
    """Bytes at the highest point of a call that aren't the result's, and the result's."""
    function(*arguments)
    tracemalloc.start()
    try:
        result = function(*arguments)
        return tracemalloc.get_traced_memory()[1] - result.nbytes, result.nbytes
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "loss", [HalfSquaredError(), AbsoluteError(), HuberLoss(1.0), PinballLoss(0.3), LogisticLoss()], ids=repr
)
@pytest.mark.parametrize(
    ("model", "n_features"),
    [(AFFINE, 1), (AFFINE, 15), (PlainAffine(), 1), (TanhNeuron(), 1), (LogisticModel(), 1), (MLP(8), 1)],
    ids=lambda value: getattr(value, "name", value),
)
def test_no_temporary_is_larger_than_the_result_or_than_some_blocks(model, n_features, loss):
    problem = Problem(table(100_000, n_features), model, loss)
    theta = np.full(problem.n_parameters, 0.1)
    for function in (per_example_losses, per_example_gradients):
        beside, result = peak_beside(function, problem, theta)
        assert beside <= min(result, SOME_BLOCKS)


@pytest.mark.parametrize(("model", "n_features"), [(AFFINE, 1), (AFFINE, 15), (MLP(8), 1)])
def test_lengths_and_hessians_need_some_blocks_of_memory_too(model, n_features):
    problem = Problem(table(50_000, n_features), model, LogisticLoss())
    theta = np.full(problem.n_parameters, 0.1)
    assert peak_beside(per_example_gradient_norms, problem, theta)[0] <= SOME_BLOCKS
    some = problem.of_rows(slice(5_000))
    assert peak_beside(per_example_hessians, some, theta)[0] <= SOME_BLOCKS


@pytest.mark.parametrize("model", [AFFINE, TanhNeuron(), MLP(8)], ids=lambda model: model.name)
def test_the_full_gradient_needs_no_memory_that_grows_with_the_table(model):
    theta = np.full(len(model.parameter_names(1)), 0.1)
    peaks = [
        peak_beside(full_gradient, Problem(table(n_examples), model), theta)[0]
        for n_examples in (2 * STREAM, 4 * STREAM)
    ]
    assert max(peaks) <= min(peaks) + 5_000 <= SOME_BLOCKS
