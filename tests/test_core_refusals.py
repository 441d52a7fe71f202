"""What core can't compute with it refuses, in one line that says which argument, where, what was found."""

from fractions import Fraction

import numpy as np
import pytest

from core import (
    MLP,
    AbsoluteError,
    AffineModel,
    Dataset,
    GradientMoments,
    HalfSquaredError,
    HuberLoss,
    LogisticModel,
    LossOverflowError,
    Problem,
    TanhNeuron,
    empirical_risk,
    full_gradient,
    gradient_moments,
    mean_of_gradients,
    minibatch_gradient,
    per_example_gradient_norms,
    per_example_gradients,
    per_example_hessians,
    per_example_loss_surfaces,
    per_example_losses,
    risk_surface,
)
from core.losses import WithLossGradient

SIX = Dataset.packaged("six")
RAGGED = [[1], [2, 3]]
AXIS = np.linspace(-1, 1, 4)
AT_THETA = (
    empirical_risk,
    full_gradient,
    gradient_moments,
    per_example_gradient_norms,
    per_example_gradients,
    per_example_losses,
)


class Line:
    """The affine model as a user might write it, with one part of it wrong."""

    name = "line"

    def __init__(self, **wrong):
        self.__dict__.update(wrong)

    def parameter_names(self, n_features):
        return ("a", "b")

    def predictions(self, theta, x):
        return theta[0] + theta[1] * x

    def jacobian(self, theta, x):
        return np.stack([np.ones_like(x), x], axis=1)

    def prediction_hessians(self, theta, x):
        return np.zeros((len(x), 2, 2))


class Miss(WithLossGradient):
    """The half squared error, with one part of it wrong."""

    name = "miss"

    def __init__(self, **wrong):
        self.__dict__.update(wrong)

    def loss(self, y_true, raw_prediction, out=None):
        return (raw_prediction - y_true) ** 2 / 2

    def gradient(self, y_true, raw_prediction, out=None):
        return raw_prediction - y_true

    def hessian(self, y_true, raw_prediction, out=None):
        return np.ones_like(raw_prediction - y_true)


def test_a_line_and_a_miss_without_a_wrong_part_are_those_of_core():
    for function in (*AT_THETA[:2], *AT_THETA[3:], per_example_hessians):
        assert function(Problem(SIX, Line(), Miss()), (1, 2)) == pytest.approx(
            function(Problem(SIX), (1, 2)), rel=1e-15, abs=1e-15
        )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Problem([1, 2]), r"dataset needs a Dataset, found \[1, 2\]"),
        (lambda: Problem(SIX, "affine"), "model needs the methods parameter_names, .*, found 'affine'"),
        (lambda: Problem(SIX, AffineModel), r"model needs an instance, .*; write AffineModel\(\)"),
        (lambda: Problem(SIX, loss=0.5), "loss needs the methods loss, gradient, hessian, found 0.5"),
        (lambda: Problem(SIX, loss=AbsoluteError), r"loss needs an instance, .*; write AbsoluteError\(\)"),
        (lambda: Problem(SIX, sample_weight=RAGGED), "sample_weight needs rows of one length"),
        (lambda: Problem(SIX, l2_penalty=RAGGED), "l2_penalty needs rows of one length"),
        (lambda: Dataset(RAGGED, [1, 2]), "x needs rows of one length, found different ones"),
        (lambda: Dataset.from_matrix(RAGGED, [1, 2]), "X needs rows of one length"),
        (lambda: Dataset.from_matrix([[1, 2]], [1], ["a", "a"]), "need different names, found a, a"),
        (lambda: SIX.of_rows([6]), "rows need numbers from 0 to 5, found 6 in place 1"),
        (lambda: SIX.of_rows([0, -1]), "rows need numbers from 0 to 5, found -1 in place 2"),
        (lambda: Problem(SIX).of_rows([0.0]), "rows need whole numbers, found float64"),
        (lambda: full_gradient(Problem(SIX), RAGGED), "theta needs rows of one length"),
        (lambda: full_gradient(Problem(SIX), [1, None]), "theta .* found None in place 2"),
        (lambda: HuberLoss(RAGGED), "delta needs rows of one length"),
        (lambda: Problem(SIX, l2_penalty=(1, 2, 3)), r"needs one number or 2, found shape \(3,\)"),
        (lambda: minibatch_gradient(Problem(SIX), (1, 1), RAGGED), "rows need rows of one length"),
        (lambda: risk_surface(Problem(SIX), RAGGED, AXIS), "axis0 needs rows of one length"),
        (lambda: per_example_loss_surfaces(Problem(SIX), AXIS, AXIS, [6]), "rows .* found 6 in place 1"),
        (lambda: per_example_loss_surfaces(Problem(SIX), AXIS, AXIS, [[0]]), r"found shape \(1, 1\)"),
        (lambda: mean_of_gradients([1, 2]), r"gradients need two dimensions .*, found shape \(2,\)"),
        (lambda: mean_of_gradients(np.empty((0, 2))), "gradients need a row that counts"),
        (lambda: mean_of_gradients(np.empty((2, 0))), r"P >= 1, found shape \(2, 0\)"),
        (lambda: mean_of_gradients([[1, 2], [3, np.nan]]), "found nan in row 2, column 2"),
        (lambda: mean_of_gradients([["a", "b"]]), "gradients need real numbers, found <U1"),
        (lambda: mean_of_gradients(RAGGED), "gradients need rows of one length"),
        (lambda: mean_of_gradients([[1, 2]], [1, 1]), r"sample_weight needs shape \(1,\), found \(2,\)"),
        (lambda: mean_of_gradients([[1, 2]], [0]), "gradients need a row that counts"),
        (lambda: mean_of_gradients([[1, 2]], [-1]), "sample_weight needs numbers >= 0, found -1 in row 1"),
        (lambda: mean_of_gradients([[1e308], [1e308]]), "overflows"),
        (lambda: GradientMoments(1, RAGGED, [[1.0]]), "mean needs rows of one length"),
    ],
)
def test_an_argument_that_is_none_is_named_with_its_place(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"predictions": lambda theta, x: (theta[0] + theta[1] * x)[:, None]}, r"found \(6, 1\)"),
        ({"predictions": lambda theta, x: theta[0]}, r"model.predictions needs shape \(6,\), found \(\)"),
    ],
)
def test_predictions_of_another_shape_are_refused_before_they_broadcast(wrong, message):
    problem = Problem(SIX, Line(**wrong))
    for function in (*AT_THETA, Problem.predictions):
        with pytest.raises(ValueError, match=message):
            function(problem, (1, 1))


@pytest.mark.parametrize(
    ("part", "function", "message"),
    [
        (Line(jacobian=lambda theta, x: np.ones((2, 6))), full_gradient, r"model.jacobian .*\(2, 6\)"),
        (
            Line(jacobian=lambda theta, x: np.ones((2, 6))),
            per_example_gradients,
            r"model.jacobian .*\(2, 6\)",
        ),
        (
            Line(prediction_hessians=lambda theta, x: np.ones((2, 2))),
            per_example_hessians,
            r"model.prediction_hessians needs shape \(6, 2, 2\), found \(2, 2\)",
        ),
        (Miss(loss=lambda y, z, out=None: np.ones(1)), per_example_losses, r"loss\..* found \(1,\)"),
        (Miss(gradient=lambda y, z, out=None: np.ones(1)), full_gradient, r"loss.gradient .* found \(1,\)"),
        (
            Line(predictions=lambda theta, x: np.ones(1), jacobian=lambda theta, x: np.ones((1, 2))),
            per_example_hessians,
            r"model.predictions .* found \(1,\)",
        ),
        (Line(jacobian=lambda theta, x: np.ones((1, 2))), per_example_hessians, r"model.jacobian .*\(1, 2\)"),
        (Miss(gradient=lambda y, z, out=None: np.ones(1)), per_example_hessians, r"loss.gradient .*\(1,\)"),
        (Miss(hessian=lambda y, z, out=None: np.ones(1)), per_example_hessians, r"loss.hessian .*\(1,\)"),
    ],
)
def test_derivatives_and_losses_of_another_shape_are_refused(part, function, message):
    model, loss = (part, Miss()) if isinstance(part, Line) else (Line(), part)
    with pytest.raises(ValueError, match=message):
        function(Problem(SIX, model, loss), (1, 1))


def test_predictions_over_a_grid_may_broadcast_to_it_but_not_beyond():
    constant = Problem(SIX, Line(predictions=lambda theta, x: theta[0] + x))
    assert (risk_surface(constant, AXIS, AXIS) == risk_surface(constant, AXIS, AXIS)[:, :1]).all()
    wrong = Problem(SIX, Line(predictions=lambda theta, x: np.ones((2, 4, 4))))
    with pytest.raises(ValueError, match=r"model.predictions needs shape \(4, 4\), found \(2, 4, 4\)"):
        risk_surface(wrong, AXIS, AXIS)


def test_losses_over_a_grid_need_its_shape():
    wrong = Problem(SIX, Line(), Miss(loss=lambda y, z, out=None: np.ones(4)))
    for surface in (risk_surface, per_example_loss_surfaces):
        with pytest.raises(ValueError, match=r"loss.loss needs shape \(4, 4\), found \(4,\)"):
            surface(wrong, AXIS, AXIS)


@pytest.mark.parametrize("row", [-1, 6])
def test_a_row_that_there_is_not_is_refused_where_rows_have_weights(row):
    with pytest.raises(ValueError, match=f"rows need numbers from 0 to 5, found {row} in place 2"):
        Problem(SIX, sample_weight=np.ones(6)).of_rows([0, row])


LOSSES = (empirical_risk, per_example_losses)
GRADIENTS = (full_gradient, gradient_moments, per_example_gradient_norms, per_example_gradients)
NOT_A_NUMBER = {
    "predictions": Line(predictions=lambda theta, x: np.where(x > 1, np.nan, theta[1] * x)),
    "jacobian": Line(jacobian=lambda theta, x: np.full((len(x), 2), np.nan)),
    "prediction_hessians": Line(prediction_hessians=lambda theta, x: np.full((len(x), 2, 2), np.nan)),
    "loss": Miss(loss=lambda y, z, out=None: np.where(y == y.max(), np.nan, z)),
    "gradient": Miss(gradient=lambda y, z, out=None: np.where(y == y.max(), np.nan, z)),
    "hessian": Miss(hessian=lambda y, z, out=None: np.where(y == y.max(), np.nan, z)),
}
USED_BY = {
    "predictions": (*LOSSES, *GRADIENTS, per_example_hessians),
    "jacobian": (*GRADIENTS, per_example_hessians),
    "prediction_hessians": (per_example_hessians,),
    "loss": LOSSES,
    "gradient": (*GRADIENTS, per_example_hessians),
    "hessian": (per_example_hessians,),
}


@pytest.mark.parametrize(
    ("part", "function"), [(part, function) for part in USED_BY for function in USED_BY[part]]
)
def test_what_is_not_a_number_in_a_users_model_or_loss_never_comes_out(part, function):
    wrong = NOT_A_NUMBER[part]
    model, loss = (wrong, Miss()) if isinstance(wrong, Line) else (Line(), wrong)
    with pytest.raises(LossOverflowError):
        function(Problem(SIX, model, loss), (0.5, 1.5))


@pytest.mark.parametrize(
    "model", [AffineModel(), TanhNeuron(), LogisticModel(), MLP(2)], ids=lambda m: m.name
)
def test_one_row_is_a_table_and_its_gradient_the_mean(model):
    problem = Problem(SIX.of_rows([2]), model)
    theta = np.linspace(0.2, 1, problem.n_parameters)
    [gradient] = per_example_gradients(problem, theta)
    assert mean_of_gradients([gradient]).tolist() == gradient.tolist()
    assert full_gradient(problem, theta) == pytest.approx(gradient, rel=1e-15, abs=1e-15)
    assert not gradient_moments(problem, theta).covariance.any()
    assert empirical_risk(problem, theta) == per_example_losses(problem, theta)[0]


def test_floats_of_few_digits_lose_nothing_in_the_mean():
    gradients = np.full((100_000, 2), 0.1, dtype=np.float32)
    assert mean_of_gradients(gradients).tolist() == pytest.approx(
        [float(np.float32(0.1))] * 2, rel=1e-15, abs=0
    )
    assert HalfSquaredError().loss(np.float32(0), np.float32(2)).dtype == np.float32


@pytest.mark.parametrize("parts", [{"model": Line()}, {"loss": Miss()}], ids=["model", "loss"])
def test_fractions_go_as_floats_through_what_does_not_say_that_it_is_exact(parts):
    problem = Problem(Dataset([Fraction(1, 3), 2], [1, Fraction(1, 7)]), **parts)
    assert not problem.is_exact
    assert per_example_gradients(problem, (1, Fraction(1, 3))).dtype == np.float64


class Reciprocal(AffineModel):
    """Divides by theta_1: NumPy's flag of a division by zero tells of it, too."""

    def write_predictions(self, theta, x, out):
        np.divide(x, theta[1], out=out)
        out += theta[0]


def test_a_division_by_zero_on_the_way_to_gradients_is_refused_with_its_row():
    problem = Problem(Dataset([1.0, 2.0], [1.0, 2.0]), Reciprocal())
    with pytest.raises(LossOverflowError, match="row 1: the loss overflows"):
        per_example_gradients(problem, (1, 0))
    assert np.isfinite(per_example_gradients(problem, (1, 1))).all()
