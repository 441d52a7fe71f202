"""What is wrong with a table, in one line that names the place; and numbers that grew too large."""

from dataclasses import dataclass

from core.quoting import spelled

OVERFLOW = "the loss overflows for these values; rescale them"


class LossOverflowError(ValueError):
    """A loss, a gradient or a mean of them that is too large for a float."""


class RowOverflowError(LossOverflowError):
    """A loss or a gradient that is too large for a float, in a row of a table.

    Parameters
    ----------
    row : int
        From 0.
    """

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row

    def __str__(self) -> str:
        return f"row {self.row + 1}: {OVERFLOW}"


class RowError(ValueError):
    """A value that isn't usable, in a row of a table.

    Parameters
    ----------
    problem : str
        What is wrong with the value.
    row : int
        From 0.
    """

    def __init__(self, problem: str, row: int) -> None:
        super().__init__(problem, row)
        self.problem, self.row = problem, row

    def __str__(self) -> str:
        return f"{self.problem} in row {self.row + 1}"


@dataclass(frozen=True)
class Place:
    """Where something is wrong; None for what the place doesn't have.

    Parameters
    ----------
    file : str
        Its path, as it was given.
    line, column : int
        From 1; the column is a field of the line in a table, a character in other files.
    name : str
        What is written there: a column, a setting, an option.
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    name: str | None = None

    def __str__(self) -> str:
        """`FILE:LINE:COLUMN (name)`, or the name alone where there is no file."""
        if self.file is None:
            return spelled(self.name or "")
        where = ":".join([spelled(self.file), *(str(n) for n in (self.line, self.column) if n is not None)])
        return f"{where} ({spelled(self.name)})" if self.name else where


class DatasetError(ValueError):
    """A table that can't be read: `PLACE: problem; remedy`.

    Parameters
    ----------
    place : Place
    problem : str
        What is wrong there.
    remedy : str
        What to do about it; "" where the problem says it.
    """

    def __init__(self, place: Place, problem: str, remedy: str = "") -> None:
        super().__init__(place, problem, remedy)
        self.place, self.problem, self.remedy = place, problem, remedy

    def __str__(self) -> str:
        return one_line(self.place, self.problem, self.remedy)


def one_line(place: Place, problem: str, remedy: str) -> str:
    """`PLACE: problem; remedy`, with escapes for what can't be seen."""
    return spelled(f"{place}: {problem}; {remedy}" if remedy else f"{place}: {problem}")
