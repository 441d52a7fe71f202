"""Cells, read as numbers: strictly, and as fast as Python's own `float` where a block of them is plain."""

import csv
import re
from array import array
from functools import lru_cache
from math import inf, isfinite

import numpy as np

from core.quoting import quoted

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
ALPHABET = str.maketrans("", "", "0123456789+-.eE \t")
"""`float` reads a text of these characters where, without blanks around, it matches `NUMBER`, and only there:
what else it reads (nan, inf, 1_000, digits that aren't ASCII) has others."""
LONGEST_PLAIN = 100_000
"""Bytes of a cell; `csv` refuses cells of more than 131,072 characters."""


def is_number(cell: str) -> bool:
    """Whether a cell without blanks around is a number."""
    return NUMBER.fullmatch(cell) is not None


class NotANumberError(ValueError):
    """A cell that holds no number, and what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem, self.remedy = problem, remedy


def number_in(cell: str) -> float:
    """The finite number that a cell without blanks around holds.

    Raises
    ------
    NotANumberError
        If it holds none.
    """
    value = float(cell) if is_number(cell) else inf
    if not isfinite(value):
        raise NotANumberError(*_fault_of(cell))
    return value


@lru_cache  # what is no number is often the same in many rows
def _fault_of(cell: str) -> tuple[str, str]:
    """What is wrong with a cell, and what to do about it."""
    if not cell:
        return "no value", "fill it in or remove the row"
    if is_number(cell):
        return f"{quoted(cell)} overflows double precision", "rescale the column"
    problem = f"{quoted(cell)} is not a number"
    if THOUSANDS.fullmatch(cell):
        return problem, "use a point for decimals, and nothing for thousands"
    if DECIMAL_COMMA.fullmatch(cell):
        return problem, "use a point"
    return problem, "write it in digits or remove the row"


def plain_columns(text: str, delimiter: str, width: int, indexes: list[int]) -> list["array[float]"] | None:
    """Numbers of the columns `indexes`, of whole lines; None where that takes a closer look.

    It does where a line has not `width` cells, a cell goes over several lines, or a chosen cell is no finite
    number.
    """
    plain_ends = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    lines = plain_ends.removesuffix("\n")
    cut = _cut_quoted if '"' in lines else _cut
    cells = cut(lines, delimiter, width, indexes)
    if cells is None:
        return None
    columns = [numbers for cell in cells if (numbers := _plain_numbers(cell)) is not None]
    return columns if len(columns) == len(cells) else None


def _cut(lines: str, delimiter: str, width: int, indexes: list[int]) -> list[list[str]] | None:
    """Cells of columns, where no cell is quoted."""
    if not _is_grid(lines, delimiter, width):
        return None
    cells = lines.replace("\n", delimiter).split(delimiter)
    return [cells[index::width] for index in indexes]


def _cut_quoted(lines: str, delimiter: str, width: int, indexes: list[int]) -> list[list[str]] | None:
    """Cells of columns, where each line is a record."""
    texts = lines.split("\n")
    try:
        rows = list(csv.reader(texts, delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    if len(rows) < len(texts) or set(map(len, rows)) != {width}:
        return None
    return [[row[index] for row in rows] for index in indexes]


def _is_grid(lines: str, delimiter: str, width: int) -> bool:
    """Whether each line has `width` cells: delimiters and line ends take turns as they should."""
    codes = np.frombuffer(lines.encode("utf-8", "surrogateescape"), np.uint8)
    ends = np.flatnonzero((codes == ord(delimiter)) | (codes == ord("\n")))
    if np.diff(ends, prepend=-1, append=len(codes)).max() > LONGEST_PLAIN:
        return False
    marks = codes[ends].tobytes() + b"\n"
    return marks == (delimiter.encode() * (width - 1) + b"\n") * marks.count(b"\n")


def _plain_numbers(cells: list[str]) -> "array[float] | None":
    if "".join(cells).translate(ALPHABET):
        return None
    try:
        numbers = array("d", map(float, cells))
    except ValueError:
        return None
    return numbers if isfinite(sum(map(abs, numbers))) or np.isfinite(numbers).all() else None
