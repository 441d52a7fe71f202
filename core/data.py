"""Tables of numbers."""

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from numbers import Rational, Real
from os import PathLike
from typing import Any

import numpy as np

from core.arrays import Array
from core.reading import parse_table, read_table


@dataclass(frozen=True)
class Preference:
    """How a packaged table likes to be shown; a user's table never needs one.

    `theta` is in the table's own x; `theta0` and `theta1` (lo, hi) are the window and `arrow_scale` the scale
    of gradient arrows, in drawn units.
    """

    theta: tuple[float, float]
    theta0: tuple[float, float]
    theta1: tuple[float, float]
    arrow_scale: float


@dataclass(frozen=True, eq=False)
class Dataset:
    """N rows of an input x and an output y.

    Parameters
    ----------
    x, y : array_like, shape (N,)
        Finite real numbers, N >= 1. Kept as read-only float64; object arrays of rational numbers are kept
        as exact `Fraction`.
    x_name, y_name : str
        Names of the columns, as the film prints them.
    preference : Preference, optional
        For packaged tables only.

    Raises
    ------
    ValueError
        For any other shape, lengths that differ, no rows, or a value that isn't a finite real number.
    """

    x: Array
    y: Array
    x_name: str = "x"
    y_name: str = "y"
    preference: Preference | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", _column(self.x, "x"))
        object.__setattr__(self, "y", _column(self.y, "y"))
        if len(self.x) != len(self.y):
            raise ValueError(f"x and y need the same length, found {len(self.x)} and {len(self.y)}")
        if len(self.x) == 0:
            raise ValueError("a table needs at least one row: the mean of no gradients is undefined")
        if self.x.dtype != self.y.dtype:  # one exact column next to one of floats
            object.__setattr__(self, "x", _column([Fraction(v) for v in self.x], "x"))
            object.__setattr__(self, "y", _column([Fraction(v) for v in self.y], "y"))

    def __len__(self) -> int:
        return len(self.x)

    @property
    def is_exact(self) -> bool:
        """Whether x and y hold `Fraction`s, with which core computes exactly."""
        return self.x.dtype == np.dtype(object)

    @classmethod
    def read_csv(cls, path: str | PathLike[str], x: str | None = None, y: str | None = None) -> "Dataset":
        """Read two columns of a CSV file: those named, else those called x and y, else the only two.

        Raises
        ------
        DatasetError
            With the one line `FILE:LINE:COLUMN (name): problem; remedy`.
        """
        table = read_table(path, x, y)
        return cls(table.x, table.y, table.x_name, table.y_name)

    @classmethod
    def packaged(cls, name: str) -> "Dataset":
        """A table that comes with core; ValueError for a name that isn't in `packaged_names()`."""
        if name not in cls.packaged_names():
            raise ValueError(f'no packaged table "{name}"; there are {", ".join(cls.packaged_names())}')
        folder = files("core") / "tables"
        csv, toml = folder / f"{name}.csv", folder / f"{name}.toml"
        table = parse_table(csv.read_bytes(), f"{name}.csv")
        preference = _preference(tomllib.loads(toml.read_text("utf-8"))) if toml.is_file() else None
        return cls(table.x, table.y, table.x_name, table.y_name, preference)

    @classmethod
    def packaged_names(cls) -> tuple[str, ...]:
        """Names of the packaged tables, sorted."""
        entries = (files("core") / "tables").iterdir()
        return tuple(sorted(entry.name[:-4] for entry in entries if entry.name.endswith(".csv")))


def _column(values: Any, name: str) -> Array:
    """A checked, read-only copy of one column."""
    array: Array = np.array(values)
    if array.ndim != 1:
        raise ValueError(f"{name} needs one dimension (N,), found shape {array.shape}")
    if array.dtype.kind == "O":
        array = _exact(array, name)
    elif array.dtype.kind in "iuf" or array.size == 0:
        array = array.astype(np.float64)
    else:
        raise ValueError(f"{name} needs real numbers, found {array.dtype}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        row = int(np.argmin(np.isfinite(array)))
        raise ValueError(f"{name} needs finite numbers, found {array[row]} in row {row + 1}")
    array.setflags(write=False)
    return array


def _exact(array: Array, name: str) -> Array:
    """Object values as Fractions if any of them is a rational number, else as floats."""
    for row, value in enumerate(array):
        if not isinstance(value, Real) or isinstance(value, bool):
            raise ValueError(f"{name} needs real numbers, found {value!r} in row {row + 1}")
    if not any(isinstance(value, Rational) for value in array) or not all(
        np.isfinite(float(v)) for v in array
    ):
        return array.astype(np.float64)
    return np.array([Fraction(value) for value in array], dtype=object)


def _preference(toml: dict[str, Any]) -> Preference:
    first, second = toml["theta"]
    return Preference(
        theta=(float(first), float(second)),
        theta0=(float(toml["window"]["theta0"][0]), float(toml["window"]["theta0"][1])),
        theta1=(float(toml["window"]["theta1"][0]), float(toml["window"]["theta1"][1])),
        arrow_scale=float(toml["arrow_scale"]),
    )
