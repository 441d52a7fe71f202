"""Tables and lessons hold what they were given, checked, and can't be changed."""

import pickle
from dataclasses import FrozenInstanceError, fields, is_dataclass
from fractions import Fraction

import numpy as np
import pytest
from core_tables import ANY, SIX, lesson_of

from core import Dataset, DatasetError, Lesson, Place, Problem


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1, 2], [[1], [2]], "one dimension"),
        (1.0, 2.0, "one dimension"),
        ([1, 2], [1], "same length"),
        ([], [], "at least one row"),
        ([1, np.nan], [1, 2], "finite"),
        ([1, 2], [1, np.inf], "finite numbers, found inf in row 2"),
        (["1", "2"], [1, 2], "real numbers"),
        ([1, None], [1, 2], "real numbers"),
        ([True, False], [1, 2], "real numbers"),
        ([1j, 2], [1, 2], "real numbers"),
        ([Fraction(1), "2"], [1, 2], "real numbers"),
    ],
)
def test_what_is_not_two_columns_of_finite_numbers_is_refused(x, y, message):
    with pytest.raises(ValueError, match=message):
        Dataset(x, y)


def test_a_table_is_a_copy_that_cannot_change():
    x = np.array([1.0, 2.0])
    table = Dataset(x, [3, 4])
    x[0] = 9
    assert table.x.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        table.x[0] = 9
    with pytest.raises(FrozenInstanceError):
        table.x = x


def test_fractions_stay_exact_and_everything_else_is_float64():
    assert Dataset([Fraction(1, 3)], [1]).y.tolist() == [Fraction(1)]
    assert Dataset([Fraction(1, 3)], [0.5]).y.tolist() == [Fraction(1, 2)]
    assert Dataset([1, 2], np.array([1, 2], dtype=np.float32)).y.dtype == np.float64


def test_a_lesson_of_fractions_is_the_lesson_of_their_floats():
    exact = Lesson.at(Problem(Dataset([Fraction(1, 2), Fraction(3)], [Fraction(1), Fraction(5, 2)])))
    floats = Lesson.at(Problem(Dataset([0.5, 3], [1, 2.5])))
    assert exact.gradients.tolist() == floats.gradients.tolist()
    assert exact.theta.tolist() == floats.theta.tolist()


def test_packaged_tables_are_found_by_name():
    assert len(Dataset.packaged("norris")) == 36
    assert Dataset.packaged("norris").preference is None
    with pytest.raises(
        ValueError, match=r'no packaged table "sixx"; there are anscombe1, anscombe2, .*six, spector'
    ):
        Dataset.packaged("sixx")
    for name in ("../six", "tables/six", ""):
        with pytest.raises(ValueError, match="no packaged table"):
            Dataset.packaged(name)


def arrays_of(thing, name=""):
    """Every array that hangs on a dataclass's fields and properties, by its name."""
    if isinstance(thing, np.ndarray):
        yield name, thing
    elif isinstance(thing, tuple) and not isinstance(thing, str):
        for part in thing[:3]:
            yield from arrays_of(part, name)
    elif is_dataclass(thing):
        names = {field.name for field in fields(thing)} | {
            n for n in dir(type(thing)) if not n.startswith("_")
        }
        for attribute in sorted(names - {"corners"}):
            value = getattr(thing, attribute)
            if not callable(value):
                yield from arrays_of(value, f"{name}.{attribute}")


@pytest.mark.parametrize("name", ["norris", "many rows", "one row"])
def test_no_array_of_a_lesson_can_be_changed_and_all_numbers_are_finite(name):
    lesson = lesson_of(name)
    arrays = dict(arrays_of(lesson))
    assert {".theta", ".gradients", ".levels", ".risk_heights", ".window.center", ".x", ".z"} <= set(arrays)
    for path, array in arrays.items():
        assert not array.flags.writeable, path
        assert array.dtype == np.float64, path
        assert np.isfinite(array).all(), path
    for array in (
        lesson.heights(0),
        lesson.running_sums(lesson.reading_order),
        lesson.running_mean_heights([0]),
    ):
        assert not array.flags.writeable
    with pytest.raises(FrozenInstanceError):
        lesson.theta = lesson.theta


@pytest.mark.parametrize("name", ANY)
def test_every_number_of_every_lesson_is_finite(name):
    for path, array in arrays_of(lesson_of(name)):
        assert np.isfinite(array).all(), path


def test_lessons_and_errors_travel_between_processes():
    lesson = pickle.loads(pickle.dumps(Lesson.at(Problem(SIX))))
    assert lesson.gradients.tolist() == Lesson.at(Problem(SIX)).gradients.tolist()
    error = pickle.loads(pickle.dumps(DatasetError(Place("a.csv", 1, 2, "x"), "bad", "mend it")))
    assert str(error) == "a.csv:1:2 (x): bad; mend it"
    assert error.place.line == 1


def test_one_exact_column_makes_the_other_exact_with_the_same_numbers():
    for x, y in (([0.5, 2], [Fraction(1, 3), 1]), ([Fraction(1, 2), Fraction(2)], [0.25, 1])):
        table = Dataset(x, y)
        assert table.is_exact
        assert table.x.tolist() == [Fraction(value) for value in x]
        assert table.y.tolist() == [Fraction(value) for value in y]
