"""`check_gradient` finds a derivative that is wrong by 0.05 %, and clears those that are right."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest

from core import (
    AbsoluteError,
    AffineModel,
    Dataset,
    HalfSquaredError,
    HingeLoss,
    HuberLoss,
    LogisticLoss,
    PinballLoss,
    Problem,
    SquaredError,
    check_gradient,
)
from core.check.differences import three_point
from core.losses import WithLossGradient
from core.models import MLP, LogisticModel, TanhNeuron

RANDOM = np.random.default_rng(12)
X, Y = RANDOM.normal(size=20), RANDOM.normal(size=20)
LOSSES = [HalfSquaredError(), SquaredError(), AbsoluteError(), HuberLoss(0.4), PinballLoss(0.2)]
LOSSES += [LogisticLoss(), HingeLoss()]
MODELS = [AffineModel(), TanhNeuron(), LogisticModel(), MLP(2)]
WRONG = 1.0005


def problem_of(model, loss, x=X, y=Y, **options):
    if isinstance(loss, LogisticLoss):
        y = (y > 0).astype(float)
    if isinstance(loss, HingeLoss):
        y = np.sign(y)
    return Problem(Dataset(x, y), model, loss, **options)


def theta_of(problem):
    return np.linspace(0.4, 0.9, problem.n_parameters)


@dataclass(frozen=True)
class Steeper:
    """A model whose Jacobian is wrong by 0.05 %."""

    model: object

    @property
    def name(self):
        return self.model.name

    def parameter_names(self, n_features):
        return self.model.parameter_names(n_features)

    def predictions(self, theta, x):
        return self.model.predictions(theta, x)

    def jacobian(self, theta, x):
        return WRONG * self.model.jacobian(theta, x)


class SteeperLoss(WithLossGradient):
    """A loss whose gradient is wrong by 0.05 %."""

    def __init__(self, loss):
        self.right, self.name = loss, loss.name
        if hasattr(loss, "kink_distance"):
            self.kink_distance = loss.kink_distance

    def loss(self, y_true, raw_prediction, out=None):
        return self.right.loss(y_true, raw_prediction)

    def gradient(self, y_true, raw_prediction, out=None):
        return WRONG * self.right.gradient(y_true, raw_prediction)

    def hessian(self, y_true, raw_prediction, out=None):
        return self.right.hessian(y_true, raw_prediction)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("model", MODELS)
def test_right_derivatives_are_cleared_and_wrong_ones_named(model, loss):
    problem = problem_of(model, loss, l2_penalty=0.1)
    theta = theta_of(problem)
    right = check_gradient(problem, theta)
    assert right.ok, str(right)
    assert str(right).startswith("right: largest relative error")
    steep = check_gradient(problem_of(Steeper(model), loss), theta)
    assert (steep.ok, steep.wrong) == (False, ("model.jacobian",))
    assert steep.analytic / steep.numeric == pytest.approx(WRONG, rel=1e-5)
    assert str(steep).startswith(f"wrong: model.jacobian; row {steep.row + 1}, {steep.parameter}: ")
    sharp = check_gradient(problem_of(model, SteeperLoss(loss)), theta)
    assert (sharp.ok, sharp.wrong, sharp.parameter) == (False, ("loss.gradient",), "raw_prediction")


@pytest.mark.parametrize("scale", [1e-8, 1e-3, 1e3, 1e8])
def test_scales_of_the_table_do_not_matter(scale):
    for model in (AffineModel(), TanhNeuron()):
        theta = (0.5 * scale, 0.8)
        problem = Problem(Dataset(X, scale * Y), model)
        assert check_gradient(problem, theta).ok
        assert not check_gradient(Problem(Dataset(X, scale * Y), Steeper(model)), theta).ok
    far = Problem(Dataset(scale * X, Y))
    assert check_gradient(far, (0.5, 0.8 / scale)).ok
    assert check_gradient(far, (0.0, 0.0)).ok


def test_both_may_be_wrong_at_once():
    both = check_gradient(problem_of(Steeper(AffineModel()), SteeperLoss(SquaredError())), (0.4, 0.9))
    assert both.wrong == ("model.jacobian", "loss.gradient")


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("loss", [HalfSquaredError(), SquaredError()])
def test_the_complex_step_sees_nine_digits(model, loss):
    problem = problem_of(model, loss)
    found = check_gradient(problem, theta_of(problem), "complex-step")
    assert found.ok
    assert found.error < 1e-9
    assert not check_gradient(problem_of(Steeper(model), loss), theta_of(problem), "complex-step").ok


class Cut(AffineModel):
    """|theta_0 + theta_1 x|: abs takes the imaginary part away without a word."""

    def predictions(self, theta, x):
        return np.abs(AffineModel.predictions(self, theta, x))

    def jacobian(self, theta, x):
        signs = np.sign(AffineModel.predictions(self, theta, x))
        return (AffineModel.jacobian(self, theta, x).T * signs).T


class Kept(Cut):
    """Complex numbers in, complex numbers out, and still not analytic."""

    def predictions(self, theta, x):
        line = AffineModel.predictions(self, theta, x)
        return np.abs(line) + 0j * line if np.iscomplexobj(line) else np.abs(line)


class Cast(Cut):
    def predictions(self, theta, x):
        return np.array([float(value) for value in AffineModel.predictions(self, theta, x)])


@pytest.mark.parametrize(
    ("model", "problem"),
    [
        (Cut(), "gives real numbers for complex ones"),
        (Kept(), "isn't analytic as it is written: row 1's complex step gives 0, its central difference 1"),
        (Cast(), "takes no complex numbers"),
    ],
)
def test_a_complex_step_that_is_not_valid_is_refused(model, problem):
    with pytest.raises(ValueError, match=f'{problem}.*use method="3-point"'):
        check_gradient(problem_of(model, SquaredError()), (0.4, 0.9), "complex-step")


def test_kinks_are_left_out_and_counted():
    on_the_line = Dataset([0.0, 1.0, 2.0], [1.0, 2.0, 5.0])
    found = check_gradient(Problem(on_the_line, loss=AbsoluteError()), (1, 1))
    assert (found.ok, found.n_left_out) == (True, 2)
    assert str(found).endswith("rows left out at a kink: 2")
    with pytest.raises(ValueError, match="all rows are at a kink of the absolute loss; choose another theta"):
        check_gradient(Problem(Dataset([0.0, 1.0], [1.0, 2.0]), loss=AbsoluteError()), (1, 1))
    with pytest.raises(ValueError, match="the complex step can't see the kinks of the absolute loss"):
        check_gradient(Problem(on_the_line, loss=AbsoluteError()), (1, 1), "complex-step")


def test_fractions_are_checked_in_floats():
    exact = Problem(Dataset([Fraction(1), Fraction(3)], [Fraction(1, 2), Fraction(2)]))
    assert check_gradient(exact, (1, 2)).ok


class Flat(AffineModel):
    def jacobian(self, theta, x):
        return AffineModel.jacobian(self, theta, x)[:, :1]


class Picky(AffineModel):
    """Refuses what a large step leads to."""

    def predictions(self, theta, x):
        if abs(theta[0]) > 100:
            raise ValueError("too far")
        return AffineModel.predictions(self, theta, x)


def test_what_has_another_shape_or_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match=r"model.jacobian needs shape \(20, 2\), found \(20, 1\)"):
        check_gradient(problem_of(Flat(), SquaredError()), (1, 2))
    with pytest.raises(ValueError, match='method needs "3-point" or "complex-step"'):
        check_gradient(problem_of(AffineModel(), SquaredError()), (1, 2), "2-point")
    assert check_gradient(problem_of(Picky(), SquaredError()), (1, 2)).ok


def test_gradients_that_are_all_rounding_cannot_be_checked():
    with pytest.raises(ValueError, match="all gradients are lost in the rounding of the losses"):
        check_gradient(Problem(Dataset([0.0], [1.0])), (np.nextafter(1, 2), 0))


def test_what_is_wrong_is_told_with_its_row_its_parameter_and_both_numbers():
    class Doubled(AffineModel):
        def jacobian(self, theta, x):
            return AffineModel.jacobian(self, theta, x) * [1.0, 2.0]

    table = Dataset([3.0, 3.0], [1.0, 2.0])
    found = check_gradient(Problem(table, Doubled()), (1, 1))
    assert str(found) == "wrong: model.jacobian; row 1, theta_1: 6, by differences 3"
    right = check_gradient(Problem(table), (1, 1))
    assert str(right).startswith("right: largest relative error ")
    assert f"(row {right.row + 1}, {right.parameter})" in str(right)


@pytest.mark.parametrize("far", [30.0, 1e2, 1e4, 1e8, -1e10])
@pytest.mark.parametrize(
    "loss", [HalfSquaredError(), HuberLoss(0.5), AbsoluteError()], ids=lambda loss: loss.name
)
def test_right_derivatives_are_never_wrong_but_lost_in_rounding_far_from_zero(loss, far):
    x = np.linspace(-1, 2, 40)
    problem = Problem(Dataset(x, far + np.sin(9 * x)), loss=loss)
    try:
        assert check_gradient(problem, (far + 0.3, 0.7)).ok
    except ValueError as error:
        assert "all gradients are lost in the rounding of the losses" in str(error)  # noqa: PT017
        assert abs(far) >= 1e4


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize(
    "function", [np.sin, np.sinh, np.tan, np.arctan], ids=lambda function: function.__name__
)
def test_where_the_second_derivative_is_zero_a_long_step_deceives_nobody(function, scale):
    """Forward and backward differences then agree, however wrong both are; slopes fall away, or rise."""
    with np.errstate(all="ignore"):
        found = three_point(lambda at: function(scale * np.atleast_1d(at)), np.array(0.0), np.ones(1))
    assert found.value == pytest.approx(scale, rel=1e-6)
    assert abs(found.value - scale) <= 16 * found.bound
