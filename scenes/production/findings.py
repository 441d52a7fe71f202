"""All that is wrong with what the user gave: data, settings, output folder."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import Any

from core.quoting import visible
from scenes.production.acts import ActFile, chosen
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

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the complaint that the block ends with, if it does."""
        try:
            yield
        except InputError as error:
            self.add(error)

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


def findings_of(
    options: Mapping[str, Any], words: Sequence[str] = (), acts: Sequence[ActFile] = ()
) -> tuple[Findings, str]:
    """What is wrong with options, settings file, data and output folder; and what the data are, in a line.

    Parameters
    ----------
    options
        As for `settings_from`.
    words, acts
        As for `chosen`.
    """
    found = Findings()
    settings = settings_from(options, report=found.add)
    named = {(error.place.name or "").removeprefix("--") for error in found.told}
    with found.noted():
        chosen(words, acts)
    # A file that can't be read, or a key that isn't known, may have meant to name the table.
    in_doubt = "" in named and "data" not in settings.places
    summary = "" if in_doubt or named & NAMES_OF_DATA else _look_at_data(settings, found)
    with found.noted():
        check_output_folder(settings.out)
    return found, summary


def _look_at_data(settings: Settings, found: Findings) -> str:
    """Read the table, and compute what the film shows of it; what it holds."""
    with suppress(InputError):  # that which `argument_of` ends with was reported
        argument = argument_of(settings, found.add)
        with found.noted():
            lesson = lesson_of(settings, argument)
            rows = "1 row" if lesson.n_examples == 1 else f"{lesson.n_examples} rows"
            return f"{visible(settings.data)}: {rows}, {lesson.y_name} over {lesson.x_name}"
    return ""
