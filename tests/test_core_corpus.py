"""The corpus of good and bad tables, read by core."""

import os
import tracemalloc
from itertools import count

import numpy as np
import pytest
from corpus import ACCEPTED, FOLDER, PLACES, SAME, TABLES, is_large, laid

from core import Dataset, DatasetError, Lesson, LossOverflowError, Problem
from core.reading import lines

OF_LESSONS = {"loss-overflow.csv", "loss-underflow.csv", "gradient-beyond-its-window.csv"}
"""Tables that can be read, and for whose numbers there is no lesson."""
READ_AT_ONCE = [(name, lines.BLOCK) for name in sorted(TABLES.keys() - OF_LESSONS)]
READ_IN_PIECES = [(name, block) for name, _ in READ_AT_ONCE if not is_large(name) for block in (1, 7)]


def errors_of(path):
    """All that is said of a table, and the one error that ends its reading."""
    said = []
    with pytest.raises(DatasetError) as caught:
        Dataset.read_csv(path, report=said.append)
    return [str(error) for error in said], str(caught.value)


@pytest.mark.parametrize("name", SAME)
def test_whatever_wrote_a_table_its_numbers_are_the_same(name):
    table = Dataset.read_csv(FOLDER / "same" / name)
    assert (table.x.tolist(), table.y.tolist()) == ([1, -3.5], [2, 40])
    assert (table.x_name, table.y_name) == ("x", "y")


@pytest.mark.parametrize("name", ACCEPTED)
def test_odd_tables_have_lessons_of_finite_numbers(name):
    lesson = Lesson.at(Problem(Dataset.read_csv(FOLDER / "accepted" / name)))
    for values in (lesson.gradients, lesson.full_gradient, lesson.losses, lesson.predictions):
        assert np.isfinite(values).all()
    for name in (lesson.x_name, lesson.y_name):
        assert name.isprintable()
        assert name


@pytest.mark.parametrize(("name", "block"), [*READ_AT_ONCE, *READ_IN_PIECES])
def test_all_that_is_wrong_is_told_in_order_and_its_first_ends_the_reading(
    monkeypatch, tmp_path, name, block
):
    path = laid(name, tmp_path)
    monkeypatch.setattr(lines, "BLOCK", block)
    said, last = errors_of(path)
    assert [line.removeprefix(f"{tmp_path}{os.sep}") for line in said] == TABLES[name]
    assert last == said[0]
    with pytest.raises(DatasetError) as caught:
        Dataset.read_csv(path)
    assert str(caught.value) == said[0]


@pytest.mark.parametrize("name", sorted(OF_LESSONS))
def test_numbers_without_a_lesson_are_refused(tmp_path, name):
    problem = Problem(Dataset.read_csv(laid(name, tmp_path)))
    with pytest.raises(ValueError, match=TABLES[name][0].removeprefix(f"{name}: ")):
        Lesson.at(problem)


def test_what_python_itself_cannot_compute_is_told_as_overflow(monkeypatch):
    monkeypatch.setattr("core.lesson.lesson.choose_units", lambda x: 1 / 0)
    with pytest.raises(LossOverflowError, match="the loss overflows for these values; rescale them"):
        Lesson.at(Problem(Dataset.packaged("six")))


@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_file_is_named_without_being_opened(tmp_path, name):
    make, problem = PLACES[name]
    make(tmp_path / name)
    said, _ = errors_of(tmp_path / name)
    assert said == [f"{tmp_path / name}: {problem}"]


def test_every_stored_table_is_expected():
    assert {path.name for path in (FOLDER / "refused").iterdir()} <= TABLES.keys()


def test_each_of_very_many_wrong_cells_is_told_and_none_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "BLOCK", 10_000)
    peaks = []
    for n_rows in (20_000, 80_000):
        path = tmp_path / "bad.csv"
        path.write_text("x,y\n" + "NA,1\n" * n_rows)
        told = count()
        tracemalloc.start()
        with pytest.raises(DatasetError, match=r"bad.csv:2:1 \(x\)"):
            Dataset.read_csv(path, report=lambda error, told=told: next(told))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert next(told) == n_rows
    # The y of a row, which is read, takes 8 bytes; a complaint takes hundreds.
    assert (peaks[1] - peaks[0]) / 60_000 < 16
