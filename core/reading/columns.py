"""Names of columns: which there are, and which two of them are x and y."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.errors import DatasetError, Place
from core.quoting import listed, quoted, visible
from core.reading.cells import is_number
from core.reading.reports import Report

MOST_COLUMNS = 10_000
REMEDY = "it needs one for x and one for y, with a comma, a semicolon or a tab between"


@dataclass(frozen=True)
class Column:
    """One of the columns that are read; `index` from 0."""

    name: str
    index: int


def columns_of(
    header: Sequence[str], x: str | None, y: str | None, place: Place, report: Report
) -> list[Column]:
    """The columns x and y; fewer where the header doesn't tell them, which is reported.

    Raises
    ------
    DatasetError
        For more columns than a table can have.
    """
    if len(header) > MOST_COLUMNS:
        raise DatasetError(place, f"{len(header)} columns; at most {MOST_COLUMNS} are read", "remove columns")
    if all(is_number(cell) for cell in header):
        problem = f"no header, only numbers ({listed(header)})"
        report(DatasetError(place, problem, "name the columns in the first line"))
        return []
    names = [visible(cell) for cell in header]
    for error in _bad_names(names, place):
        report(error)
    if len(names) < 2:
        report(DatasetError(place, f"one column, {listed(names)}", REMEDY))
        return []
    return [Column(names[index], index) for index in _chosen(names, x, y, place, report)]


def _bad_names(names: Sequence[str], place: Place) -> Iterator[DatasetError]:
    """Names that are empty, or there twice."""
    first: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if not name:
            there = f"the names are {listed(names)}"
            yield DatasetError(replace(place, column=number), "no name for this column", there)
        elif first.setdefault(name, number) != number:
            problem = f"{quoted(name)} also names column {first[name]}"
            remedy = f"rename one (the names are {listed(names)})"
            yield DatasetError(replace(place, column=number), problem, remedy)


def _chosen(names: list[str], x: str | None, y: str | None, place: Place, report: Report) -> list[int]:
    """Indexes of the columns x and y: those asked for, else those called x and y, else the only two."""
    found: dict[str, int | None] = {"x": None, "y": None}
    for role, name in (("x", x), ("y", y)):
        if name is not None and visible(name) in names:
            found[role] = names.index(visible(name))
        elif name is not None:
            report(DatasetError(place, f"no column {quoted(name)}", f"there are {listed(names)}"))
    for role, other, asked in (("x", "y", x), ("y", "x", y)):
        if asked is None:
            found[role] = _default(role, other, names, found[other])
            if found[role] is None:
                report(DatasetError(place, f'no column "{role}"', f"name it among {listed(names)}"))
    chosen = [index for index in found.values() if index is not None]
    if len(set(chosen)) < len(chosen):
        twice = replace(place, column=chosen[0] + 1)
        report(DatasetError(twice, f"x and y are both {quoted(names[chosen[0]])}", "name two columns"))
    return sorted(set(chosen), key=chosen.index)


def _default(role: str, other_role: str, names: list[str], other: int | None) -> int | None:
    """The column called `role`, else the only one that is left; None where that isn't clear."""
    if role in names and names.index(role) != other:
        return names.index(role)
    if len(names) != 2:
        return None
    if other is not None:
        return 1 - other
    return {"x": 0, "y": 1}[role] if other_role not in names else 1 - names.index(other_role)
