"""Chains, merges and walks."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from core_tables import ANY, RANK_ONE, SIX, TAME, lesson_of
from hypothesis import assume, given
from hypothesis import strategies as st

from core import Dataset, Lesson, Problem
from core.lesson.orders import merge_order, other_orders, reading_order
from core.lesson.plot import DENSE
from core.lesson.window import Window

SMALL = [name for name in ANY if len(ANY[name]) <= 200]


def crosses(a, b, c, d):
    """Whether the open segments ab and cd cross."""

    def side(p, q, r):
        return np.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


@pytest.mark.parametrize("name", SMALL)
def test_every_order_has_every_row_and_ends_at_the_same_sum(name):
    lesson = lesson_of(name)
    size = np.abs(lesson.gradients).sum(axis=0)
    for order in (lesson.reading_order, *lesson.other_orders):
        assert sorted(order) == list(range(lesson.n_examples))
        assert (np.abs(lesson.running_sums(order)[-1] - lesson.sum_of_gradients) <= 1e-12 * size).all()
        assert (np.abs(lesson.running_means(order)[-1] - lesson.mean_of_gradients) <= 1e-12 * size).all()
        assert lesson.running_sums(order)[0] == pytest.approx(lesson.gradients[order[0]])


@pytest.mark.parametrize("name", [name for name in SMALL if len(ANY[name]) > 2])
def test_the_three_orders_differ(name):
    lesson = lesson_of(name)
    assert len({lesson.reading_order, *lesson.other_orders}) == 3


@pytest.mark.parametrize("name", ["six without its TOML", "norris", "noisy line", "years", "few values"])
@pytest.mark.parametrize("theta", [None, (0.3, 1.1), (-2.0, 0.5)])
def test_the_reading_order_never_crosses_itself(name, theta):
    lesson = Lesson.at(Problem(ANY[name]), theta)
    points = np.vstack([[0, 0], lesson.running_sums(lesson.reading_order)])
    links = list(pairwise(points))
    assert not any(crosses(*first, *second) for first, second in combinations(links, 2))


@pytest.mark.parametrize("name", ["six without its TOML", "noisy line"])
def test_a_chain_that_cancels_does_not_cross_itself_either(name):
    minimum = lesson_of(name).minimizer
    lesson = Lesson.at(Problem(ANY[name]), minimum)
    points = np.vstack([[0, 0], lesson.running_sums(lesson.reading_order)])
    links = list(pairwise(points))
    pairs = [pair for pair in combinations(range(len(links)), 2) if pair != (0, len(links) - 1)]
    assert not any(crosses(*links[i], *links[j]) for i, j in pairs)


@pytest.mark.parametrize("name", ANY)
def test_gradient_windows_hold_everything_that_is_laid_in_them(name):
    lesson = lesson_of(name)
    fan = lesson.gradients[list(lesson.shown)]
    chain = lesson.running_means if lesson.hides_rows else lesson.running_sums
    chains = [chain(order) for order in (lesson.reading_order, *lesson.other_orders)]
    laid = {lesson.fan_window: [fan], lesson.chain_window: chains + ([] if lesson.hides_rows else [fan])}
    for box, parts in laid.items():
        held = np.vstack([*parts, lesson.mean_of_gradients, [0, 0]])
        assert ((held > box.lo) & (held < box.hi)).all()
        assert 1 <= (box.hi - box.lo).max() / box.tick <= 12


@pytest.mark.parametrize("name", ["norris", "many rows"])
def test_a_chain_of_means_fills_its_window_but_for_the_margins(name):
    lesson = lesson_of(name)
    chains = [lesson.running_means(order) for order in (lesson.reading_order, *lesson.other_orders)]
    extent = np.ptp(np.vstack([*chains, [[0, 0]]]), axis=0).max()
    assert (lesson.chain_window.hi - lesson.chain_window.lo).max() == pytest.approx(1.14 * extent)


@pytest.mark.parametrize("name", ANY)
def test_the_merge_has_every_shown_row_once(name):
    assert sorted(lesson_of(name).merge_order) == sorted(lesson_of(name).shown)


def test_the_merge_begins_with_a_round_bowl_inside_the_window():
    lesson = lesson_of("six without its TOML")
    a, b = lesson.merge_order[:2]
    assert 1 + lesson.z[a] * lesson.z[b] == pytest.approx(0)
    two = lesson.running_mean_heights(lesson.merge_order)[1]
    i0, i1 = np.unravel_index(two.argmin(), two.shape)
    assert 0 < i0 < len(lesson.axis0) - 1
    assert 0 < i1 < len(lesson.axis1) - 1


def test_the_merge_does_not_begin_with_two_rows_that_rounding_cannot_tell_apart():
    z = np.array([100000002.59, 100000002.5900007, -1.0, 1.0])
    assert np.linalg.eigvalsh([[2, z[0] + z[1]], [z[0] + z[1], z[0] ** 2 + z[1] ** 2]])[0] < 0
    assert merge_order(range(4), z, 2 + 3 * z, Window(np.array([2.0, 3.0]), 1e9))[:2] == (2, 3)


@pytest.mark.parametrize("name", TAME | RANK_ONE)
def test_a_valley_is_where_the_line_fits_the_row(name):
    lesson = lesson_of(name)
    for row in lesson.shown:
        scale = np.abs(lesson.theta).max() + abs(lesson.y[row])
        for point in (
            *lesson.valley(row),
            lesson.valley_foot(row),
            *(lesson.valley_walk(row, t) for t in (0.1, 0.6)),
        ):
            assert point @ [1, lesson.z[row]] == pytest.approx(lesson.y[row], abs=1e-9 * scale)
            assert lesson.window.contains(point, margin=-1e-9)
        edge = np.abs(lesson.valley(row) - lesson.window.center).max(axis=1)
        assert edge == pytest.approx([lesson.window.width / 2] * 2, rel=1e-6)


def test_the_foot_is_square_to_the_valley():
    lesson = Lesson.at(Problem(SIX))
    for row in lesson.shown:
        ends = lesson.valley(row)
        assert (lesson.valley_foot(row) - lesson.theta) @ (ends[1] - ends[0]) == pytest.approx(0, abs=1e-12)
        step = lesson.valley_foot(row) - lesson.theta
        assert step @ lesson.gradients[row] < 0


@pytest.mark.parametrize("name", TAME | RANK_ONE)
def test_walks_begin_and_end_where_they_stand_and_stay_in_the_window(name):
    lesson = lesson_of(name)
    times = np.linspace(0, 1, 201)
    size = lesson.window.width
    for row in lesson.shown:
        path = np.array([lesson.valley_walk(row, t) for t in times])
        assert path[0] == pytest.approx(lesson.valley_foot(row), abs=1e-9 * size)
        assert path[-1] == pytest.approx(lesson.valley_foot(row), abs=1e-9 * size)
        assert np.hypot(*np.diff(path, axis=0).T).max() < 0.03 * size
        assert np.hypot(*(path.max(axis=0) - path.min(axis=0))) > 0.3 * size
    path = np.array([lesson.knob_walk(t) for t in times])
    assert path[0].tolist() == path[-1].tolist() == lesson.theta.tolist()
    assert lesson.window.contains(path)
    assert np.hypot(*np.diff(path, axis=0).T).max() < 0.02 * size
    assert np.hypot(*(lesson.knob_walk(0.5) - lesson.theta)) == pytest.approx(size / 4, rel=1e-6)


def test_a_moment_is_the_lesson_at_another_theta():
    lesson = lesson_of("norris")
    moved = lesson.theta + 3
    moment = lesson.at_theta(moved)
    there = Lesson.at(lesson.problem, lesson.units.theta_to_table(moved))
    assert moment.predictions == pytest.approx(there.predictions, rel=1e-12)
    assert moment.residuals == pytest.approx(there.residuals, rel=1e-9)
    assert moment.losses == pytest.approx(there.losses, rel=1e-9)
    assert moment.gradients == pytest.approx(there.gradients, rel=1e-8, abs=1e-9)
    assert moment.mean_of_gradients == pytest.approx(there.full_gradient, rel=1e-9)
    assert moment.risk == pytest.approx(there.risk, rel=1e-9)
    assert moment.line[:, 1] == pytest.approx(moved[0] + moved[1] * moment.line[:, 0])


def test_theta_in_whole_numbers_moves_as_in_floats():
    lesson = lesson_of("norris")
    whole, floats = lesson.at_theta((1, 2)), lesson.at_theta((1.0, 2.0))
    assert whole.theta.dtype == float
    assert whole.risk == floats.risk


def test_sentences_that_would_be_false_are_known():
    names = ("one_example", "valleys_parallel", "at_optimum", "gradients_agree")

    def true_of(lesson):
        return {name for name in names if getattr(lesson, name)}

    assert true_of(lesson_of("norris")) == set()
    assert true_of(lesson_of("one row")) == {"one_example", "valleys_parallel"}
    assert true_of(lesson_of("all x equal")) == {"valleys_parallel"}
    assert true_of(lesson_of("one row three times")) == {"valleys_parallel", "gradients_agree"}
    assert true_of(Lesson.at(Problem(SIX), (0, 1.4))) == {"at_optimum"}
    assert true_of(Lesson.at(Problem(ANY["exact line"]), (1, 2))) == {"at_optimum", "gradients_agree"}
    norris = lesson_of("norris")
    assert true_of(Lesson.at(norris.problem, (-0.262323073774029, 1.00211681802045))) == {"at_optimum"}
    assert true_of(Lesson.at(norris.problem, (-0.262323, 1.002117))) == set()


def test_clouds_stand_for_what_is_too_much_to_draw():
    assert lesson_of("norris").plot_cloud is None
    assert lesson_of("norris").gradient_cloud is None
    lesson = lesson_of("many rows")
    assert lesson.plot_cloud.counts.sum() == lesson.n_examples - lesson.plot_outside
    counts = lesson.gradient_cloud.counts
    assert counts.sum() > 0.9 * lesson.n_examples
    inside = (lesson.gradients >= lesson.fan_window.lo) & (lesson.gradients <= lesson.fan_window.hi)
    assert counts.sum() == inside.all(axis=1).sum()
    middle = (lesson.gradient_cloud.edges0[:-1] + lesson.gradient_cloud.edges0[1:]) / 2
    spread = lesson.gradients[inside.all(axis=1), 0].std()
    assert np.sqrt(np.cov(middle, fweights=counts.sum(axis=1).astype(int))) == pytest.approx(spread, rel=0.05)


@pytest.mark.parametrize(("n", "is_cloud"), [(DENSE, False), (DENSE + 1, True)])
def test_a_cloud_begins_where_rows_are_too_many_to_draw(n, is_cloud):
    x = np.arange(n) / n
    lesson = Lesson.at(Problem(Dataset(x, np.sin(9 * x))))
    assert (lesson.plot_cloud is not None) == is_cloud
    assert (lesson.gradient_cloud is not None) == is_cloud


def test_a_two_row_table_needs_no_third_order():
    lesson = Lesson.at(Problem(Dataset([0, 1], [0, 3])))
    assert [sorted(order) for order in lesson.other_orders] == [[0, 1], [0, 1]]


@pytest.mark.parametrize("n", range(1, 9))
def test_every_other_order_is_one_of_all_rows_and_differs_where_it_can(n):
    for first in (tuple(range(n)), tuple(range(n))[::-1], tuple(np.roll(range(n), 1).tolist())):
        others = other_orders(first)
        assert all(sorted(order) == list(range(n)) for order in others)
        assert len({first, *others}) == (3 if n > 2 else min(n, 2))


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=5))
def test_where_gradients_cancel_the_reading_starts_behind_the_largest_gap(angles):
    some = np.array([[np.cos(a), np.sin(a)] for a in angles])
    assume(np.hypot(*some.sum(axis=0)) > 1e-6)
    gradients = np.vstack([some, -some.sum(axis=0)])
    order = reading_order(gradients)
    angles_in_order = np.arctan2(*gradients[list(order)].T[::-1])
    turns = (np.diff(angles_in_order) + 1e-9) % (2 * np.pi) - 1e-9
    assert turns.sum() < 2 * np.pi
    assert 2 * np.pi - turns.sum() >= turns.max() - 1e-8


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=1, max_size=6))
def test_the_reading_order_is_the_same_in_any_unit(vectors):
    gradients = np.round(vectors, 3)
    assert reading_order(2.0**-40 * gradients) == reading_order(gradients)
