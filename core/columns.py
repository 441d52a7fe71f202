"""Names of columns: as they are printed, and which two of them are x and y."""

import unicodedata
from collections.abc import Callable

from core.errors import DatasetError

LONGEST_QUOTE = 40
MOST_NAMES = 12
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories of control characters, direction marks and line separators."""


def visible(text: str) -> str:
    """`text` on one line, without control characters and direction marks."""
    return "".join(c for c in text if unicodedata.category(c) not in INVISIBLE).strip()


def quoted(text: str) -> str:
    """`text` in quotes for an error message, shortened."""
    shown = visible(text)
    return f'"{shown}"' if len(shown) <= LONGEST_QUOTE else f'"{shown[: LONGEST_QUOTE - 1]}…"'


def clean_header(header: list[str], where: str, is_number: Callable[[str], bool]) -> list[str]:
    """The columns' visible names; DatasetError if they can't name the columns."""
    if all(is_number(cell) for cell in header):
        raise DatasetError(
            where, f"no header, only numbers ({_listed(header)}); name the columns in the first line"
        )
    names = [visible(cell) for cell in header]
    for index, name in enumerate(names):
        if not name:
            raise DatasetError(
                f"{where}:{index + 1}", f"no name for this column; the names are {_listed(names)}"
            )
        if name in names[:index]:
            first = names.index(name) + 1
            problem = f"{quoted(name)} also names column {first}; rename one (the names are {_listed(names)})"
            raise DatasetError(f"{where}:{index + 1}", problem)
    return names


def choose_columns(names: list[str], x: str | None, y: str | None, where: str) -> tuple[int, int]:
    """Indexes of the columns x and y: those asked for, else those called x and y, else the only two."""
    if len(names) < 2:
        raise DatasetError(where, f"one column, {_listed(names)}; it needs one for x and one for y")
    wanted = [None if name is None else _find(name, names, where) for name in (x, y)]
    found_x = wanted[0] if wanted[0] is not None else _default("x", "y", names, wanted[1], where)
    found_y = wanted[1] if wanted[1] is not None else _default("y", "x", names, found_x, where)
    if found_x == found_y:
        raise DatasetError(
            f"{where}:{found_x + 1}", f"x and y are both {quoted(names[found_x])}; name two columns"
        )
    return found_x, found_y


def _find(name: str, names: list[str], where: str) -> int:
    if visible(name) not in names:
        raise DatasetError(where, f"no column {quoted(name)}; there are {_listed(names)}")
    return names.index(visible(name))


def _default(role: str, other_role: str, names: list[str], other: int | None, where: str) -> int:
    """The column called `role`, else the only one that is left."""
    if role in names and names.index(role) != other:
        return names.index(role)
    if len(names) == 2 and other is not None:
        return 1 - other
    if len(names) == 2:
        return {"x": 0, "y": 1}[role] if other_role not in names else 1 - names.index(other_role)
    raise DatasetError(where, f'no column "{role}"; name it among {_listed(names)}')


def _listed(names: list[str]) -> str:
    """The names that there are, shortened."""
    more = [f"and {len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return ", ".join([quoted(name) for name in names[:MOST_NAMES]] + more)
