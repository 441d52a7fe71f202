"""The losses of core, and labels and predictions for them, for the tests of core."""

from fractions import Fraction

import numpy as np

from core import (
    AbsoluteError,
    HalfSquaredError,
    HingeLoss,
    HuberLoss,
    LogisticLoss,
    PinballLoss,
    SquaredError,
)

THIRD = Fraction(1, 3)
EXACT = [
    HalfSquaredError(),
    SquaredError(),
    AbsoluteError(),
    HuberLoss(),
    HuberLoss(Fraction(3, 4)),
    PinballLoss(),
    PinballLoss(THIRD),
    HingeLoss(),
]
LOSSES = [*EXACT, LogisticLoss()]
WITH_KINKS = [loss for loss in LOSSES if hasattr(loss, "kink_distance")]
SMOOTH = [loss for loss in LOSSES if not hasattr(loss, "kink_distance")]

QUARTERS = [Fraction(n, 4) for n in range(-10, 11)]
"""So few that predictions meet labels, margins and deltas often."""


def exact_labels(loss):
    """Labels of the loss's domain."""
    return [Fraction(-1), Fraction(1)] if isinstance(loss, HingeLoss) else QUARTERS


def objects(values):
    """An array of exact numbers."""
    return np.array(values, dtype=object)


def some_labels(loss, shape, seed=0):
    """Labels as floats, of the shape."""
    random = np.random.default_rng(seed)
    if isinstance(loss, HingeLoss):
        return random.choice([-1.0, 1.0], size=shape)
    if isinstance(loss, LogisticLoss):
        return random.choice([0.0, 0.25, 1.0], size=shape)
    return random.normal(size=shape)


def called(loss):
    """A name for a test's case."""
    return repr(loss)
