"""What a model is."""

from collections.abc import Sequence
from typing import Protocol

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


def only_one_input(name: str, n_features: int) -> None:
    """ValueError for a model of one input, if there are more."""
    if n_features != 1:
        raise ValueError(f"the {name} model takes one input, found {n_features} features")
