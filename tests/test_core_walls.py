"""Core knows no pictures."""

import subprocess
import sys

import core

NAMES = {
    "AffineModel",
    "Dataset",
    "DatasetError",
    "HalfSquaredError",
    "Lesson",
    "Problem",
    "empirical_risk",
    "full_gradient",
    "minimizer",
    "per_example_gradients",
    "per_example_loss_surfaces",
    "per_example_losses",
    "risk_surface",
}
STRANGERS = ("manim", "scenes", "scipy", "contourpy", "cairo", "rich")


def test_core_computes_a_whole_lesson_without_the_film():
    program = (
        "import sys, core\n"
        "lesson = core.Lesson.at(core.Problem(core.Dataset.packaged('norris')))\n"
        "core.lesson_as_dict(lesson), lesson.levels, lesson.plot, lesson.gradient_window, lesson.minimizer\n"
        f"print(sorted(set({STRANGERS}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_public_names_are_there_and_documented():
    assert set(core.__all__) >= NAMES
    for name in core.__all__:
        assert getattr(core, name).__doc__
