"""What a loss is."""

from typing import Protocol

from core.arrays import Array


class Loss(Protocol):
    """A loss of one prediction, and its derivatives by the raw prediction.

    All methods broadcast ``y_true`` against ``raw_prediction``. ``out`` is where the result may be written,
    and then what is returned, as in NumPy; to return a new array is as good. It may be the raw prediction
    itself, though never the labels. The losses of core need no memory of the result's size beside it but
    where they say so.

    Where a convex loss has a kink, the numbers g with ``loss(z') >= loss(z) + g (z' - z)`` for all z' are
    an interval, its subdifferential (Rockafellar 1970, section 23). ``gradient`` is the number of least size
    in it.

    Three things are optional, with what is taken where they are missing:

    - ``is_exact`` (False): whether `fractions.Fraction` goes through all methods exactly;
    - ``kink_distance(y_true, raw_prediction)`` (infinite): by how much the raw prediction can change, either
      way, before the loss has no derivative;
    - ``check_y_true(y_true)`` (any number is allowed): ValueError that names the first row whose label
      the loss isn't defined for.
    """

    @property
    def name(self) -> str:
        """What the loss is called on the command line and in messages."""
        ...

    def loss(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Loss of each prediction."""
        ...

    def gradient(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Derivative of each loss by its raw prediction; at a kink the subgradient of least size."""
        ...

    def hessian(self, y_true: Array, raw_prediction: Array, out: Array | None = None) -> Array:
        """Second derivative of each loss by its raw prediction; 0 where there is none."""
        ...

    def loss_gradient(self, y_true: Array, raw_prediction: Array) -> tuple[Array, Array]:
        """Loss and gradient of each prediction."""
        ...


class WithLossGradient:
    """Gives a loss its `loss_gradient`, from its `loss` and its `gradient`."""

    def loss_gradient(self: Loss, y_true: Array, raw_prediction: Array) -> tuple[Array, Array]:
        """Loss and gradient of each prediction."""
        return self.loss(y_true, raw_prediction), self.gradient(y_true, raw_prediction)
