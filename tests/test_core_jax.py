"""Every model with every loss against JAX in doubles, whole tables at a time; `make jax` installs it."""

import numpy as np
import pytest
from test_core_autodiff import LOSSES, MODELS, PENALTY, case

from core import full_gradient, per_example_gradients, per_example_hessians, per_example_losses

jax = pytest.importorskip("jax", reason="make jax installs JAX")
jax.config.update("jax_enable_x64", True)
jnp = jax.numpy
EPS = float(np.finfo(float).eps)

COSTS = {
    "half-squared": lambda y, z: (z - y) ** 2 / 2,
    "squared": lambda y, z: (z - y) ** 2,
    "absolute": lambda y, z: jnp.abs(z - y),
    "huber": lambda y, z: jnp.where(jnp.abs(z - y) <= 0.5, (z - y) ** 2 / 2, 0.5 * (jnp.abs(z - y) - 0.25)),
    "pinball": lambda y, z: jnp.where(z <= y, 0.3 * (y - z), 0.7 * (z - y)),
    "logistic": lambda y, z: jnp.logaddexp(0, z) - y * z,
    "hinge": lambda y, z: jax.nn.relu(1 - y * z),
}


def affine(theta, x):
    return theta[0] + x @ theta[1:]


def perceptron(theta, x):
    w, (b, v) = theta[: 3 * len(x)].reshape(3, len(x)), theta[3 * len(x) : -1].reshape(2, 3)
    return v @ jnp.tanh(w @ x + b) + theta[-1]


def predictor(model):
    """The formula of one of the cases."""
    if model == "tanh neuron":
        return lambda theta, x: theta[0] * jnp.tanh(theta[1] * x[0])
    if model.startswith("probability"):
        return lambda theta, x: jax.nn.sigmoid(affine(theta, x))
    return perceptron if model.startswith("perceptron") else affine


def of_jax(model, cases):
    """Losses (N,), gradients (N, P) and Hessians (N, P, P) of each case, compiled in one go."""

    def of_loss(loss):
        def row_loss(t, x, y):
            return COSTS[loss](y, predictor(model)(t, x)) + PENALTY / 2 * t @ t

        derivatives = (row_loss, jax.grad(row_loss), jax.hessian(row_loss))
        return [jax.vmap(function, (None, 0, 0)) for function in derivatives]

    inputs = {
        loss: (theta, problem.x.reshape(len(problem.y), -1), problem.y)
        for loss, (problem, theta, _) in cases.items()
    }
    found = jax.jit(lambda all_of: {loss: [f(*all_of[loss]) for f in of_loss(loss)] for loss in all_of})(
        inputs
    )
    return {loss: [np.asarray(values) for values in arrays] for loss, arrays in found.items()}


@pytest.mark.parametrize("model", MODELS)
def test_losses_gradients_and_hessians_are_those_of_jax(model):
    cases = {loss: case(model, loss, seed=5) for loss in LOSSES}
    for loss, (losses, gradients, hessians) in of_jax(model, cases).items():
        problem, theta, _ = cases[loss]
        assert per_example_losses(problem, theta) == pytest.approx(losses, rel=32 * EPS, abs=32 * EPS), loss
        for own, theirs in (
            (per_example_gradients(problem, theta), gradients),
            (per_example_hessians(problem, theta), hessians),
        ):
            assert np.abs(own - theirs).max() <= 64 * EPS * (1 + np.abs(theirs).max()), loss
        shares = problem.weights / problem.weights.sum()
        assert full_gradient(problem, theta) == pytest.approx(shares @ gradients, rel=1e-13, abs=1e-14), loss
