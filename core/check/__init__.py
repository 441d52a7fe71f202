"""Whether derivatives are derivatives: a user's model and loss, held against differences."""

from core.check.gradient_check import GradientCheck, check_gradient

__all__ = ["GradientCheck", "check_gradient"]
