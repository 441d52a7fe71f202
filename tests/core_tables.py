"""Tables that a lecturer might bring, tame and odd, for the tests of core."""

import numpy as np

from core import Dataset, Lesson, Problem

_RANDOM = np.random.default_rng(20)
_X = _RANDOM.normal(size=40)
_Y = 1 + 2 * _X + 0.5 * _RANDOM.normal(size=40)
OUTLIER = 1e6


def _with_outlier(values: np.ndarray, row: int) -> np.ndarray:
    changed = values.copy()
    changed[row] *= OUTLIER
    return changed


def _table(x: object, y: object) -> Dataset:
    return Dataset(np.asarray(x, dtype=float), np.asarray(y, dtype=float))


SIX = Dataset.packaged("six")
TAME = {
    "six without its TOML": Dataset(SIX.x, SIX.y),
    "norris": Dataset.packaged("norris"),
    "two rows": _table([1, 2], [3, 1]),
    "three rows": _table([0, 1, 2], [1, 0, 5]),
    "noisy line": _table(_X, _Y),
    "exact line": _table(np.arange(10), 2 * np.arange(10) + 1),
    "all y equal": _table([1, 2, 3, 4], [5] * 4),
    "years": _table(1990 + np.arange(30), 50 + _RANDOM.normal(size=30)),
    "huge units": _table(_X * 1e8, _Y * 1e90),
    "tiny units": _table(_X * 1e-80 + 1e-75, _Y * 1e-90),
    "large y": _table([1, 2, 3, 4, 5], 1e9 + np.array([0, 1, 3, 2, 5])),
    "few values": _table(np.arange(50) % 3, np.arange(50) % 7 % 2),
    "many rows": _table(_RANDOM.gamma(2, size=100_000), _RANDOM.normal(size=100_000)),
}
RANK_ONE = {
    "one row": _table([5], [7]),
    "one row at 0": _table([0], [0]),
    "all x equal": _table([3] * 5, [1, 2, 3, 4, 9]),
    "one row three times": _table([1] * 3, [2] * 3),
}
WILD = {
    "outlier in y, shown": _table(_X, _with_outlier(_Y, 0)),
    "outlier in y, not shown": _table(_X, _with_outlier(_Y, 5)),
    "outlier in x, shown": _table(_with_outlier(_X, 0), _Y),
    "six with an outlier": _table(SIX.x, _with_outlier(SIX.y, 1)),
    "heavy tails": _table(_RANDOM.standard_cauchy(1000), _RANDOM.standard_cauchy(1000)),
}
ANY = TAME | RANK_ONE | WILD

_lessons: dict[str, Lesson] = {}


def lesson_of(name: str) -> Lesson:
    """The lesson of one of the tables at core's own theta, made once."""
    if name not in _lessons:
        _lessons[name] = Lesson.at(Problem(ANY[name]))
    return _lessons[name]
