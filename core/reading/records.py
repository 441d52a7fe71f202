"""Records of a CSV file, and where each of them begins."""

import csv
from collections.abc import Iterator

from core.errors import DatasetError, Place
from core.reading.lines import Lines
from core.reading.reports import Reports

BLANKS = " \t\r\n"
DELIMITERS = (",", ";", "\t")


class Records:
    """The records of a file, without blanks around cells; blank lines are allowed at its end only."""

    def __init__(self, lines: Lines, source: str, reports: Reports) -> None:
        self._lines, self._source, self._reports = lines, source, reports
        self._blank: int | None = None
        self._has_header = False
        self.delimiter = ","

    def header(self) -> tuple[int, list[str]]:
        """First line (from 1) and cells of the first record, which tells the delimiter; else no cells.

        Raises
        ------
        DatasetError
            If its quotes are wrong.
        """
        while (coming := self._lines.coming()) and not coming.strip(BLANKS):
            self._blank = self._blank or self._lines.next_record()
            next(self._lines)
        self.delimiter = _delimiter(coming)
        record = next(self.all(), (1, []))
        self._has_header = True
        return record

    def all(self) -> Iterator[tuple[int, list[str]]]:
        """First line and cells of each record that is left; raises what `of_block` does."""
        while self._lines.left or self._lines.next_block():
            yield from self.of_block()

    def of_block(self) -> Iterator[tuple[int, list[str]]]:
        """First line and cells of each record that begins in what is left of the block.

        Raises
        ------
        DatasetError
            For a quote that is never closed: where the next record begins, nobody knows.
        """
        reader = csv.reader(self._lines, delimiter=self.delimiter, strict=True, skipinitialspace=True)
        while self._lines.left:
            line = self._lines.next_record()
            try:
                cells = [cell.strip(BLANKS) for cell in next(reader)]
            except csv.Error as error:
                self._refuse(str(error), line)
                continue
            if len(cells) > 1 or any(cells):
                self.end_blank_lines()
                yield line, cells
            else:
                self._blank = self._blank or line

    def end_blank_lines(self) -> None:
        """Report blank lines, as there are records behind them."""
        if self._blank:
            self._reports.add(DatasetError(Place(self._source, self._blank), "empty line", "remove it"))
        self._blank = None

    def _refuse(self, error: str, line: int) -> None:
        """Report what csv found wrong in the record that begins in a line."""
        place = Place(self._source, line)
        if "expected after" in error:
            problem, remedy = "text behind a closing quote", "double the quotes inside of a cell"
            behind = DatasetError(place, problem, remedy)
            if not self._has_header:
                raise behind
            self._reports.add(behind)
        elif "limit" in error and line == self._lines.number:
            problem = f"a cell of more than {csv.field_size_limit()} characters"
            raise DatasetError(place, problem, "write a number")
        else:
            raise DatasetError(place, "the quote opened here is never closed", "close it")


def _delimiter(line: str) -> str:
    """The delimiter that cuts a line into most fields; the comma where they are equal."""

    def fields(delimiter: str) -> int:
        try:
            return len(next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), []))
        except csv.Error:  # a field that is too long, of which the reading will tell
            return 0

    return max(DELIMITERS, key=fields)
