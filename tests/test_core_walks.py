"""Valleys and paths at the rims of their window, and other corners that a table rarely reaches."""

import copy

import numpy as np
import pytest
from core_tables import SIX, lesson_of

from core import Dataset, DatasetError, HalfSquaredError, Lesson, LogisticLoss, Problem, Window
from core.lesson.units import choose_units
from core.lesson.walks import knob_point, knob_reach, valley_walk, visible_foot, visible_valley
from core.models import TanhNeuron

ORIGIN = np.zeros(2)
WINDOW = Window(ORIGIN, 2.0)


@pytest.mark.parametrize(("z", "y"), [(0.0, 3.0), (0.0, -1.001), (1.0, 5.0)])
def test_a_valley_outside_the_window_is_not_seen_and_walked_nowhere(z, y):
    assert visible_valley(ORIGIN, z, y, WINDOW) is None
    foot = visible_foot(ORIGIN, z, y, WINDOW)
    assert np.abs(foot).max() == 1
    for t in (0, 0.3, 1):
        assert valley_walk(ORIGIN, z, y, WINDOW, t).tolist() == foot.tolist()


def test_a_valley_at_z_0_is_upright_inside_the_window():
    assert visible_valley(ORIGIN, 0.0, 0.5, WINDOW).tolist() == [[0.5, -1], [0.5, 1]]
    assert visible_foot(ORIGIN, 0.0, 0.5, WINDOW).tolist() == [0.5, 0]


def test_a_walk_from_an_end_of_the_valley_has_one_leg_less():
    """The valley theta_0 + theta_1 = 1 ends at (1, 0), which is nearest to theta."""
    theta = np.array([1.0, -1.0])
    foot = visible_foot(theta, 1.0, 1.0, WINDOW)
    assert foot == pytest.approx([1, 0])
    path = np.array([valley_walk(theta, 1.0, 1.0, WINDOW, t) for t in np.linspace(0, 1, 41)])
    assert np.isfinite(path).all()
    assert path.sum(axis=1) == pytest.approx(np.ones(41))
    assert (path[0].tolist(), path[-1].tolist()) == (foot.tolist(), foot.tolist())
    assert path[:, 0].min() == pytest.approx(0.1)


def test_a_knob_without_room_goes_less_far_or_nowhere():
    target = np.array([1.0, 0.5])
    far, near, stuck = (
        knob_reach(np.array(theta), target, WINDOW) for theta in ([0, 0], [0.89, 0.89], [1, 1])
    )
    assert np.hypot(*far) == pytest.approx(0.5)
    assert 0 < np.hypot(*near) <= 0.5
    assert stuck.tolist() == [0, 0]
    assert knob_point(np.ones(2), stuck, 0.4).tolist() == [1, 1]
    narrow = knob_reach(np.array([0.0, 0.0]), target, Window(np.array([0.4, 0.0]), 1.0))
    loop = np.array([knob_point(ORIGIN, narrow, t) for t in np.linspace(0, 1, 33)])
    assert loop[:, 0].min() >= -0.1


def test_inputs_too_large_for_their_squares_still_have_round_units():
    assert choose_units(np.array([1e17, 2e17, 4e17])).scale == 1e17
    units = choose_units(np.array([1e17, 1e17 + 100]))
    assert (units.center, units.scale) == (1e17, 50)


def test_only_what_the_film_can_draw_is_a_lesson():
    labels = Dataset([1.0, 2.0], [0.0, 1.0])
    with pytest.raises(ValueError, match="half-squared loss, found affine and logistic with 2 parameters"):
        Lesson.at(Problem(labels, loss=LogisticLoss()))
    with pytest.raises(ValueError, match="found tanh-neuron and half-squared with 2 parameters"):
        Lesson.at(Problem(labels, TanhNeuron(), HalfSquaredError()))
    with pytest.raises(ValueError, match="found affine and half-squared with 3 parameters"):
        Lesson.at(Problem(Dataset.from_matrix([[1, 2], [3, 4]], [5, 6])))
    for options in ({"sample_weight": [1, 2]}, {"l2_penalty": 1}):
        with pytest.raises(ValueError, match="a lesson needs examples that weigh the same, and no penalty"):
            Lesson.at(Problem(SIX, **options) if "l2_penalty" in options else Problem(labels, **options))


def test_a_lesson_is_not_copied_as_nothing_in_it_changes():
    lesson = lesson_of("norris")
    assert copy.deepcopy(lesson) is lesson
    assert copy.deepcopy([lesson])[0] is lesson


def test_a_file_that_the_system_cannot_read_is_answered_in_its_words(tmp_path):
    with pytest.raises(DatasetError, match="can't be read; file name too long"):
        Dataset.read_csv(tmp_path / ("a" * 300))
