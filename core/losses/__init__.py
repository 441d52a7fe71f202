"""Losses: what one prediction costs.

All take ``(y_true, raw_prediction)`` and broadcast, carry scikit-learn's names, and compute in the type that
they are given: float32 stays float32, integers count as float64, and `fractions.Fraction` in object arrays
stays exact in all but the logistic loss. Results are arrays, of shape () for two numbers.
"""

from core.losses.absolute import AbsoluteError
from core.losses.base import Loss, WithLossGradient
from core.losses.hinge import HingeLoss
from core.losses.huber import HuberLoss
from core.losses.logistic import LogisticLoss
from core.losses.pinball import PinballLoss
from core.losses.squared import HalfSquaredError, SquaredError

__all__ = [
    "AbsoluteError",
    "HalfSquaredError",
    "HingeLoss",
    "HuberLoss",
    "LogisticLoss",
    "Loss",
    "PinballLoss",
    "SquaredError",
    "WithLossGradient",
]
