"""The whole argument as numbers, in the table's own x."""

from typing import Any

from core.gradients import (
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradients,
    per_example_losses,
)
from core.lesson.at_theta import AtTheta
from core.minimum import minimizer

WHOLE_TABLE = 20
"""Up to so many rows all are listed."""


def lesson_as_dict(lesson: AtTheta) -> dict[str, Any]:
    """What `lecture numbers --json` prints, unrounded: Python numbers, lists and None only.

    theta, predictions, losses, gradients and the minimizer belong to the table's own x; "drawn" holds the
    unit and the theta of the film. "index" counts from 1; "minimizer" is None where it isn't unique.

    Raises
    ------
    ValueError
        If a gradient overflows in the table's own x.
    """
    problem, theta = lesson.problem, lesson.table_theta
    gradients = per_example_gradients(problem, theta)
    rows = range(lesson.n_examples) if lesson.n_examples <= WHOLE_TABLE else lesson.shown
    columns = (
        lesson.x,
        lesson.y,
        problem.predictions(theta),
        per_example_losses(problem, theta),
    )
    names = ("x", "y", "prediction", "loss")
    return {
        "n_examples": lesson.n_examples,
        "model": problem.model.name,
        "loss": problem.loss.name,
        "theta": _floats(theta),
        "examples": [
            {"index": row + 1}
            | {name: float(column[row]) for name, column in zip(names, columns, strict=True)}
            | {"gradient": _floats(gradients[row])}
            for row in rows
        ],
        "risk": float(empirical_risk(problem, theta)),
        "mean_of_gradients": _floats(mean_of_gradients(gradients)),
        "full_gradient": _floats(full_gradient(problem, theta)),
        "minimizer": None if lesson.minimizer is None else _floats(minimizer(problem)),
        "drawn": {
            "center": lesson.units.center,
            "scale": lesson.units.scale,
            "theta": _floats(lesson.theta),
        },
    }


def _floats(values: Any) -> list[float]:
    return [float(value) for value in values]
