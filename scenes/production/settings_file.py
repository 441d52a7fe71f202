"""The file ``lecture.toml``: its values, and where each of them is written."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.errors import DatasetError, Place
from core.files import opened
from scenes.production.errors import InputError, Report, unknown

FILE_NAME = "lecture.toml"
MOST_BYTES = 64_000
MANY_DIGITS = re.compile(r"[\d_]{1000,}")


def settings_in(folder: Path, keys: Iterable[str], report: Report) -> tuple[dict[str, Any], dict[str, Place]]:
    """Values by key, and their places; none where there is no file.

    Parameters
    ----------
    folder
        Where ``lecture.toml`` may be.
    keys
        Those that there are.
    report
        Takes the complaint about a file that can't be read, and about each key that there isn't.
    """
    try:
        text = _text_of(folder / FILE_NAME)
        values = _parsed(text)
    except InputError as error:
        report(error)
        return {}, {}
    known = list(keys)
    places = {key: Place(FILE_NAME, _line_of(key, text), name=key) for key in values}
    for key, place in places.items():
        if key not in known:
            report(unknown(Place(FILE_NAME, place.line), "key", key, known))
    return {key: value for key, value in values.items() if key in known}, places


def _text_of(path: Path) -> str:
    """The file's text, "" where there is none."""
    if not path.exists():
        return ""
    try:
        with opened(path) as file:
            content = file.read(MOST_BYTES + 1)
    except DatasetError as error:
        raise InputError(Place(FILE_NAME), error.problem, error.remedy) from error
    if len(content) > MOST_BYTES:
        raise InputError(Place(FILE_NAME), f"more than {MOST_BYTES} bytes", "keep settings in it alone")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise InputError(Place(FILE_NAME, line), problem, "save the file as UTF-8") from error


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text) from error
    except RecursionError as error:
        raise InputError(Place(FILE_NAME), "brackets nested too deep", "write it as TOML") from error
    except ValueError as error:  # Python reads no integers of thousands of digits
        line = next(n for n, line in enumerate(text.splitlines(), 1) if MANY_DIGITS.search(line))
        place = Place(FILE_NAME, line)
        raise InputError(place, "a number of too many digits", "write it shorter") from error


def _not_toml(message: str, text: str) -> InputError:
    """The complaint about what isn't TOML, at the place that its parser tells."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if place:
        where = Place(FILE_NAME, int(place[1]), int(place[2]))
    else:
        where = Place(FILE_NAME, max(1, len(text.splitlines())))
    problem = re.sub(r" \(at [^()]*\)$", "", message)
    return InputError(where, problem[:1].lower() + problem[1:], "write it as TOML")


def _line_of(key: str, text: str) -> int:
    """The first line that begins with the key, as a key or as a table's name."""
    pattern = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)
