"""The tables that the acts are tested with."""

from functools import cache

import numpy as np

from core import AffineModel, Dataset, HalfSquaredError, Lesson, Problem


def _forty() -> Dataset:
    random = np.random.default_rng(40)
    x = random.gamma(2.0, 3.0, size=40)
    return Dataset(x, 4.0 - 0.7 * x + random.normal(size=40), "dose", "response")


TABLES = {
    "six": lambda: Dataset.packaged("six"),
    "norris": lambda: Dataset.packaged("norris"),
    "forty": _forty,
    "one": lambda: Dataset(np.array([5.0]), np.array([7.0])),
    "two": lambda: Dataset(np.array([1.0, 2.0]), np.array([3.0, 1.0])),
}


def new_lesson(name: str) -> Lesson:
    """A lesson of one of the tables, with nothing computed yet."""
    return Lesson.at(Problem(TABLES[name](), AffineModel(), HalfSquaredError()))


lesson_of = cache(new_lesson)
