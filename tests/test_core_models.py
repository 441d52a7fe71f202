"""What holds for every model: shapes, digits at the extremes, exactness, second derivatives."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import AffineModel, Dataset, Problem, per_example_hessians
from core.models import MLP, LogisticModel, TanhNeuron

EPS = float(np.finfo(float).eps)
TINY = float(np.finfo(float).tiny)
CASES = [
    (AffineModel(), 1),
    (AffineModel(), 3),
    (TanhNeuron(), 1),
    (LogisticModel(), 1),
    (LogisticModel(), 3),
    (MLP(2), 1),
    (MLP(2), 3),
]
rationals = st.fractions(-100, 100, max_denominator=50)
inputs = st.floats(-800, 800)


def inputs_of(n_features, n_rows=9, seed=2):
    x = np.random.default_rng(seed).normal(size=(n_rows, n_features))
    return x[:, 0] if n_features == 1 else x


def theta_of(model, n_features, seed=5):
    return np.random.default_rng(seed).normal(size=len(model.parameter_names(n_features)))


@pytest.mark.parametrize(("model", "n_features"), CASES)
def test_second_derivatives_are_differences_of_the_jacobian(model, n_features):
    x, theta, step = inputs_of(n_features), theta_of(model, n_features), 1e-6
    hessians = model.prediction_hessians(theta, x)
    assert hessians.shape == (9, len(theta), len(theta))
    assert np.abs(hessians - hessians.transpose(0, 2, 1)).max() <= 4 * EPS * np.abs(hessians).max()
    for parameter, way in enumerate(step * np.eye(len(theta))):
        rise = model.jacobian(theta + way, x) - model.jacobian(theta - way, x)
        assert hessians[:, :, parameter] == pytest.approx(rise / (2 * step), abs=1e-8)


@pytest.mark.parametrize(("model", "n_features"), CASES)
def test_the_jacobian_is_the_complex_step_of_the_predictions(model, n_features):
    x, theta, step = inputs_of(n_features), theta_of(model, n_features), 1e-30
    for parameter, way in enumerate(1j * step * np.eye(len(theta))):
        derivatives = model.predictions(theta + way, x).imag / step
        expected = model.jacobian(theta, x)[:, parameter]
        assert np.abs(derivatives - expected).max() <= 8 * EPS * (1 + np.abs(expected).max())


@pytest.mark.parametrize(("model", "n_features"), CASES)
def test_rows_stand_for_themselves(model, n_features):
    """A row's prediction and derivatives are what they are in a table of this row alone."""
    x, theta = inputs_of(n_features), theta_of(model, n_features)
    for method in (model.predictions, model.jacobian, model.prediction_hessians):
        together = method(theta, x)
        apart = np.concatenate([method(theta, x[i : i + 1]) for i in range(len(x))])
        assert np.abs(together - apart).max() <= 8 * EPS * (1 + np.abs(apart).max())


@pytest.mark.parametrize(("model", "n_features"), CASES)
def test_models_leave_theta_and_inputs_as_they_are(model, n_features):
    x, theta = inputs_of(n_features), theta_of(model, n_features)
    x.setflags(write=False)
    theta.setflags(write=False)
    first = model.jacobian(theta, x)
    kept = first.copy()
    for method in (model.predictions, model.jacobian, model.prediction_hessians):
        method(theta, x)
    assert np.array_equal(first, kept)


@given(st.lists(st.tuples(rationals, rationals), min_size=1, max_size=6), st.tuples(*[rationals] * 3))
def test_planes_over_fractions_are_exact(rows, theta):
    x, parameters = np.array(rows, dtype=object), np.array(theta, dtype=object)
    c, a, b = theta
    assert AffineModel().predictions(parameters, x).tolist() == [c + a * p + b * q for p, q in rows]
    jacobian = AffineModel().jacobian(parameters, x)
    assert jacobian.tolist() == [[1, p, q] for p, q in rows]
    assert not any(isinstance(value, float) for value in jacobian.ravel())
    assert not AffineModel().prediction_hessians(parameters, x).any()


def test_a_line_over_fractions_has_fractions_for_predictions():
    x = np.array([Fraction(1, 3), Fraction(2)], dtype=object)
    assert AffineModel().predictions((Fraction(1, 7), Fraction(3)), x).tolist() == [
        Fraction(8, 7),
        Fraction(43, 7),
    ]


@given(inputs)
def test_a_probability_and_its_slope_have_all_their_digits(z):
    """Against mpmath, 60 digits: next to 0 too, where 1 - p would keep none."""
    theta, x = np.array([0.0, 1.0]), np.array([z])
    with mpmath.workdps(60):
        tail = mpmath.exp(-mpmath.mpf(z))
        probability, slope = 1 / (1 + tail), tail / (1 + tail) ** 2
        expected = float(probability), float(slope)
    assert LogisticModel().predictions(theta, x)[0] == pytest.approx(expected[0], rel=4 * EPS, abs=TINY)
    assert LogisticModel().jacobian(theta, x)[0, 0] == pytest.approx(expected[1], rel=8 * EPS, abs=TINY)


@given(inputs)
def test_a_saturated_tangent_keeps_the_digits_of_its_slope(u):
    """Against mpmath, 60 digits; 1 - tanh^2 would be 0 from |u| = 19 on."""
    theta, x = np.array([1.0, 1.0]), np.array([u])
    with mpmath.workdps(800):  # 1 - tanh^2 of 800 is 1e-694
        slope = float(mpmath.sech(mpmath.mpf(u)) ** 2)
    assert TanhNeuron().jacobian(theta, x)[0, 1] == pytest.approx(u * slope, rel=8 * EPS, abs=1e-300)
    neuron = np.array([1.0, 0.0, 1.0, 0.0])
    assert MLP(1).jacobian(neuron, x)[0].tolist() == pytest.approx(
        [u * slope, slope, np.tanh(u), 1.0], rel=8 * EPS, abs=1e-300
    )


@pytest.mark.parametrize("size", [19.0, 400.0, 1e100, 1e300])
@pytest.mark.parametrize("model", [TanhNeuron(), LogisticModel(), MLP(1)])
def test_second_derivatives_at_the_extremes_are_finite_without_a_warning(model, size):
    theta = np.ones(len(model.parameter_names(1)))
    assert np.isfinite(model.prediction_hessians(theta, np.array([-size, 0.0, size]))).all()


def test_parameters_are_named_in_their_order():
    assert AffineModel().parameter_names(2) == ("theta_0", "theta_1", "theta_2")
    assert LogisticModel().parameter_names(1) == ("theta_0", "theta_1")
    assert TanhNeuron().parameter_names(1) == ("theta_0", "theta_1")
    assert MLP(2).parameter_names(1) == ("w_1", "w_2", "b_1", "b_2", "v_1", "v_2", "c")
    assert MLP(1).parameter_names(2) == ("w_1_1", "w_1_2", "b_1", "v_1", "c")


def test_each_named_parameter_of_a_perceptron_does_what_its_name_says():
    names, x = MLP(2).parameter_names(2), np.array([[0.3, -0.7]])
    numbers = dict(zip(names, theta_of(MLP(2), 2), strict=True))
    expected = numbers["c"] + sum(
        numbers[f"v_{h}"]
        * np.tanh(numbers[f"w_{h}_1"] * 0.3 + numbers[f"w_{h}_2"] * -0.7 + numbers[f"b_{h}"])
        for h in (1, 2)
    )
    assert MLP(2).predictions(np.array(list(numbers.values())), x)[0] == pytest.approx(expected, rel=8 * EPS)


@pytest.mark.parametrize(("model", "n_features"), CASES)
def test_where_the_loss_is_squared_hessians_are_those_of_its_formula(model, n_features):
    """H_i = J J^T + residual times the prediction's Hessian (Gauss and Newton's part, and the rest)."""
    x, theta = inputs_of(n_features), theta_of(model, n_features)
    y = np.linspace(-1, 1, 9)
    problem = Problem(Dataset.from_matrix(x.reshape(9, -1), y), model)
    jacobian, residuals = model.jacobian(theta, x), model.predictions(theta, x) - y
    expected = jacobian[:, :, None] * jacobian[:, None, :]
    expected = expected + residuals[:, None, None] * model.prediction_hessians(theta, x)
    assert per_example_hessians(problem, theta) == pytest.approx(expected, rel=1e-13, abs=1e-14)


def test_weights_to_begin_at_have_the_variance_of_one_over_their_units_inputs_and_biases_are_zero():
    model, n_features = MLP(200), 50
    theta = model.initial_parameters(np.random.default_rng(0), n_features)
    weights, rest = np.split(theta, [200 * n_features])
    biases, outputs, bias = np.split(rest, [200, 400])
    assert weights.var() == pytest.approx(1 / n_features, rel=0.05)
    assert outputs.var() == pytest.approx(1 / 200, rel=0.3)
    assert abs(weights.mean()) < 4 * np.sqrt(1 / n_features / weights.size)
    assert not biases.any()
    assert bias.tolist() == [0]
