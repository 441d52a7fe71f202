"""The mathematics of the film: per-example losses and gradients, their means, and how to look at them."""

from core.data import Dataset, Preference
from core.errors import DatasetError
from core.gradients import (
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradient_norms,
    per_example_gradients,
    per_example_hessians,
    per_example_losses,
)
from core.lesson.framing import Framing
from core.lesson.lesson import Lesson, Moment
from core.lesson.numbers import lesson_as_dict
from core.lesson.plot import Density, GradientWindow, PlotWindow
from core.lesson.units import Units
from core.lesson.window import Window
from core.losses import (
    AbsoluteError,
    HalfSquaredError,
    HingeLoss,
    HuberLoss,
    LogisticLoss,
    Loss,
    PinballLoss,
    SquaredError,
)
from core.minimum import minimizer
from core.models import AffineModel, Model
from core.problem import Problem
from core.quadratic import QuadraticRisk, quadratic_risk
from core.surfaces import per_example_loss_surfaces, risk_surface

__all__ = [
    "AbsoluteError",
    "AffineModel",
    "Dataset",
    "DatasetError",
    "Density",
    "Framing",
    "GradientWindow",
    "HalfSquaredError",
    "HingeLoss",
    "HuberLoss",
    "Lesson",
    "LogisticLoss",
    "Loss",
    "Model",
    "Moment",
    "PinballLoss",
    "PlotWindow",
    "Preference",
    "Problem",
    "QuadraticRisk",
    "SquaredError",
    "Units",
    "Window",
    "empirical_risk",
    "full_gradient",
    "lesson_as_dict",
    "mean_of_gradients",
    "minimizer",
    "per_example_gradient_norms",
    "per_example_gradients",
    "per_example_hessians",
    "per_example_loss_surfaces",
    "per_example_losses",
    "quadratic_risk",
    "risk_surface",
]
