"""Tables of numbers."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, exact
from core.checks import real_numbers, row_numbers, shape_of
from core.reading import Report, parse_table, read_table, refuse


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
    feature_names : tuple of str, optional
        For a matrix only, which comes in by `from_matrix`: x is then (N, K).

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
    feature_names: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", _checked(self.x, "x", 1 if self.feature_names is None else 2))
        object.__setattr__(self, "y", _checked(self.y, "y", 1))
        if len(self.x) != len(self.y):
            raise ValueError(f"x and y need the same length, found {len(self.x)} and {len(self.y)}")
        if len(self.x) == 0:
            raise ValueError("a table needs at least one row: the mean of no gradients is undefined")
        if self.x.dtype != self.y.dtype:  # one exact column next to one of floats
            object.__setattr__(self, "x", _read_only(exact(self.x)))
            object.__setattr__(self, "y", _read_only(exact(self.y)))

    def __len__(self) -> int:
        return len(self.x)

    @property
    def n_features(self) -> int:
        """1 for a table of one input, K for a matrix."""
        return 1 if self.feature_names is None else len(self.feature_names)

    @property
    def is_exact(self) -> bool:
        """Whether x and y hold `Fraction`s, with which core computes exactly."""
        return self.x.dtype == np.dtype(object)

    def of_rows(self, rows: Sequence[int] | slice) -> "Dataset":
        """The same table with only the given rows (from 0); ValueError for one that it doesn't have."""
        chosen = rows if isinstance(rows, slice) else row_numbers(rows, len(self))
        return replace(self, x=self.x[chosen], y=self.y[chosen])

    @classmethod
    def from_matrix(
        cls,
        X: ArrayLike,  # noqa: N803 - the field's own name of a matrix
        y: ArrayLike,
        feature_names: Sequence[str] | None = None,
        y_name: str = "y",
    ) -> "Dataset":
        """N rows of K features.

        Parameters
        ----------
        X : array_like, shape (N, K)
            Finite real numbers, K >= 1; without a column of ones. One feature makes a table of one input.
        y : array_like, shape (N,)
        feature_names : sequence of str, optional
            K names; "x1", "x2" ... if None.
        y_name : str

        Raises
        ------
        ValueError
            For any other shape, no rows or features, or a value that isn't a finite real number.
        """
        shape_of(X, "X needs")
        matrix = np.asarray(X)
        if matrix.ndim != 2 or matrix.shape[1] == 0:
            raise ValueError(f"X needs two dimensions (N, K) and K >= 1, found shape {matrix.shape}")
        names = tuple(feature_names or (f"x{k + 1}" for k in range(matrix.shape[1])))
        if len(names) != matrix.shape[1]:
            raise ValueError(f"X has {matrix.shape[1]} features, found {len(names)} names")
        if len(set(names)) < len(names):
            raise ValueError(f"feature_names need different names, found {', '.join(names)}")
        if len(names) == 1:
            return cls(matrix[:, 0], np.asarray(y), names[0] if feature_names else "x", y_name)
        return cls(matrix, np.asarray(y), y_name=y_name, feature_names=names)

    @classmethod
    def read_csv(
        cls,
        path: str | PathLike[str],
        x: str | None = None,
        y: str | None = None,
        report: Report = refuse,
    ) -> "Dataset":
        """Read two columns of a CSV file, in blocks: 50 bytes a row and a few MB, whatever else is in it.

        Parameters
        ----------
        path : path
        x, y : str, optional
            Names of the columns; else those called x and y, else the only two.
        report : callable, optional
            Takes each DatasetError, in the order of the lines. If it returns, the rest of the file is looked
            at too, and the first of them is raised in the end: give `errors.append` to have them all.

        Raises
        ------
        DatasetError
            With the one line `FILE:LINE:COLUMN (name): problem; remedy`.
        """
        table = read_table(path, x, y, report)
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


def _checked(values: Any, name: str, n_dimensions: int) -> Array:
    """A checked, read-only copy of x or y."""
    shape = shape_of(values, f"{name} needs")
    if len(shape) != n_dimensions:
        needs = {1: "one dimension (N,)", 2: "two dimensions (N, K)"}[n_dimensions]
        raise ValueError(f"{name} needs {needs}, found shape {shape}")
    return _read_only(real_numbers(values, f"{name} needs"))


def _read_only(array: Array) -> Array:
    array.setflags(write=False)
    return array


def _preference(toml: dict[str, Any]) -> Preference:
    first, second = toml["theta"]
    return Preference(
        theta=(float(first), float(second)),
        theta0=(float(toml["window"]["theta0"][0]), float(toml["window"]["theta0"][1])),
        theta1=(float(toml["window"]["theta1"][0]), float(toml["window"]["theta1"][1])),
        arrow_scale=float(toml["arrow_scale"]),
    )
