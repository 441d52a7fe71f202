"""From settings to the Lesson: which table, model, loss and theta."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import AffineModel, Dataset, DatasetError, HalfSquaredError, Lesson, Problem, lesson_as_dict
from core.errors import Place
from scenes.production.errors import InputError, Report, one_line, refuse, unknown
from scenes.production.settings import Settings

# What the acts can draw.
MODELS = {"affine": AffineModel}
LOSSES = {"half-squared": HalfSquaredError}


@dataclass(frozen=True)
class Argument:
    """What a Lesson is made of, small enough to be sent to another process.

    ``theta`` (2,) is in the table's own x; None: chosen for the data.
    """

    problem: Problem
    theta: tuple[float, float] | None

    def lesson(self) -> Lesson:
        """Compute the Lesson."""
        return Lesson.at(self.problem, theta=self.theta)


def argument_of(settings: Settings, report: Report = refuse) -> Argument:
    """Read the table that the settings name.

    Parameters
    ----------
    report
        Takes each complaint. If it returns, the others are looked for, and the first ends it all the same.

    Raises
    ------
    InputError
        If the table, its columns, the model or the loss aren't usable.
    """
    wrong = list(_unknown_names(settings))
    for error in wrong:
        report(error)
    dataset = _dataset(settings, report)
    if wrong:
        raise wrong[0]
    problem = Problem(dataset, MODELS[settings.model](), LOSSES[settings.loss]())
    return Argument(problem, settings.theta)


def _unknown_names(settings: Settings) -> Iterator[InputError]:
    """What is said of a model and a loss that there aren't."""
    if settings.model not in MODELS:
        yield unknown(settings.place("model"), "model", settings.model, MODELS)
    if settings.loss not in LOSSES:
        yield unknown(settings.place("loss"), "loss", settings.loss, LOSSES, "losses")


def argument_for(lesson: Lesson) -> Argument:
    """What another process makes the same Lesson of."""
    # A theta that was chosen is round in the drawn unit; back from the table's unit it may not be.
    chosen = bool((Lesson.at(lesson.problem).theta == lesson.theta).all())
    first, second = lesson.table_theta.tolist()
    return Argument(lesson.problem, None if chosen else (first, second))


def lesson_of(settings: Settings, argument: Argument) -> Lesson:
    """The Lesson, or the complaint that these numbers have none.

    Raises
    ------
    InputError
        If a number overflows.
    """
    try:
        return argument.lesson()
    except (ValueError, OverflowError) as error:
        if argument.theta is not None and _has_a_lesson(argument.problem):
            problem = one_line(error).partition("; ")[0]
            raise InputError(settings.place("theta"), problem, "choose another theta") from error
        raise _without_numbers(settings.data, error) from error


def _has_a_lesson(problem: Problem) -> bool:
    """Whether there is one at the theta that core would choose."""
    try:
        Lesson.at(problem)
    except (ValueError, OverflowError):
        return False
    return True


def numbers_of(settings: Settings) -> dict[str, Any]:
    """The whole argument as numbers, in the table's own x.

    Raises
    ------
    InputError
        If the input isn't usable, or a number overflows.
    """
    return numbers_in(lesson_of(settings, argument_of(settings)), settings.data)


def numbers_in(lesson: Lesson, data: str) -> dict[str, Any]:
    """The numbers of a lesson that was computed already; ``data`` is the table's name, for complaints."""
    try:
        return lesson_as_dict(lesson)
    except (ValueError, OverflowError) as error:
        raise _without_numbers(data, error) from error


def _without_numbers(data: str, error: Exception) -> InputError:
    """The complaint that a table's numbers are too large or too small."""
    problem, _, remedy = one_line(error).partition("; ")
    return InputError(Place(data), problem, remedy)


def _dataset(settings: Settings, report: Report) -> Dataset:
    packaged = Dataset.packaged_names()
    if settings.data in packaged:
        return _packaged(settings, report)
    if not Path(settings.data).suffix and not os.path.lexists(settings.data) and "/" not in settings.data:
        tables = "give a file, or one of the packaged tables"
        error = unknown(settings.place("data"), "table", settings.data, packaged, tables)
        report(error)
        raise error
    try:
        return Dataset.read_csv(
            settings.data, settings.x, settings.y, report=lambda error: report(_complaint(error))
        )
    except DatasetError as error:
        raise _complaint(error) from error


def _complaint(error: DatasetError) -> InputError:
    return InputError(error.place, error.problem, error.remedy)


def _packaged(settings: Settings, report: Report) -> Dataset:
    dataset = Dataset.packaged(settings.data)
    wrong = [
        unknown(settings.place(role), f"column of {settings.data}", asked, [name], "its name")
        for role, asked, name in (("x", settings.x, dataset.x_name), ("y", settings.y, dataset.y_name))
        if asked not in (None, name)
    ]
    for error in wrong:
        report(error)
    if wrong:
        raise wrong[0]
    return dataset
