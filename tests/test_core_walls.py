"""Core knows no pictures."""

import subprocess
import sys

import core

NAMES = [
    "AbsoluteError",
    "HalfSquaredError",
    "HingeLoss",
    "HuberLoss",
    "LogisticLoss",
    "PinballLoss",
    "SquaredError",
    "AffineModel",
    "LogisticModel",
    "MLP",
    "TanhNeuron",
    "Dataset",
    "DatasetError",
    "Lesson",
    "LossOverflowError",
    "Problem",
    "Trajectory",
    "per_example_gradient_norms",
    "per_example_gradients",
    "per_example_hessians",
    "per_example_loss_surfaces",
    "per_example_losses",
    "empirical_risk",
    "full_gradient",
    "mean_of_gradients",
    "minimizer",
    "quadratic_risk",
    "risk_surface",
    "GradientMoments",
    "gradient_moments",
    "gradient_snr",
    "minibatch_covariance",
    "noise_scale_from_batches",
    "simple_noise_scale",
    "all_minibatches",
    "epoch_batches",
    "gradient_descent",
    "minibatch_gradient",
    "minibatch_indices",
    "sgd",
    "check_gradient",
]
STRANGERS = ("manim", "scenes", "scipy", "contourpy", "cairo", "rich")


def test_core_computes_a_whole_lesson_without_the_film():
    program = (
        "import sys, core\n"
        "lesson = core.Lesson.at(core.Problem(core.Dataset.packaged('norris')))\n"
        "core.lesson_as_dict(lesson), lesson.levels, lesson.plot, lesson.chain_window, lesson.minimizer\n"
        f"print(sorted(set({STRANGERS}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_public_names_are_there_once_and_documented():
    assert set(core.__all__) >= set(NAMES)
    assert len(core.__all__) == len(set(core.__all__))
    for name in core.__all__:
        assert getattr(core, name).__doc__
