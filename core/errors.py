"""What is wrong with a table, in one line that names the place; and numbers that grew too large."""


class LossOverflowError(ValueError):
    """A loss, a gradient or a mean of them that is too large for a float."""


class DatasetError(ValueError):
    """A table that can't be read.

    Parameters
    ----------
    where : str
        The place: `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN` (lines and columns from 1).
    problem : str
        What is wrong there and what to do about it: "problem; remedy".
    column : str, optional
        Name of the column, printed behind the place.
    """

    def __init__(self, where: str, problem: str, column: str | None = None) -> None:
        self.where = where
        self.problem = problem
        self.column = column
        name = f" ({column})" if column else ""
        super().__init__(f"{where}{name}: {problem}")

    def __reduce__(self) -> tuple[type["DatasetError"], tuple[str, str, str | None]]:
        return DatasetError, (self.where, self.problem, self.column)
