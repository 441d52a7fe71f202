"""What must hold of whatever is read, however broken it is."""

import csv
import io
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from unicodedata import category

import numpy as np
import pandas as pd

from core import Dataset, DatasetError
from core.reading import lines
from scenes.production.errors import InputError
from scenes.production.findings import findings_of
from scenes.production.lessons import numbers_of
from scenes.production.settings import Settings, settings_from

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
FEW_BYTES = 5
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
SMALLEST = -10_000  # powers of ten below which these numbers, which have fewer digits, are 0


def table_law(content: bytes, folder: Path) -> bool:
    """Whether a table is accepted.

    It is read, or refused with the first of the errors that are collected; the same in pieces of a few bytes;
    and what is read are the numbers that another reader finds.
    """
    path = folder / "t.csv"
    path.write_bytes(content)
    whole = _outcome(path)
    block, lines.BLOCK = lines.BLOCK, FEW_BYTES
    try:
        assert _outcome(path) == whole
    finally:
        lines.BLOCK = block
    if isinstance(whole[0], str):
        return False
    x_name, y_name, x, y = whole[0]
    assert (x, y) == _read_otherwise(content, x_name, y_name)
    return True


def check_law(content: bytes, folder: Path) -> bool:
    """Whether `lecture check` finds nothing wrong with a table; all that it says is visible, in lines."""
    path = folder / "t.csv"
    path.write_bytes(content)
    found, summary = findings_of({"data": str(path)})
    assert bool(summary) != bool(found.count)
    assert all(line.isprintable() for line in [*found.lines(), summary])
    if not found.count:
        numbers_of(Settings(data=str(path)))
    return not found.count


def settings_law(content: bytes, folder: Path) -> bool:
    """Whether settings are accepted; the first complaint of all is the one that ends other commands."""
    there = folder / "settings"
    there.mkdir(exist_ok=True)
    (there / "lecture.toml").write_bytes(content)
    said: list[str] = []
    settings_from({}, there, lambda error: said.append(str(error)))
    assert all(line.isprintable() and line.startswith("lecture.toml") for line in said)
    assert _ended_by(lambda: settings_from({}, there), InputError) == (said[0] if said else None)
    return not said


Outcome = tuple[str | tuple[str, str, bytes, bytes], list[str]]


def _outcome(path: Path) -> Outcome:
    """What is read, or the error that ends the reading; and all errors."""
    said: list[str] = []
    try:
        table = Dataset.read_csv(path, report=lambda error: said.append(str(error)))
        outcome = table.x_name, table.y_name, table.x.tobytes(), table.y.tobytes()
    except DatasetError as error:
        outcome = str(error)
    first = said[0] if said else None
    assert _ended_by(lambda: Dataset.read_csv(path), DatasetError) == first
    assert first == (outcome if isinstance(outcome, str) else None)
    return outcome, said


def _ended_by(function: Callable[[], object], kind: type[Exception]) -> str | None:
    """What the error says that ends a function; None where it ends well."""
    try:
        function()
    except kind as error:
        return str(error)
    return None


def _read_otherwise(content: bytes, x_name: str, y_name: str) -> tuple[bytes, bytes]:
    """The columns by pandas' cutting and Python's fractions."""
    text = content.decode("utf-8-sig")
    first = next(line for line in re.split(r"\r\n|\r|\n", text) if line.strip())
    delimiter = max(
        ",;\t", key=lambda mark: len(next(csv.reader([first], delimiter=mark, skipinitialspace=True)))
    )
    table = pd.read_csv(
        io.StringIO(text.rstrip(" \t\r\n"), newline=""),
        sep=delimiter,
        dtype=str,
        keep_default_na=False,
        skipinitialspace=True,
        header=None,
        skip_blank_lines=True,
        engine="c",
        index_col=False,
    )
    table = table[(table.fillna("").map(str.strip) != "").any(axis=1)]  # a line of "" alone is blank as well
    names = ["".join(c for c in name if category(c) not in INVISIBLE).strip() for name in table.iloc[0]]
    columns = []
    for name in (x_name, y_name):
        cells = [cell.strip(" \t\r\n") for cell in table.iloc[1:, names.index(name)]]
        assert all(NUMBER.fullmatch(cell) for cell in cells)
        columns.append(np.array([_nearest(cell) for cell in cells]).tobytes())
    return columns[0], columns[1]


def _nearest(cell: str) -> float:
    """The float next to a decimal number, which is taken as a fraction; with the sign of a zero."""
    figures, _, power = cell.lower().partition("e")
    whole, _, decimals = figures.lstrip("+-").partition(".")
    exponent = int(power or "0") - len(decimals)
    digits = int(whole + decimals)
    value = float(digits * Fraction(10) ** exponent) if digits and exponent > SMALLEST else 0.0
    return -value if cell.startswith("-") else value
