"""From settings to the Lesson: which table, model, loss and theta."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import AffineModel, Dataset, HalfSquaredError, Lesson, Problem, lesson_as_dict
from scenes.production.errors import InputError, one_line, unknown
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


def argument_of(settings: Settings) -> Argument:
    """Read the table that the settings name.

    Raises
    ------
    InputError
        If the table, its columns, the model or the loss aren't usable.
    """
    if settings.model not in MODELS:
        raise unknown("--model", "model", settings.model, MODELS)
    if settings.loss not in LOSSES:
        raise unknown("--loss", "loss", settings.loss, LOSSES, "losses")
    problem = Problem(_dataset(settings), MODELS[settings.model](), LOSSES[settings.loss]())
    return Argument(problem, settings.theta)


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
        raise InputError(f"{settings.data}: {one_line(error)}") from error


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
        raise InputError(f"{data}: {one_line(error)}") from error


def _dataset(settings: Settings) -> Dataset:
    packaged = Dataset.packaged_names()
    if settings.data in packaged:
        return _packaged(settings)
    if not Path(settings.data).suffix and not Path(settings.data).exists() and "/" not in settings.data:
        raise unknown(
            "--data", "table", settings.data, packaged, "give a file, or one of the packaged tables"
        )
    try:
        return Dataset.read_csv(Path(settings.data), x=settings.x, y=settings.y)
    except ValueError as error:
        raise InputError(one_line(error)) from error
    except OSError as error:
        raise InputError(f"{settings.data}: {(error.strerror or str(error)).lower()}") from error


def _packaged(settings: Settings) -> Dataset:
    dataset = Dataset.packaged(settings.data)
    for option, asked, name in (("--x", settings.x, dataset.x_name), ("--y", settings.y, dataset.y_name)):
        if asked not in (None, name):
            raise unknown(option, f"column of {settings.data}", str(asked), [name], "its name")
    return dataset
