"""All that is wrong with what the user gave: data, settings, output folder."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from core.quoting import visible
from scenes.production.errors import InputError
from scenes.production.lessons import argument_of, lesson_of
from scenes.production.output_check import check_output_folder
from scenes.production.settings import Settings, settings_from

MOST = 100
"""So many are told; of more only how many there are."""
NAMES_OF_DATA = {"data", "x", "y"}


class Findings:
    """Complaints in the order in which they were found; the first is the one that other commands end with."""

    def __init__(self) -> None:
        self.told: list[InputError] = []
        self.count = 0

    def add(self, error: InputError) -> None:
        """Note a complaint."""
        self.count += 1
        if len(self.told) < MOST:
            self.told.append(error)

    def lines(self) -> Iterator[str]:
        """Each in a line."""
        yield from map(str, self.told)
        if self.count > len(self.told):
            yield f"and {self.count - len(self.told)} more"

    def as_dict(self) -> dict[str, Any]:
        """What ``--json`` prints; ``line`` and ``column`` from 1."""
        problems = [
            {**asdict(error.place), "problem": error.problem, "remedy": error.remedy} for error in self.told
        ]
        return {"ok": not self.count, "n_problems": self.count, "problems": problems}


def findings_of(options: Mapping[str, Any]) -> tuple[Findings, str]:
    """What is wrong with options, settings file, data and output folder; and what the data are, in a line.

    Parameters
    ----------
    options
        As for `settings_from`.
    """
    found = Findings()
    settings = settings_from(options, report=found.add)
    named = {(error.place.name or "").removeprefix("--") for error in found.told}
    summary = ""
    if not named & NAMES_OF_DATA:
        summary = _look_at_data(settings, found)
    try:
        check_output_folder(settings.out)
    except InputError as error:
        found.add(error)
    return found, summary


def _look_at_data(settings: Settings, found: Findings) -> str:
    """Read the table, and compute what the film shows of it; what it holds."""
    with suppress(InputError):  # that which `argument_of` ends with was reported
        argument = argument_of(settings, found.add)
        try:
            lesson = lesson_of(settings, argument)
        except InputError as error:
            found.add(error)
        else:
            rows = "1 row" if lesson.n_examples == 1 else f"{lesson.n_examples} rows"
            return f"{visible(settings.data)}: {rows}, {lesson.y_name} over {lesson.x_name}"
    return ""
