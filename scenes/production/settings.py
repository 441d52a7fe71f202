"""Settings: the command line, over ``lecture.toml`` in the working folder, over defaults."""

import math
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scenes.production.errors import InputError, unknown
from scenes.production.manifest import SHOWN, TRACK
from scenes.production.quality import QUALITIES, Quality

FILE_NAME = "lecture.toml"
THEME_NAMES = ("dark", "light")
CAPTIONS = (SHOWN, TRACK)


def available_cpus() -> int:
    """How many CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
    jobs: int = available_cpus()


def settings_from(options: Mapping[str, Any], folder: Path = Path()) -> Settings:
    """Settings from the options that were given, and from the file in ``folder``.

    Parameters
    ----------
    options
        By name of the setting; None where the option wasn't given.
    folder
        Where ``lecture.toml`` may be.

    Raises
    ------
    InputError
        For an unknown key or a wrong value: the option, or the file and line.
    """
    given = {name: value for name, value in options.items() if value is not None}
    return _with(_with(Settings(), *_read_file(folder / FILE_NAME)), given, {})


def _with(settings: Settings, values: Mapping[str, Any], places: Mapping[str, str]) -> Settings:
    """Settings with some of them replaced; ``places`` says where each was written, for complaints."""
    checked: dict[str, Any] = {
        name: _CHECKS[name](places.get(name, f"--{name}"), value) for name, value in values.items()
    }
    return replace(settings, **checked)


def _read_file(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    try:
        text = path.read_bytes().decode()
        values = tomllib.loads(text)
    except FileNotFoundError:
        return {}, {}
    except OSError as error:
        raise InputError(f"{FILE_NAME}: {(error.strerror or 'unreadable').lower()}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{FILE_NAME}: not UTF-8; save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(_toml_complaint(str(error))) from error
    places = {key: f"{FILE_NAME}:{_line_of(key, text)}: {key}" for key in values}
    for key in values:
        if key not in _CHECKS:
            raise unknown(f"{FILE_NAME}:{_line_of(key, text)}", "key", key, _CHECKS)
    return values, places


def _toml_complaint(message: str) -> str:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    where = f":{place[1]}:{place[2]}" if place else ""
    return f"{FILE_NAME}{where}: {message[: place.start()] if place else message}; write it as TOML"


def _line_of(key: str, text: str) -> int:
    pattern = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _text(where: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise InputError(f"{where}: {_shown(value)} is not a name; write it as text")
    return value


def _theme(where: str, value: object) -> str:
    if value not in THEME_NAMES:
        raise unknown(where, "theme", str(value), THEME_NAMES)
    return str(value)


def _quality(where: str, value: object) -> Quality:
    if not isinstance(value, str) or value not in QUALITIES:
        raise unknown(where, "quality", str(value), QUALITIES, "qualities")
    return QUALITIES[value]


def _captions(where: str, value: object) -> str:
    if value not in CAPTIONS:
        raise unknown(where, "place of captions", str(value), CAPTIONS, "places")
    return str(value)


def _out(where: str, value: object) -> Path:
    return Path(_text(where, value))


def _jobs(where: str, value: object) -> int:
    try:
        count = int(value) if isinstance(value, str) else value
    except ValueError:
        count = None
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise InputError(f"{where}: {_shown(value)} is not a number of processes; give 1 or more")
    return count


def _theta(where: str, value: object) -> tuple[float, float]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or len(parts) != 2:
        raise InputError(f"{where}: {_shown(value)} is not two numbers; write it as --theta=1,1")
    first, second = (_number(where, part) for part in parts)
    return first, second


def _number(where: str, value: object) -> float:
    plain = isinstance(value, str) and re.fullmatch(
        r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", value.strip(), re.ASCII
    )
    if not plain and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise InputError(f"{where}: {_shown(value)} is not a number; use a point")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(f"{where}: {_shown(value)} overflows double precision; give a finite number")
    return number


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


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
