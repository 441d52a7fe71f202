"""A lesson shows itself in a notebook: the numbers of `lesson_as_dict`, readable without any style."""

from html.parser import HTMLParser

import numpy as np
import pytest

from core import Dataset, Lesson, Problem, lesson_as_dict


class Cells(HTMLParser):
    """Texts of a table's cells, row by row, and the names of all tags."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.tags, self.texts = [], set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_data(self, data):
        self.texts.append(data)
        if self.rows:
            self.rows[-1][-1] += data


def cells_of(dataset):
    lesson = Lesson.at(Problem(dataset))
    return lesson_as_dict(lesson), Cells(lesson._repr_html_())


@pytest.mark.parametrize("name", ["six", "norris"])
def test_every_listed_row_stands_there_with_its_numbers(name):
    numbers, cells = cells_of(Dataset.packaged(name))
    shown = {row[0]: row[1:] for row in cells.rows}
    for example in numbers["examples"]:
        values = [example[key] for key in ("x", "y", "prediction", "loss")] + example["gradient"]
        assert [float(cell) for cell in shown[str(example["index"])]] == pytest.approx(values, rel=1e-5)
    assert cells.rows[-2][0] == f"mean of {numbers['n_examples']}"
    assert cells.rows[-1][0] == "full gradient"
    assert cells.rows[-2][-2:] == cells.rows[-1][-2:]


def test_rows_that_are_left_out_are_dots():
    _, cells = cells_of(Dataset(np.arange(50.0), np.arange(50.0) ** 2))
    assert [row[0] for row in cells.rows[1:-2]] == ["1", "2", "3", "…", "26", "…", "50"]
    _, cells = cells_of(Dataset(np.arange(20.0), np.arange(20.0) ** 2))
    assert ["…"] not in cells.rows


def test_names_of_columns_are_text_and_never_markup():
    hostile = '<script>alert("&")</script>'
    dataset = Dataset([1.0, 2.0], [3.0, 5.0], x_name=hostile, y_name="<b>")
    _, cells = cells_of(dataset)
    assert cells.rows[0][1:3] == [hostile, "<b>"]
    assert cells.tags <= {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}


def test_nothing_is_a_negative_zero():
    lesson = Lesson.at(Problem(Dataset([0.0, 1.0], [0.0, 1.0])), (0.0, 1.0))
    assert "-0<" not in lesson._repr_html_()
