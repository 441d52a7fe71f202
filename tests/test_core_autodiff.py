"""Every model with every loss, against automatic differentiation of formulas written anew."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad, hessian

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
    empirical_risk,
    full_gradient,
    per_example_gradients,
    per_example_hessians,
    per_example_losses,
)
from core.models import MLP, LogisticModel, TanhNeuron

EPS = float(np.finfo(float).eps)


def softplus(z):
    return anp.logaddexp(0.0, z)


LOSSES = {
    "half-squared": (HalfSquaredError(), lambda y, z: 0.5 * (z - y) ** 2),
    "squared": (SquaredError(), lambda y, z: (z - y) ** 2),
    "absolute": (AbsoluteError(), lambda y, z: anp.abs(z - y)),
    "huber": (
        HuberLoss(0.5),
        lambda y, z: anp.where(anp.abs(z - y) <= 0.5, 0.5 * (z - y) ** 2, 0.5 * anp.abs(z - y) - 0.125),
    ),
    "pinball": (PinballLoss(0.3), lambda y, z: anp.maximum(0.3 * (y - z), -0.7 * (y - z))),
    "logistic": (LogisticLoss(), lambda y, z: (1 - y) * softplus(z) + y * softplus(-z)),
    "hinge": (HingeLoss(), lambda y, z: anp.maximum(0.0, 1 - y * z)),
}


def affine(theta, x):
    return theta[0] + anp.dot(x, theta[1:])


def mlp(theta, x):
    units, features = 3, len(x)
    w = theta[: units * features].reshape(units, features)
    b, v = theta[units * features : -units - 1], theta[-units - 1 : -1]
    return anp.dot(v, anp.tanh(anp.dot(w, x) + b)) + theta[-1]


MODELS = {
    "affine": (AffineModel(), 1, affine),
    "affine of a matrix": (AffineModel(), 3, affine),
    "tanh neuron": (TanhNeuron(), 1, lambda theta, x: theta[0] * anp.tanh(theta[1] * x[0])),
    "probability": (LogisticModel(), 1, lambda theta, x: 1 / (1 + anp.exp(-affine(theta, x)))),
    "probability of a matrix": (LogisticModel(), 2, lambda theta, x: 1 / (1 + anp.exp(-affine(theta, x)))),
    "perceptron": (MLP(3), 1, mlp),
    "perceptron of a matrix": (MLP(3), 2, mlp),
}
PENALTY = 0.3


def case(model, loss, seed=3):
    """A problem of 14 rows with weights and a penalty, theta, and each row's loss as a function of theta."""
    random = np.random.default_rng(seed)
    made, n_features, predict = MODELS[model]
    formula, cost = LOSSES[loss]
    matrix = random.normal(size=(14, n_features))
    y = random.normal(size=14)
    if loss in ("logistic", "hinge"):
        y = {"logistic": random.random(14), "hinge": np.sign(y)}[loss]
    weights = random.integers(1, 4, size=14)
    problem = Problem(Dataset.from_matrix(matrix, y), made, formula, weights, PENALTY)
    theta = random.normal(size=problem.n_parameters)

    def of_row(i):
        def row_loss(t):
            return cost(y[i], predict(t, matrix[i])) + PENALTY / 2 * anp.sum(t**2)

        return row_loss

    return problem, theta, [of_row(i) for i in range(14)]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("model", MODELS)
def test_losses_gradients_and_hessians_are_those_of_automatic_differentiation(model, loss):
    problem, theta, rows = case(model, loss)
    losses, gradients = per_example_losses(problem, theta), per_example_gradients(problem, theta)
    assert losses == pytest.approx([row(theta) for row in rows], rel=32 * EPS, abs=32 * EPS)
    expected = np.array([grad(row)(theta) for row in rows])
    assert np.abs(gradients - expected).max() <= 64 * EPS * (1 + np.abs(expected).max())
    curved = np.array([hessian(row)(theta) for row in rows])
    assert np.abs(per_example_hessians(problem, theta) - curved).max() <= 128 * EPS * (
        1 + np.abs(curved).max()
    )
    shares = problem.weights / problem.weights.sum()
    assert empirical_risk(problem, theta) == pytest.approx(float(shares @ losses), rel=32 * EPS)
    assert full_gradient(problem, theta) == pytest.approx(shares @ expected, rel=1e-13, abs=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("model", MODELS)
def test_central_differences_of_the_losses_are_the_gradients(model, loss):
    problem, theta, _ = case(model, loss, seed=4)
    gradients, step = per_example_gradients(problem, theta), 1e-6
    for parameter, way in enumerate(step * np.eye(len(theta))):
        rise = per_example_losses(problem, theta + way) - per_example_losses(problem, theta - way)
        assert gradients[:, parameter] == pytest.approx(rise / (2 * step), abs=1e-7)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("model", MODELS)
def test_a_gradient_wrong_by_a_two_thousandth_would_be_seen(model, loss):
    problem, theta, rows = case(model, loss)
    wrong = 1.0005 * per_example_gradients(problem, theta)
    expected = np.array([grad(row)(theta) for row in rows])
    assert np.abs(wrong - expected).max() > 1e6 * 64 * EPS * (1 + np.abs(expected).max())


@pytest.mark.parametrize("loss", LOSSES)
def test_predictions_of_one_row_broadcast_over_a_grid_of_thetas(loss):
    for model, (made, n_features, predict) in MODELS.items():
        if n_features == 1 and model != "perceptron":
            axis0, axis1 = np.linspace(-1, 2, 3), np.linspace(-2, 1, 4)
            grid = made.predictions((axis0[:, None], axis1[None, :]), np.asarray(0.7))
            expected = [[predict(np.array([a, b]), np.array([0.7])) for b in axis1] for a in axis0]
            assert grid == pytest.approx(np.array(expected), rel=1e-14)


def test_a_perceptron_of_one_input_takes_arrays_for_its_parameters():
    theta = np.random.default_rng(1).normal(size=(10, 5))
    grid = MLP(3).predictions(tuple(theta), np.asarray(0.4))
    assert grid == pytest.approx([mlp(column, np.array([0.4])) for column in theta.T], rel=1e-13)


@pytest.mark.parametrize("size", [1e-300, 20.0, 400.0, 1000.0, 1e300])
def test_models_keep_quiet_and_finite_at_the_extremes(size):
    x = np.array([-size, 0.0, size])
    for model, theta in (
        (TanhNeuron(), (1.0, 1.0)),
        (LogisticModel(), (0.0, 1.0)),
        (MLP(1), (1.0, 0.0, 1.0, 0.0)),
    ):
        theta = np.array(theta)
        assert np.isfinite(model.predictions(theta, x)).all()
        assert np.isfinite(model.jacobian(theta, x)).all()
    assert LogisticModel().predictions(np.array([0.0, 1.0]), np.array([-700.0]))[0] == pytest.approx(
        np.exp(-700.0), rel=1e-13
    )


@pytest.mark.parametrize("model", MODELS)
def test_a_jacobian_has_a_contiguous_line_a_parameter_and_every_parameter_a_name(model):
    made, n_features, _ = MODELS[model]
    names = made.parameter_names(n_features)
    x = np.ones(5) if n_features == 1 else np.asfortranarray(np.ones((5, n_features)))
    jacobian = made.jacobian(np.ones(len(names)), x)
    assert jacobian.shape == (5, len(names))
    assert jacobian.T.flags.c_contiguous
    assert len(set(names)) == len(names)


def test_what_models_do_not_take_is_refused():
    with pytest.raises(ValueError, match="the tanh-neuron model takes one input, found 2 features"):
        Problem(Dataset.from_matrix(np.ones((2, 2)), [1, 2]), TanhNeuron()).parameters((1, 1))
    for hidden in (0, -1, 2.0, True):
        with pytest.raises(ValueError, match="hidden needs a whole number >= 1"):
            MLP(hidden)


def test_initial_parameters_tell_the_units_apart_and_saturate_none():
    theta = MLP(50).initial_parameters(np.random.default_rng(0), n_features=4)
    assert theta.shape == (50 * 6 + 1,)
    assert len(set(theta[:200].tolist())) == 200
    assert theta[:200].std() == pytest.approx(0.5, rel=0.2)
