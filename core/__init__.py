"""The mathematics of the film: per-example losses and gradients, their means, and how to look at them.

An order to read it in:

1. What every number is a function of: `data`, `losses.base` and one loss, `models.base` and `models.affine`,
   `problem`.
2. The argument: `gradients`, and `passes`, which it makes over blocks of rows; `means`.
3. Minibatches: `sampling`, `moments` and the `scatter` below it, `noise`, `descent`.
4. Where the risk is small: `surfaces`, `quadratic`, `minimum`, and the `solvers` behind it.
5. Whether a model or loss of one's own is right: `check`.
6. What the film shows of all that: `lesson`, and in plain text `argument`, which `python -m core` prints.

Below all of it: `arrays`, `checks`, `errors`, `quoting`, and `reading` with `files`, for tables.
"""

from core.check import GradientCheck, check_gradient
from core.data import Dataset, Preference
from core.descent import Trajectory, gradient_descent, sgd
from core.errors import DatasetError, LossOverflowError, Place
from core.gradients import (
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradient_norms,
    per_example_gradients,
    per_example_hessians,
    per_example_losses,
)
from core.lesson.data_view import Moment
from core.lesson.framing import Framing
from core.lesson.lesson import Lesson
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
from core.models import MLP, AffineModel, LogisticModel, Model, TanhNeuron
from core.moments import GradientMoments, gradient_moments
from core.noise import (
    NoiseEstimate,
    gradient_snr,
    minibatch_covariance,
    noise_scale_from_batches,
    simple_noise_scale,
)
from core.problem import Problem
from core.quadratic import QuadraticRisk, quadratic_risk
from core.sampling import (
    all_minibatches,
    epoch_batches,
    mean_of_minibatch_gradients,
    minibatch_gradient,
    minibatch_indices,
)
from core.surfaces import per_example_loss_surfaces, risk_surface

__all__ = [
    "MLP",
    "AbsoluteError",
    "AffineModel",
    "Dataset",
    "DatasetError",
    "Density",
    "Framing",
    "GradientCheck",
    "GradientMoments",
    "GradientWindow",
    "HalfSquaredError",
    "HingeLoss",
    "HuberLoss",
    "Lesson",
    "LogisticLoss",
    "LogisticModel",
    "Loss",
    "LossOverflowError",
    "Model",
    "Moment",
    "NoiseEstimate",
    "PinballLoss",
    "Place",
    "PlotWindow",
    "Preference",
    "Problem",
    "QuadraticRisk",
    "SquaredError",
    "TanhNeuron",
    "Trajectory",
    "Units",
    "Window",
    "all_minibatches",
    "check_gradient",
    "empirical_risk",
    "epoch_batches",
    "full_gradient",
    "gradient_descent",
    "gradient_moments",
    "gradient_snr",
    "lesson_as_dict",
    "mean_of_gradients",
    "mean_of_minibatch_gradients",
    "minibatch_covariance",
    "minibatch_gradient",
    "minibatch_indices",
    "minimizer",
    "noise_scale_from_batches",
    "per_example_gradient_norms",
    "per_example_gradients",
    "per_example_hessians",
    "per_example_loss_surfaces",
    "per_example_losses",
    "quadratic_risk",
    "risk_surface",
    "sgd",
    "simple_noise_scale",
]
