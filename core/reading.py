"""CSV files, read strictly: nothing is guessed, and what is wrong is named by its place."""

import csv
import io
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf
from os import PathLike
from pathlib import Path

import numpy as np

from core.arrays import FloatArray
from core.columns import choose_columns, clean_header, quoted
from core.errors import DatasetError

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)
DELIMITERS = (",", ";", "\t")
BLANKS = " \t\r\n"


@dataclass(frozen=True)
class Table:
    """Two columns of numbers and their names."""

    x: FloatArray
    y: FloatArray
    x_name: str
    y_name: str


@dataclass(frozen=True)
class Column:
    """One of the columns that are read; `index` from 0."""

    name: str
    index: int


def read_table(path: str | PathLike[str], x: str | None = None, y: str | None = None) -> Table:
    """Read the columns x and y of the CSV file at `path`; DatasetError says what is wrong with it."""
    return parse_table(_content(path), os.fspath(path), x, y)


def parse_table(content: bytes, source: str, x: str | None = None, y: str | None = None) -> Table:
    """Read the columns x and y of a CSV file's content; `source` names the file in errors."""
    records = _records(_text(content, source), source)
    line, header = next(records, (1, []))
    if not header:
        raise DatasetError(source, "empty; it needs a header and at least one row")
    names = clean_header(header, f"{source}:{line}", _is_number)
    columns = [Column(names[index], index) for index in choose_columns(names, x, y, f"{source}:{line}")]
    rows = [_numbers(cells, columns, len(names), f"{source}:{at}") for at, cells in records]
    if not rows:
        raise DatasetError(f"{source}:{line}", "no rows; the mean of no gradients is undefined")
    values = np.array(rows)
    return Table(values[:, 0], values[:, 1], columns[0].name, columns[1].name)


def _content(path: str | PathLike[str]) -> bytes:
    """The bytes of a regular file."""
    file, source = Path(path), os.fspath(path)
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise DatasetError(source, "is a folder; name a CSV file")
        if not stat.S_ISREG(mode):
            raise DatasetError(source, "not a regular file; save the table as a CSV file")
        return file.read_bytes()
    except PermissionError:
        raise DatasetError(source, "permission denied; make the file readable") from None
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        if isinstance(error, DatasetError):
            raise
        raise DatasetError(source, "no such file; check the path") from None
    except OSError as error:
        raise DatasetError(source, f"can't be read; {error.strerror}") from None


def _text(content: bytes, source: str) -> str:
    """The content as text without its byte order mark."""
    bad = content.find(b"\0")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind the byte order mark.
        start = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
        bad = start if bad < 0 else min(bad, start)
    if bad < 0:
        return text
    line = len(content[:bad].splitlines()) + (content[:bad].endswith((b"\n", b"\r")) or bad == 0)
    raise DatasetError(f"{source}:{line}", f"byte 0x{content[bad]:02x} is not UTF-8; save the file as UTF-8")


def _records(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Each record's first line (from 1) and its cells without blanks around; blank lines only at the end."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True, skipinitialspace=True
    )
    blank = 0
    start = 1
    try:
        for cells in reader:
            stripped = [cell.strip(BLANKS) for cell in cells]
            if not any(stripped) and len(stripped) <= 1:
                blank = blank or start
            elif blank:
                raise DatasetError(f"{source}:{blank}", "empty line; remove it")
            else:
                yield start, stripped
            start = reader.line_num + 1
    except csv.Error as error:
        raise DatasetError(f"{source}:{start}", _quoting_problem(str(error))) from None


def _quoting_problem(error: str) -> str:
    if "expected after" in error:
        return "text behind a closing quote; double the quotes inside of a cell"
    return "the quote opened here is never closed; close it"


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first line into most fields; the comma where they are equal."""
    first_line = next(iter(text.splitlines()), "")

    def fields(delimiter: str) -> int:
        return len(next(csv.reader([first_line], delimiter=delimiter, skipinitialspace=True), []))

    return max(DELIMITERS, key=fields)


def _is_number(cell: str) -> bool:
    return NUMBER.fullmatch(cell) is not None


def _numbers(cells: list[str], columns: list[Column], width: int, where: str) -> tuple[float, ...]:
    """The wanted cells of one record as numbers."""
    if len(cells) != width:
        fields = "field" if len(cells) == 1 else "fields"
        raise DatasetError(where, f"{len(cells)} {fields}, expected {width}")
    return tuple(_number(cells[column.index], column, where) for column in columns)


def _number(cell: str, column: Column, where: str) -> float:
    place = f"{where}:{column.index + 1}"
    if not _is_number(cell):
        raise DatasetError(place, _not_a_number(cell), column.name)
    value = float(cell)
    if isinf(value):
        raise DatasetError(
            place, f"{quoted(cell)} overflows double precision; rescale the column", column.name
        )
    return value


def _not_a_number(cell: str) -> str:
    if not cell:
        return "no value; fill it in or remove the row"
    if DECIMAL_COMMA.fullmatch(cell):
        return f"{quoted(cell)} is not a number; use a point"
    return f"{quoted(cell)} is not a number; write it in digits or remove the row"
