"""`lecture numbers --json`: the argument in the table's own x."""

import json

import numpy as np
import pytest
from core_tables import ANY, lesson_of

from core import Dataset, Lesson, Problem, lesson_as_dict, minimizer, per_example_gradients

KEYS = [
    "n_examples",
    "model",
    "loss",
    "theta",
    "examples",
    "risk",
    "mean_of_gradients",
    "full_gradient",
    "minimizer",
    "drawn",
]


def test_six_in_full():
    numbers = lesson_as_dict(Lesson.at(Problem(Dataset.packaged("six"))))
    assert list(numbers) == KEYS
    assert (numbers["n_examples"], numbers["model"], numbers["loss"]) == (6, "affine", "half-squared")
    assert numbers["theta"] == [1, 1]
    columns = ["index", "x", "y", "prediction", "loss", "gradient"]
    assert [list(example) for example in numbers["examples"]] == [columns] * 6
    second = numbers["examples"][1]
    assert (second["index"], second["x"], second["y"], second["prediction"]) == (2, -1, -1.9, 0)
    assert (second["loss"], second["gradient"]) == (1.805, [1.9, -1.9])
    assert numbers["mean_of_gradients"] == pytest.approx([1, -0.7], abs=1e-15)
    assert numbers["full_gradient"] == pytest.approx([1, -0.7], abs=1e-15)
    assert numbers["drawn"] == {"center": 0, "scale": 1, "theta": [1, 1]}


@pytest.mark.parametrize("name", ANY)
def test_numbers_are_plain_json_of_the_tables_own_x(name):
    lesson = lesson_of(name)
    numbers = json.loads(json.dumps(lesson_as_dict(lesson), allow_nan=False))
    assert numbers["theta"] == lesson.table_theta.tolist()
    gradients = per_example_gradients(lesson.problem, numbers["theta"])
    for example in numbers["examples"]:
        row = example["index"] - 1
        assert example["x"] == ANY[name].x[row]
        assert example["gradient"] == gradients[row].tolist()
        assert example["loss"] == pytest.approx((example["prediction"] - example["y"]) ** 2 / 2)
    scale = 4 * np.finfo(float).eps * np.abs(gradients).mean(axis=0)
    assert (np.abs(np.subtract(numbers["mean_of_gradients"], numbers["full_gradient"])) <= scale).all()
    if lesson.valleys_parallel:
        assert numbers["minimizer"] is None
    else:
        assert numbers["minimizer"] == minimizer(lesson.problem).tolist()


@pytest.mark.parametrize(("n", "indexes"), [(20, range(1, 21)), (21, (1, 2, 3, 11, 21))])
def test_up_to_twenty_rows_all_are_listed_else_those_shown(n, indexes):
    lesson = Lesson.at(Problem(Dataset(np.arange(n), np.arange(n) % 4)))
    assert [example["index"] for example in lesson_as_dict(lesson)["examples"]] == list(indexes)
