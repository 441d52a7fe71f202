"""Losses: what one prediction costs.

All take ``(y_true, raw_prediction)`` and broadcast, and carry scikit-learn's names.
"""

from core.losses.base import Loss, WithLossGradient
from core.losses.squared import HalfSquaredError, SquaredError

__all__ = ["HalfSquaredError", "Loss", "SquaredError", "WithLossGradient"]
