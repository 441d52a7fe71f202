"""A perceptron with one hidden layer of hyperbolic tangents."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from core.arrays import Array
from core.models.base import Parameters
from core.models.tanh_neuron import cosh_squared


@dataclass(frozen=True)
class MLP:
    """prediction = sum_h v_h tanh(u_h) + c, with u_h = w_h1 x_1 + ... + w_hK x_K + b_h.

    theta holds the H K hidden weights w (unit by unit), the H hidden biases b, the H output weights v and the
    output bias c: P = H (K + 2) + 1.

    Parameters
    ----------
    hidden : int
        H, the number of hidden units.

    Raises
    ------
    ValueError
        If `hidden` isn't a whole number >= 1.
    """

    hidden: int = 8
    name: ClassVar[str] = "mlp"

    def __post_init__(self) -> None:
        if isinstance(self.hidden, bool) or not isinstance(self.hidden, int) or self.hidden < 1:
            raise ValueError(f"hidden needs a whole number >= 1, found {self.hidden!r}")

    def parameter_names(self, n_features: int) -> tuple[str, ...]:
        """w_1, b_1, v_1 of hidden unit 1 and so on, and c; w_1_2 is unit 1's weight of the second feature."""
        units = [str(h + 1) for h in range(self.hidden)]
        inputs = [f"_{k + 1}" for k in range(n_features)] if n_features > 1 else [""]
        weights = [f"w_{h}{k}" for h in units for k in inputs]
        return (*weights, *(f"b_{h}" for h in units), *(f"v_{h}" for h in units), "c")

    def initial_parameters(self, random: np.random.Generator, n_features: int = 1) -> Array:
        """Parameters (P,) to begin a descent at, for standardized features.

        Weights are normal with mean 0 and variance 1 / (number of the unit's inputs), so that no unit begins
        saturated (LeCun, Bottou, Orr and Mueller 1998, sec. 4.6); biases are 0. Where all are 0, or the units
        are the same, gradients never tell the units apart.
        """
        weights = random.normal(size=self.hidden * n_features) / np.sqrt(n_features)
        outputs = random.normal(size=self.hidden) / np.sqrt(self.hidden)
        return np.concatenate([weights, np.zeros(self.hidden), outputs, [0.0]])

    def predictions(self, theta: Parameters, x: Array) -> Array:
        """Predictions (N,); in the shape they broadcast to, for P arrays and one x ()."""
        if not isinstance(theta, np.ndarray) or x.ndim == 0:
            return self._prediction_of_one(theta, x)
        layers = self._layers(theta)
        u = layers.hidden_inputs(x)
        return layers.prediction(np.tanh(u, out=u))

    def jacobian(self, theta: Array, x: Array) -> Array:
        """(v_h x_k sech^2 u_h, v_h sech^2 u_h, tanh u_h, 1) of each row; (N, P)."""
        return self.predictions_and_jacobian(theta, x)[1]

    def predictions_and_jacobian(self, theta: Array, x: Array) -> tuple[Array, Array]:
        """Predictions (N,) and their Jacobian (N, P), for the price of the Jacobian."""
        layers, lines = self._layers(theta), np.empty((len(theta), len(x)))
        by_w, by_b, by_v, by_c = self._layers(lines)
        layers.hidden_inputs(x, out=by_v)
        np.divide(layers.v[:, None], cosh_squared(by_v, out=by_b), out=by_b)
        np.tanh(by_v, out=by_v)
        np.multiply(by_b[:, None], np.atleast_2d(x.T), out=by_w)
        by_c[...] = 1
        return layers.prediction(by_v), lines.T

    def prediction_hessians(self, theta: Array, x: Array) -> Array:
        """Second derivatives (N, P, P): 0 between different units."""
        layers, place = self._layers(theta), self._layers(np.arange(len(theta)))
        u = layers.hidden_inputs(x)
        slopes = (1 / cosh_squared(u)).T[:, :, None]
        bends = -2 * layers.v[:, None, None] * slopes[:, :, :, None] * np.tanh(u).T[:, :, None, None]
        inputs = np.column_stack([x, np.ones(len(x))])[:, None]
        into, out = np.column_stack([place.w, place.b]), place.v[:, None]
        result = np.zeros((len(x), len(theta), len(theta)))
        result[:, into[:, :, None], into[:, None]] = bends * inputs[:, :, :, None] * inputs[:, :, None]
        result[:, into, out] = result[:, out, into] = slopes * inputs
        return result

    def _layers(self, values: Array) -> "_Layers":
        """Views of `values` (P, ...), by what the parameters are."""
        v, c = -1 - self.hidden, -1
        b = v - self.hidden
        w = values[:b].reshape(self.hidden, -1, *values.shape[1:])
        return _Layers(w, values[b:v], values[v:c], values[c])

    def _prediction_of_one(self, theta: Parameters, x: Array) -> Array:
        """Prediction of one x (), where each of the P parameters is a number or an array."""
        w, b, v = (theta[start * self.hidden : (start + 1) * self.hidden] for start in range(3))
        total = theta[-1]
        for w_h, b_h, v_h in zip(w, b, v, strict=True):
            total = total + v_h * np.tanh(w_h * x + b_h)
        return total


class _Layers(NamedTuple):
    """The parameters w (H, K, ...), b (H, ...), v (H, ...) and c (...), or what stands in their places."""

    w: Array
    b: Array
    v: Array
    c: Array

    def hidden_inputs(self, x: Array, out: Array | None = None) -> Array:
        """u_h of each row; (H, N)."""
        apply = np.multiply if x.ndim == 1 else np.matmul  # BLAS is slow where it has nothing to sum
        u: Array = apply(self.w, x.T, out=out)
        u += self.b[:, None]
        return u

    def prediction(self, activations: Array) -> Array:
        """sum_h v_h tanh(u_h) + c of each row (N,), from tanh(u_h) (H, N)."""
        result: Array = self.v @ activations
        result += self.c
        return result
