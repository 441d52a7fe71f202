"""Two columns of a CSV file as arrays, in one pass over its blocks."""

import io
import os
from array import array
from dataclasses import dataclass
from itertools import islice
from os import PathLike
from typing import BinaryIO

import numpy as np

from core.arrays import FloatArray
from core.errors import DatasetError, Place
from core.files import opened
from core.quoting import visible
from core.reading.cells import NotANumberError, number_in, plain_columns
from core.reading.columns import Column, columns_of
from core.reading.lines import UNREADABLE, Lines
from core.reading.records import Records
from core.reading.reports import Report, Reports, refuse


@dataclass(frozen=True)
class Table:
    """Two columns of numbers, (N,) each, and their names."""

    x: FloatArray
    y: FloatArray
    x_name: str
    y_name: str


def read_table(
    path: str | PathLike[str], x: str | None = None, y: str | None = None, report: Report = refuse
) -> Table:
    """Read the columns x and y of the CSV file at `path`.

    Takes 34 bytes a row, whatever else is in the file, and a few MB.

    Parameters
    ----------
    path : path
    x, y : str, optional
        Names of columns; else those called x and y, else the only two.
    report : callable
        Takes each DatasetError, in the order of the lines. If it returns, the reading goes on where that is
        possible; there's no table then.

    Raises
    ------
    DatasetError
        The first that was reported.
    """
    reports = Reports(report)
    try:
        with opened(path) as file:
            return _Reading(file, os.fspath(path), reports).table(x, y)
    except DatasetError as error:
        raise reports.add(error) from None


def parse_table(content: bytes, source: str, x: str | None = None, y: str | None = None) -> Table:
    """Read the columns x and y of a CSV file's content; `source` names the file in errors."""
    return _Reading(io.BytesIO(content), source, Reports(refuse)).table(x, y)


def place_of_row(path: str | PathLike[str], row: int, name: str | None = None) -> Place:
    """Where a row (from 0) stands in the file that a table was read from, and in it the column `name`."""
    with opened(path) as file:
        return _Reading(file, os.fspath(path), Reports(refuse)).place_of_row(row, name)


class _Reading:
    """One pass over a file."""

    def __init__(self, file: BinaryIO, source: str, reports: Reports) -> None:
        self._source, self._reports = source, reports
        self._lines = Lines(file, source, reports)
        self._records = Records(self._lines, source, reports)
        self._columns: list[Column] = []
        self._values = array("d"), array("d")
        self._width, self._has_rows = 0, False

    def table(self, x: str | None, y: str | None) -> Table:
        """The columns x and y."""
        line, header = self._records.header()
        if not header:
            raise DatasetError(Place(self._source), "empty", "it needs a header and at least one row")
        place = Place(self._source, line)
        self._columns, self._width = columns_of(header, x, y, place, self._reports.add), len(header)
        while self._lines.left or self._lines.next_block():
            if not self._take_block():
                for at, cells in self._records.of_block():
                    self._take_row(cells, at)
        if not self._has_rows:
            raise DatasetError(place, "no rows", "the mean of no gradients is undefined")
        if self._reports.first:
            raise self._reports.first
        x_values, y_values = (np.frombuffer(values) for values in self._values)
        return Table(x_values, y_values, self._columns[0].name, self._columns[1].name)

    def place_of_row(self, row: int, name: str | None) -> Place:
        """The place of a row, and of the column `name`."""
        _, header = self._records.header()
        column = [visible(cell) for cell in header].index(name) + 1 if name else None
        for line, _ in islice(self._records.all(), row, None):
            return Place(self._source, line, column, name)
        raise DatasetError(Place(self._source), f"no row {row + 1}")

    def _take_block(self) -> bool:
        """Take the rows that are left of the block, if they are plain."""
        text = self._lines.peek()
        indexes = [column.index for column in self._columns]
        columns = text and plain_columns(text, self._records.delimiter, self._width, indexes)
        if not columns:
            return False
        self._records.end_blank_lines()
        for values, more in zip(self._values, columns, strict=False):
            values.extend(more)
        self._has_rows = True
        self._lines.skip(len(columns[0]))
        return True

    def _take_row(self, cells: list[str], line: int) -> None:
        """Take the row that begins in a line, or report each of its cells that is no number."""
        self._has_rows = True
        if len(cells) != self._width:
            self._reports.add(self._ragged(len(cells), Place(self._source, line)))
            return
        for values, column in zip(self._values, self._columns, strict=False):
            cell = cells[column.index]
            if UNREADABLE.search(cell):  # was reported when its line was read
                continue
            try:
                values.append(number_in(cell))
            except NotANumberError as error:
                place = Place(self._source, line, column.index + 1, column.name)
                self._reports.add(DatasetError(place, error.problem, error.remedy))

    def _ragged(self, found: int, place: Place) -> DatasetError:
        remedy = "fill in the row"
        if found > self._width:
            remedy = "quote cells that hold the delimiter"
            if self._records.delimiter == ",":
                remedy = "use a point for decimals, and quote cells that hold a comma"
        fields = "1 field" if found == 1 else f"{found} fields"
        return DatasetError(place, f"{fields}, expected {self._width}", remedy)
