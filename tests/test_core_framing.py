"""Any table makes a good picture: what core chooses for the theta-plane and the data view."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from core_tables import ANY, OUTLIER, RANK_ONE, SIX, TAME, WILD, lesson_of
from hypothesis import assume, given
from hypothesis import strategies as st

from core import Dataset, Lesson, Problem
from core.errors import RowOverflowError
from core.lesson.choice import sane_arrows, score
from core.lesson.framing import MARGIN, NEAR
from core.lesson.levels import level_numbers
from core.lesson.plot import PlotWindow, density, gradient_window
from core.lesson.robust import robust_fit
from core.lesson.window import Window


def lengths_in_widths(lesson, gradients):
    return np.hypot(*np.atleast_2d(gradients).T) * lesson.arrow_scale / lesson.window.width


def digits(value):
    """The significant digits of a number as it prints, without its power of ten."""
    return f"{value:e}".split("e")[0].rstrip("0").rstrip(".")


@pytest.mark.parametrize("name", TAME | RANK_ONE)
def test_every_shown_arrow_and_the_mean_end_inside_the_window(name):
    lesson = lesson_of(name)
    arrows = np.vstack([lesson.gradients[list(lesson.shown)], lesson.mean_of_gradients])
    assert lesson.window.contains(lesson.theta + lesson.arrow_scale * arrows, margin=0.05)
    assert lesson.arrows_outside == ()
    assert not lesson.mean_arrow_outside


@pytest.mark.parametrize("name", ANY)
def test_the_longest_sane_arrow_is_about_a_third_of_the_window(name):
    lesson = lesson_of(name)
    inside = [row for row in lesson.shown if row not in lesson.arrows_outside]
    assert 0.1 < lengths_in_widths(lesson, lesson.gradients[inside]).max() <= 0.35


@pytest.mark.parametrize("name", ANY)
def test_the_window_is_square_and_round_and_holds_theta(name):
    lesson = lesson_of(name)
    (low0, high0), (low1, high1) = lesson.window.theta0, lesson.window.theta1
    assert high0 - low0 == pytest.approx(lesson.window.width, rel=1e-6)
    assert high1 - low1 == pytest.approx(lesson.window.width, rel=1e-6)
    assert digits(lesson.window.width) in {"1", "2", "2.5", "4", "5", "8"}
    assert digits(lesson.level_step) in {"1", "2", "2.5", "4", "5", "8"}
    assert digits(lesson.arrow_scale) in {"1", "1.5", "2", "2.5", "3", "4", "5", "6", "8"}
    assert lesson.window.contains(lesson.theta, margin=0.05)
    assert 5 <= lesson.window.width / lesson.level_step <= 12.5


@pytest.mark.parametrize("name", TAME)
def test_the_window_shows_the_bottom_of_the_bowl_away_from_theta(name):
    lesson = lesson_of(name)
    assert lesson.window.contains(lesson.minimizer, margin=0.02)
    assert np.hypot(*(lesson.theta - lesson.minimizer)) > lesson.window.width / 10
    assert lesson.minimum < lesson.risk


@pytest.mark.parametrize(
    "name", ["six without its TOML", "two rows", "three rows", "all y equal", "noisy line"]
)
def test_shown_gradients_differ_visibly(name):
    lesson = lesson_of(name)
    arrows = np.vstack([lesson.gradients[list(lesson.shown)], lesson.mean_of_gradients])
    first, second = np.triu_indices(len(arrows), k=1)
    gaps = lengths_in_widths(lesson, arrows[first] - arrows[second])
    lengths = lengths_in_widths(lesson, arrows)
    assert gaps.min() > 0.04
    assert lengths.min() / lengths.max() > 0.3
    dots, crosses = arrows[:-1] @ arrows[-1], arrows[:-1, 0] * arrows[-1, 1] - arrows[:-1, 1] * arrows[-1, 0]
    if len(arrows) > 3:
        assert np.degrees(np.abs(np.arctan2(crosses, dots))).min() > 5


def test_six_looks_good_without_its_toml():
    lesson = lesson_of("six without its TOML")
    assert lesson.preferred is None
    angles = np.sort(np.degrees(np.arctan2(*lesson.gradients.T[::-1])))
    assert np.diff(angles, append=angles[0] + 360).min() > 18
    lengths = lengths_in_widths(lesson, lesson.gradients)
    assert lengths.min() > 0.1
    assert [len(f"{value:g}") <= 4 for value in lesson.theta] == [True, True]


@pytest.mark.parametrize("name", WILD)
def test_an_outlier_ruins_neither_window_nor_plot(name):
    lesson, calm = lesson_of(name), lesson_of("noisy line")
    assert 0.1 < lesson.window.width / calm.window.width < 10
    assert 0.1 < lesson.arrow_scale / calm.arrow_scale < 10
    assert np.ptp(lesson.plot.z) < 20
    assert np.ptp(lesson.plot.y) < 60
    assert lesson.plot_outside >= 1
    assert len(lesson.levels) < 6 * 70
    assert lesson.mean_arrow_outside or name == "heavy tails"  # there, the mean is no outlier


def test_a_shown_outlier_is_named_and_the_others_keep_their_arrows():
    lesson = lesson_of("outlier in y, shown")
    assert lesson.arrows_outside == (0,)
    assert lesson.valley(0) is None
    assert lesson.window.contains(lesson.valley_foot(0))
    assert lesson.plot_outside == 1
    assert lesson.losses[0] > OUTLIER


def test_levels_are_those_that_some_shown_surface_or_the_risk_reaches():
    for name in [*TAME, *RANK_ONE]:
        lesson = lesson_of(name)
        surfaces = np.array([lesson.risk_heights, *(lesson.heights(row) for row in lesson.shown)])
        k = np.arange(1, 200)
        every = (k * lesson.level_step) ** 2 / 2
        reached = [
            level
            for level in every
            if ((surfaces.min((1, 2)) <= level) & (level <= surfaces.max((1, 2)))).any()
        ]
        assert lesson.levels == pytest.approx(reached)
        assert (np.diff(lesson.levels) > 0).all()


@pytest.mark.parametrize("name", ANY)
def test_the_relief_is_cut_at_the_first_level_above_the_risk(name):
    lesson = lesson_of(name)
    highest = lesson.risk_heights.max()
    assert highest <= lesson.loss_cap * (1 + 1e-12)
    k = np.sqrt(2 * lesson.loss_cap) / lesson.level_step
    assert k == pytest.approx(round(k))
    assert ((round(k) - 1) * lesson.level_step) ** 2 / 2 <= highest


@pytest.mark.parametrize(
    ("n", "rows"), [(1, (0,)), (6, range(6)), (7, (0, 1, 2, 3, 6)), (36, (0, 1, 2, 18, 35))]
)
def test_shown_rows_are_those_of_the_slides(n, rows):
    lesson = Lesson.at(Problem(Dataset(np.arange(n), np.arange(n) % 3)))
    assert lesson.shown == tuple(rows)
    assert lesson.hides_rows == (n > 6)


@pytest.mark.parametrize("name", TAME | RANK_ONE)
def test_the_plot_shows_the_shown_rows_and_the_line_wherever_theta_walks(name):
    lesson = lesson_of(name)
    shown = list(lesson.shown)
    assert lesson.plot.holds(lesson.z[shown], lesson.y[shown]).all()
    for t in np.linspace(0, 1, 21):
        line = lesson.at_theta(lesson.knob_walk(t)).line
        assert line[:, 0] == pytest.approx(lesson.plot.z)
        low, high = lesson.plot.y
        margin = 0.02 * (high - low)
        assert ((line[:, 1] >= low - margin) & (line[:, 1] <= high + margin)).all()


@pytest.mark.parametrize("unit", [1e3, 1e-6])
def test_framing_does_not_depend_on_the_order_of_units(unit):
    """Scaling y scales theta, window and level step, and leaves the arrow scale alone."""
    lesson, scaled = (
        lesson_of("years"),
        Lesson.at(Problem(Dataset(ANY["years"].x, unit * ANY["years"].y))),
    )
    assert scaled.theta == pytest.approx(unit * lesson.theta)
    assert scaled.window.width == pytest.approx(unit * lesson.window.width)
    assert scaled.level_step == pytest.approx(unit * lesson.level_step)
    assert scaled.arrow_scale == lesson.arrow_scale


def test_a_packaged_table_gives_way_to_a_theta_that_is_asked_for():
    asked = Lesson.at(Problem(SIX), (0.5, 0.5))
    assert asked.preferred is None
    assert asked.theta.tolist() == [0.5, 0.5]
    assert Lesson.at(Problem(SIX), (1, 1)).preferred == SIX.preference


@pytest.mark.parametrize("theta", [(0, 1.4), (100, -50), (-30, 0), (3, 9), (0, -8), (1e-9, 0), (1e6, 1e6)])
def test_any_theta_can_be_framed(theta):
    lesson = Lesson.at(Problem(SIX), theta)
    assert lesson.window.contains(lesson.theta, margin=0.05)
    assert lesson.window.contains(lesson.theta + lesson.arrow_scale * lesson.gradients, margin=0.05)


def test_the_same_table_gives_the_same_lesson():
    first, second = (Lesson.at(Problem(Dataset(SIX.x, SIX.y))) for _ in range(2))
    assert first.theta.tolist() == second.theta.tolist()
    assert (first.window.theta0, first.window.theta1) == (second.window.theta0, second.window.theta1)
    assert first.other_orders == second.other_orders


@pytest.mark.parametrize(
    ("x", "y", "theta", "message"),
    [
        ([1e160, 1], [1, 2], None, "overflows"),
        ([1, 2], [1e160, 1], None, "overflows"),
        ([1e154, -1e154] * 2, [1, 2] * 2, None, "overflows"),
        ([1, 2] * 2, [1e154, -1e154] * 2, None, "overflows"),
        ([1, 2], [1, 2], (1e200, 0), "overflows"),
        ([1, 2], [1e-200, 2e-200], None, "underflows"),
        ([1, 2], [1, 2], (np.nan, 0), "finite"),
    ],
)
def test_numbers_that_squares_cannot_hold_are_refused(x, y, theta, message):
    with pytest.raises(ValueError, match=message):
        Lesson.at(Problem(Dataset(x, y)), theta)


VECTORS = st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=2, max_size=6)


def marks(gradients, mean):
    """The four marks of `score`, by complex numbers: tips apart, shortest arrow, mean, smallest turn."""
    arrows = [complex(*g) for g in [*gradients, mean]]
    longest = max(map(abs, arrows))
    apart = min(abs(a - b) for a, b in combinations(arrows, 2)) / longest / 0.2
    shortest, of_mean = min(map(abs, arrows)) / longest / 0.35, abs(arrows[-1]) / longest / 0.35
    turn = min(abs(np.angle(g * arrows[-1].conjugate())) for g in arrows[:-1]) / np.radians(8)
    return [apart, shortest, of_mean, turn]


@given(VECTORS, st.sampled_from([1e-9, 1.0, 1e9]))
def test_a_theta_s_score_is_the_product_of_four_marks_in_any_unit(vectors, unit):
    gradients = np.array(vectors)
    mean = gradients.mean(axis=0)
    lengths = np.hypot(*np.vstack([gradients, mean]).T)
    assume(lengths.min() > 1e-3 and lengths.max() < 30 * np.median(lengths[:-1]))
    expected = np.prod(np.clip(marks(gradients, mean), 0.05, 1))
    assert score(unit * gradients, unit * mean) == pytest.approx(expected, rel=1e-6)


def test_an_arrow_30_times_the_middle_one_is_sane_and_a_longer_one_is_not():
    gradients, mean = np.array([[1.0, 0.0], [0.0, 1.0], [30.0, 0.0]]), np.array([1.0, 1.0])
    for unit in (1.0, 2.0**-20):
        assert len(sane_arrows(unit * gradients, unit * mean)) == 4
        longer = gradients + [[0, 0], [0, 0], [0.1, 0]]
        assert len(sane_arrows(unit * longer, unit * mean)) == 3


@pytest.mark.parametrize("name", ANY)
def test_the_arrows_outside_are_those_whose_tip_is(name):
    lesson = lesson_of(name)
    tips = {row: lesson.theta + lesson.arrow_scale * lesson.gradients[row] for row in lesson.shown}
    assert lesson.arrows_outside == tuple(
        row for row in lesson.shown if not lesson.window.contains(tips[row])
    )
    mean_tip = lesson.theta + lesson.arrow_scale * lesson.mean_of_gradients
    assert lesson.mean_arrow_outside != lesson.window.contains(mean_tip)


@pytest.mark.parametrize("side", [-1, 1])
def test_the_mean_s_arrow_is_looked_for_where_it_points(side):
    lesson = Lesson.at(Problem(SIX))
    arrow = lesson.arrow_scale * lesson.mean_of_gradients
    width = 1.5 * np.abs(arrow).max()
    framing = replace(lesson.framing, window=Window(lesson.theta + side * arrow / 2, width))
    assert replace(lesson, framing=framing).mean_arrow_outside == (side < 0)


def test_the_edges_of_a_plot_are_inside_and_a_cloud_counts_what_is():
    window = PlotWindow((0.0, 2.0), (1.0, 3.0))
    z, y = np.array([0.0, 2.0, 1.0, 2.1, 1.0]), np.array([1.0, 3.0, 2.0, 2.0, 0.9])
    assert window.holds(z, y).tolist() == [True, True, True, False, False]
    cloud = density(z, y, (window.z, window.y))
    assert cloud.counts.sum() == 3
    assert cloud.counts[0, 0] == cloud.counts[-1, -1] == 1
    assert (cloud.edges0[0], cloud.edges0[-1], cloud.edges1[0], cloud.edges1[-1]) == (0, 2, 1, 3)


def test_the_drawn_table_keeps_the_names_of_its_columns():
    lesson = Lesson.at(Problem(Dataset([1.0, 2.0, 4.0], [3.0, 1.0, 2.0], "hours", "score")))
    assert (lesson.drawn.dataset.x_name, lesson.drawn.dataset.y_name) == ("hours", "score")


@given(VECTORS)
def test_a_gradient_window_has_the_same_margin_on_all_sides(vectors):
    points = np.array(vectors)
    window = gradient_window([points], 1e-12)
    held = np.vstack([points, [0, 0]])
    margins = [*(held.min(axis=0) - window.lo), *(window.hi - held.max(axis=0))]
    assert np.ptp(margins) <= 1e-12 * (1 + np.abs(held).max())
    assert margins[0] > 0


def test_a_window_of_gradients_that_are_all_0_has_a_size():
    window = gradient_window([np.zeros((3, 2))], 0.0)
    assert (window.hi > window.lo).all()
    assert window.tick > 0


@given(VECTORS)
def test_a_gradient_window_has_about_six_ticks_across(vectors):
    assume(np.ptp([*vectors, (0, 0)], axis=0).max() > 1e-9)
    window = gradient_window([np.array(vectors)], 1e-12)
    assert 4 < (window.hi - window.lo).max() / window.tick < 10


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0.1, 5))
def test_levels_are_those_between_the_lowest_and_the_highest_point(low, reach, step):
    heights = np.array([[low, low + reach]])
    found = level_numbers([heights], step)
    levels = (np.arange(1, 10_000) * step) ** 2 / 2
    inside = np.flatnonzero((levels >= low * (1 - 1e-9)) & (levels <= (low + reach) * (1 + 1e-9))) + 1
    surely = np.flatnonzero((levels > low * (1 + 1e-9)) & (levels < (low + reach) * (1 - 1e-9))) + 1
    if len(inside) <= 64:
        assert set(surely) <= set(found) <= set(inside)
    else:
        assert set(found) <= set(inside)
        assert 32 <= len(found) <= 65


@pytest.mark.parametrize("name", TAME)
def test_the_window_holds_the_points_of_valleys_nearest_to_theta_unless_they_are_far(name):
    lesson = lesson_of(name)
    away = np.hypot(*(lesson.theta - lesson.minimizer))
    for row in lesson.shown:
        normal = np.array([1, lesson.z[row]])
        foot = lesson.theta + normal * (lesson.y[row] - lesson.theta @ normal) / (normal @ normal)
        if np.hypot(*(foot - lesson.theta)) < away:
            assert lesson.window.contains(foot)


@pytest.mark.parametrize("seed", range(30))
def test_the_window_holds_each_foot_that_is_near_beside_the_distance_to_the_fit(seed):
    random = np.random.default_rng(seed)
    lesson = Lesson.at(Problem(Dataset(random.normal(size=6), random.normal(size=6))), random.normal(size=2))
    fit = robust_fit(lesson.z, lesson.y)
    near = NEAR * max(np.hypot(*(lesson.theta - fit.theta)), fit.step)
    for row in lesson.shown:
        equation = np.array([[1.0, lesson.z[row]]])
        away = np.linalg.lstsq(equation, lesson.y[[row]] - equation @ lesson.theta)[0]
        if np.hypot(*away) < near * (1 - 1e-9):
            assert lesson.window.contains(lesson.theta + away, MARGIN - 1e-9)


@pytest.mark.parametrize("theta", [None, (0, 1e20)], ids=["a loss", "a gradient"])
def test_what_overflows_is_told_by_its_row_in_the_table(theta):
    x = np.arange(1.0, 41.0)
    y = np.append(4e4 * x[:-1], 0)
    x[-1] = 1e150
    with pytest.raises(RowOverflowError, match=r"^row 40: ") as refused:
        Lesson.at(Problem(Dataset(x, y)), theta)
    assert refused.value.row == 39
