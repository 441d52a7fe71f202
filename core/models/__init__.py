"""Models: from parameters and an input to a prediction."""

from core.models.affine import AffineModel
from core.models.base import Model
from core.models.logistic import LogisticModel
from core.models.mlp import MLP
from core.models.tanh_neuron import TanhNeuron

__all__ = ["MLP", "AffineModel", "LogisticModel", "Model", "TanhNeuron"]
