"""Tables whose numbers are long: what is printed keeps clear of what stands beside it."""

from itertools import pairwise

import numpy as np
import pytest
from manim import Mobject, VGroup
from stage_play import small_pictures
from stage_tables import lesson_of

from core import Dataset, Lesson, Problem
from scenes.act03_point_gradients import PointGradients
from scenes.cast import cast
from scenes.parts.data_plot import DataPlot
from scenes.parts.gradient_plane import GradientPlane
from scenes.parts.numeral import Numeral
from scenes.parts.panel_values import GradientValues
from scenes.parts.parameter_plane import ParameterPlane
from scenes.parts.rows_table import COLUMNS, HEADERS, RowsTable
from scenes.parts.spacing import fitted
from scenes.parts.strips import Strips
from scenes.tableaux import panels_with_gradients, table_and_surface
from scenes.theme import DARK, LAYOUT

NAMES = ("Average daily temperature outside (degrees Celsius)", "Balance of the heating account, in euros")
X = np.array([-18.5, -15.1, -13.0, -10.9, -7.3, -5.1, -0.6, 4.3])
TABLES = {
    "large": lambda: Dataset(X, np.round(-1.25e6 - 8.4e4 * X + 1e5 * np.sin(9 * X)), *NAMES),
    "prices": lambda: Dataset(np.abs(X) * 9, np.round(4e4 + 2.6e3 * np.abs(X) * (9 + np.sin(X)))),
    "small": lambda: Dataset(1e-7 * np.arange(1.0, 5), 1e-9 * np.array([3.4, -1.1, 5.2, 8.8])),
}
DOSES = Dataset([0.0011, 0.0023, 0.0031], [0.0035, 0.0062, 0.0071], "dose", "yield")
HAIR = 1e-6


@pytest.fixture(params=TABLES)
def lesson(request, tmp_path):
    with small_pictures(tmp_path):
        yield Lesson.at(Problem(TABLES[request.param]()))


@pytest.fixture(params=[*TABLES, "doses"])
def any_lesson(request, tmp_path):
    with small_pictures(tmp_path):
        yield Lesson.at(Problem(TABLES.get(request.param, lambda: DOSES)()))


def apart(left: Mobject, right: Mobject) -> bool:
    return left.get_right()[0] < right.get_left()[0]


def test_columns_of_the_table_stand_apart_in_their_order(lesson):
    table = RowsTable(lesson, cast(lesson, DARK), DARK, (LAYOUT.left, 1.0))
    indices = VGroup(*(row["index"] for row in table.rows.values()))
    assert all(apart(*pair) for pair in pairwise([indices, *map(table.column, HEADERS)]))
    assert table.get_right()[0] < 0.6, "the plane of theta begins there"
    for name in HEADERS:
        for row, cells in table.rows.items():
            slot = next(member.slot for member in table.cast.members if member.row == row)
            assert cells[name].anchor.get_center()[0] == pytest.approx(table.place(name, slot)[0])


def test_strips_stand_apart_from_their_losses(lesson):
    strips = Strips(lesson, cast(lesson, DARK), DARK)
    for row, cells in strips.numbers.items():
        order = [cells["index"], cells["x"], cells["y"], strips.loss_of[row]]
        assert all(apart(*pair) for pair in pairwise(order))


@pytest.mark.parametrize("width", [1.4, 2.5, 6.0])
def test_numbers_along_the_x_of_a_plot_stand_apart(any_lesson, width):
    plot = DataPlot(any_lesson, cast(any_lesson, DARK), DARK, (0, 0), (width, 3.5))
    numbers = plot.axes[1]
    assert len(numbers) >= 2 or width < 2
    assert all(apart(*pair) for pair in pairwise(numbers))


def test_the_model_stands_between_the_margin_and_the_plane(any_lesson):
    slide = table_and_surface(any_lesson, DARK)
    assert slide.model.get_left()[0] >= LAYOUT.left - HAIR
    assert apart(slide.model, slide.plane)


def test_gradients_beside_panels_touch_neither_their_own_nor_the_next(lesson):
    slide = panels_with_gradients(lesson, DARK)
    assert isinstance(slide.gradients, GradientValues)
    panels = slide.panels.panels
    for row, vector in slide.gradients.vectors.items():
        assert apart(panels[row].plane.surface, vector)
        others = [other for other in panels.values() if abs(other.get_y() - panels[row].get_y()) < 1]
        assert all(apart(vector, other) for other in others if other.get_x() > panels[row].get_x())
        assert vector.get_right()[0] < LAYOUT.right + 0.01


def test_a_gradients_product_stands_between_its_panel_and_the_margin(lesson):
    act = PointGradients(lesson)
    act.setup()
    product = act._product()
    assert apart(act.big.plane.surface, product)
    assert product.get_right()[0] < LAYOUT.right + HAIR


def test_ticks_of_the_parameter_plane_touch_neither_it_nor_each_other(lesson):
    plane = ParameterPlane(lesson, DARK, lesson.risk_heights, (3, 0), 3.4)
    plane.follow_surface()
    below = [tick for tick, (axis, _) in zip(plane.ticks, plane.tick_values, strict=True) if axis == 0]
    beside = [tick for tick, (axis, _) in zip(plane.ticks, plane.tick_values, strict=True) if axis == 1]
    assert len(below) > 1
    assert all(apart(*pair) for pair in pairwise(below))
    assert all(apart(tick, plane.surface) for tick in beside)


@pytest.mark.parametrize("window", ["fan_window", "chain_window"])
def test_ticks_of_the_gradient_plane_touch_neither_its_axes_nor_each_other(lesson, window):
    box = ((0, 0), (5.0, 5.0))
    plane = GradientPlane(lesson, cast(lesson, DARK), DARK, *box, getattr(lesson, window))
    marks, _ = plane.scale_marks
    numbers = [mark for mark in marks if isinstance(mark, Numeral)]
    first, second = plane.axes
    beside = [number for number in numbers if abs(number.get_y() - first.get_y()) > 0.4]
    above = sorted((number for number in numbers if number not in beside), key=lambda one: one.get_x())
    assert beside or above
    assert all(apart(number, second) or apart(second, number) for number in beside)
    assert all(apart(*pair) for pair in pairwise(above))


@pytest.mark.parametrize("width", [2.5, 5.0])
def test_names_of_axes_are_no_longer_than_the_axes(lesson, width):
    plot = DataPlot(lesson, cast(lesson, DARK), DARK, (0, 0), (width, 2.0))
    _, _, _, *names = plot.axes
    for name in names[:2]:
        assert name.get_right()[0] < width / 2 + 0.5
        assert name.get_left()[0] > -width / 2 - HAIR


def test_where_numbers_are_short_columns_are_where_they_are_meant_to_be(tmp_path):
    with small_pictures(tmp_path):
        table = RowsTable(lesson_of("six"), cast(lesson_of("six"), DARK), DARK, (LAYOUT.left, 1.0))
        assert table.columns == COLUMNS


def test_what_is_fitted_is_moved_before_it_is_made_smaller(tmp_path):
    with small_pictures(tmp_path):
        from manim import Square

        assert fitted(Square(2.0), 0.5, 3.5).width == pytest.approx(2.0)
        assert fitted(Square(2.0), 0.5, 3.5).get_left()[0] == pytest.approx(0.5)
        assert fitted(Square(2.0), -9.0, 0.0).get_right()[0] == pytest.approx(0.0)
        small = fitted(Square(2.0), 1.0, 2.0)
        assert (small.get_left()[0], small.get_right()[0]) == pytest.approx((1.0, 2.0))
