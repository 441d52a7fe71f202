"""Settings: the command line, over ``lecture.toml`` in the working folder, over defaults."""

import math
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.errors import Place
from core.quoting import quoted
from core.reading.cells import is_number
from scenes.production.errors import InputError, Report, refuse, unknown
from scenes.production.manifest import SHOWN, TRACK
from scenes.production.quality import QUALITIES, Quality
from scenes.production.settings_file import settings_in

THEME_NAMES = ("dark", "light")
CAPTIONS = (SHOWN, TRACK)
MOST_JOBS = 1000


def available_cpus() -> int:
    """How many CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def usual_jobs() -> int:
    """One more than there are CPUs: a worker that waits, or is the last one, leaves none of them idle."""
    return available_cpus() + 1


@dataclass(frozen=True)
class Settings:
    """What a command was asked to do. ``theta`` is in the table's own x; None: chosen for the data."""

    data: str = "six"
    x: str | None = None
    y: str | None = None
    model: str = "affine"
    loss: str = "half-squared"
    theta: tuple[float, float] | None = None
    theme: str = "dark"
    out: Path = Path("media")
    quality: Quality = QUALITIES["standard"]
    captions: str = SHOWN
    jobs: int = usual_jobs()
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    def place(self, name: str) -> Place:
        """Where a setting was written, for complaints: in the file, or else as an option."""
        return self.places.get(name, Place(name=f"--{name}"))


def settings_from(options: Mapping[str, Any], folder: Path = Path(), report: Report = refuse) -> Settings:
    """Settings from the options that were given, and from the file in ``folder``.

    Parameters
    ----------
    options
        By name of the setting; None where the option wasn't given.
    folder
        Where ``lecture.toml`` may be.
    report
        Takes each complaint, about the file first. If it returns, what is wrong is left at its default.

    Raises
    ------
    InputError
        For an unknown key or a wrong value: the option, or the file and line.
    """
    given = {name: value for name, value in options.items() if value is not None}
    of_file, places = settings_in(folder, _CHECKS, report)
    places_of_options: dict[str, Place] = {name: Place(name=f"--{name}") for name in given}
    settings = _with(Settings(), of_file, places, report)
    return _with(settings, given, places_of_options, report)


def _with(
    settings: Settings, values: Mapping[str, Any], places: Mapping[str, Place], report: Report
) -> Settings:
    """Settings with some of them replaced; ``places`` says where each was written, for complaints."""
    checked: dict[str, Any] = {}
    for name, value in values.items():
        try:
            checked[name] = _CHECKS[name](places[name], value)
        except InputError as error:
            report(error)
    return replace(settings, **checked, places={**settings.places, **places})


def _text(where: Place, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(where, f"{_shown(value)} is not a name", "write it as text")
    return value


def _theme(where: Place, value: object) -> str:
    return _one_of(where, value, THEME_NAMES, "theme")


def _quality(where: Place, value: object) -> Quality:
    return QUALITIES[_one_of(where, value, QUALITIES, "quality", "qualities")]


def _captions(where: Place, value: object) -> str:
    return _one_of(where, value, CAPTIONS, "place of captions", "places")


def _one_of(where: Place, value: object, choices: Iterable[str], kind: str, kinds: str = "") -> str:
    if not isinstance(value, str) or value not in choices:
        raise unknown(where, kind, value if isinstance(value, str) else _shown(value), choices, kinds)
    return value


def _out(where: Place, value: object) -> Path:
    path = _text(where, value)
    if "\0" in path:
        raise InputError(where, f"{quoted(path)} is not the name of a folder", "choose another")
    return Path(path)


def _jobs(where: Place, value: object) -> int:
    is_written = isinstance(value, str) and re.fullmatch(r"\d{1,9}", value, re.ASCII)
    count = int(str(value)) if is_written else value
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_JOBS:
        raise InputError(where, f"{_shown(value)} is not a number of processes", f"give 1 to {MOST_JOBS}")
    return count


def _theta(where: Place, value: object) -> tuple[float, float]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or len(parts) != 2:
        remedy = "write it as --theta=1,1" if where.file is None else "write it as theta = [1, 1]"
        raise InputError(where, f"{_shown(value)} is not two numbers", remedy)
    first, second = (_number(where, part) for part in parts)
    return first, second


def _number(where: Place, value: object) -> float:
    plain = isinstance(value, str) and is_number(value.strip())
    if not plain and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise InputError(where, f"{_shown(value)} is not a number", "use a point")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(where, f"{_shown(value)} is not a finite number", "give one of double precision")
    return number


def _shown(value: object) -> str:
    """A value as it was given, visible and short."""
    try:
        return quoted(value) if isinstance(value, str) else quoted(str(value)).strip('"')
    except ValueError:  # Python doesn't write integers of thousands of digits
        return "a number of too many digits"


_CHECKS = {
    "data": _text,
    "x": _text,
    "y": _text,
    "model": _text,
    "loss": _text,
    "theta": _theta,
    "theme": _theme,
    "out": _out,
    "quality": _quality,
    "captions": _captions,
    "jobs": _jobs,
}
