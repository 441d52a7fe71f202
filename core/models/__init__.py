"""Models: from parameters and an input to a prediction."""

from core.models.affine import AffineModel
from core.models.base import Model

__all__ = ["AffineModel", "Model"]
