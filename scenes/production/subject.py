"""What pictures are drawn of, as the settings say it."""

from typing import Any, NamedTuple

from scenes.production.lessons import Argument, argument_of, lesson_of
from scenes.production.manifest import Origin
from scenes.production.origins import origin_of
from scenes.production.settings import Settings


class Subject(NamedTuple):
    """The argument, its lesson, and what the manifest says of where they come from."""

    argument: Argument
    lesson: Any
    origin: Origin


def subject_of(settings: Settings) -> Subject:
    """What the settings ask for.

    Raises
    ------
    InputError
        If the table or its numbers aren't usable.
    """
    argument = argument_of(settings)
    lesson = lesson_of(settings, argument)
    return Subject(argument, lesson, origin_of(settings, lesson))
