"""What is done with an error: it ends the reading, or is noted and the reading goes on."""

from collections.abc import Callable
from typing import NoReturn, TypeAlias

from core.errors import DatasetError

Report: TypeAlias = Callable[[DatasetError], object]


def refuse(error: Exception) -> NoReturn:
    """End the reading at the first error."""
    raise error


class Reports:
    """Errors of one file, handed on in the order in which they are found; `first` is kept."""

    def __init__(self, report: Report) -> None:
        self.first: DatasetError | None = None
        self._report = report

    def add(self, error: DatasetError) -> DatasetError:
        """Hand on an error, once; the first of all."""
        if error is not self.first:
            self.first = self.first or error
            self._report(error)
        return self.first
