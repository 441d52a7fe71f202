"""What a model is."""

from collections.abc import Sequence
from typing import Protocol, TypeGuard

from core.arrays import Array

Parameters = Array | Sequence[Array]
"""P numbers, or P arrays that broadcast against each other and the input: a grid of thetas."""


class Model(Protocol):
    """A function of P parameters and an input.

    ``x`` is (N,) for a table of one input, or (N, K) for K features (`Dataset.from_matrix`).

    Three things are optional, with what is taken where they are missing:

    - ``is_exact`` (False): whether `fractions.Fraction` goes through all methods exactly;
    - ``predictions_and_jacobian(theta, x)`` (one after the other): both, where they share most of their work;
    - ``prediction_hessians(theta, x)``: second derivatives (N, P, P) of the predictions, for
      `per_example_hessians` alone.

    An `InPlaceModel` has three methods more, for speed.
    """

    @property
    def name(self) -> str:
        """What the model is called on the command line and in messages."""
        ...

    def parameter_names(self, n_features: int) -> tuple[str, ...]:
        """Names of the P parameters for so many features; ValueError if the model takes no such table."""
        ...

    def predictions(self, theta: Parameters, x: Array) -> Array:
        """Predictions (N,) for theta (P,); in the shape they broadcast to, for P arrays and one x ()."""
        ...

    def jacobian(self, theta: Array, x: Array) -> Array:
        """Derivatives (N, P) of the predictions by theta; fastest as the transposed view of (P, N)."""
        ...


class InPlaceModel(Model, Protocol):
    """A model whose passes over the rows leave no array behind but their result; P >= 2.

    For arithmetic that is cheaper than the memory it moves. Products of finite numbers that overflow must set
    NumPy's flag, as its own functions do (`numpy.errstate`).
    """

    def write_predictions(self, theta: Array, x: Array, out: Array) -> None:
        """Write the predictions into `out` (N,)."""
        ...

    def scale_jacobian(self, theta: Array, x: Array, out: Array) -> None:
        """Write s_i times row i of the Jacobian into column i of `out` (P, N), whose first line holds s."""
        ...

    def vector_jacobian_product(self, theta: Array, x: Array, vector: Array) -> Array:
        """J^T v (P,), of the Jacobian J (N, P) and a vector v (N,)."""
        ...


def is_in_place(model: Model) -> TypeGuard[InPlaceModel]:
    """Whether the model has the methods of an `InPlaceModel`."""
    return hasattr(model, "scale_jacobian")


def only_one_input(name: str, n_features: int) -> None:
    """ValueError for a model of one input, if there are more."""
    if n_features != 1:
        raise ValueError(f"the {name} model takes one input, found {n_features} features")
