"""The drawn unit changes the picture, never the mathematics."""

import numpy as np
import pytest
from core_tables import ANY, TAME, lesson_of

from core import Dataset, Lesson, Problem, Units, empirical_risk, per_example_gradients, per_example_losses
from core.lesson.units import ROUND_ENOUGH, choose_units


@pytest.mark.parametrize("name", ANY)
def test_losses_are_the_same_in_the_table_and_in_the_drawing(name):
    lesson = lesson_of(name)
    in_table = per_example_losses(lesson.problem, lesson.table_theta)
    assert lesson.losses == pytest.approx(in_table, rel=1e-6, abs=1e-12 * in_table.mean())


@pytest.mark.parametrize("name", ANY)
def test_gradients_obey_the_chain_rule(name):
    """With theta_z = (t0 + c t1, s t1): d/dt0 = g0 and d/dt1 = c g0 + s g1."""
    lesson, units = lesson_of(name), lesson_of(name).units
    in_table = per_example_gradients(lesson.problem, lesson.table_theta)
    g0, g1 = lesson.gradients.T
    scale = np.abs(in_table).mean(axis=0)
    assert in_table[:, 0] == pytest.approx(g0, rel=1e-6, abs=1e-12 * scale[0])
    assert in_table[:, 1] == pytest.approx(
        units.center * g0 + units.scale * g1, rel=1e-6, abs=1e-9 * scale[1]
    )


@pytest.mark.parametrize("name", ANY)
def test_theta_goes_there_and_back(name):
    lesson = lesson_of(name)
    theta = np.array([1.25, -0.5])
    back = lesson.units.theta_to_table(lesson.units.theta_to_drawn(theta))
    assert back == pytest.approx(theta, rel=1e-9, abs=1e-9)
    size = np.abs(lesson.theta).max()
    assert lesson.units.theta_to_drawn(lesson.table_theta) == pytest.approx(lesson.theta, abs=1e-12 * size)


@pytest.mark.parametrize("name", ANY)
def test_units_are_round(name):
    units = lesson_of(name).units
    assert float(f"{units.scale:.0e}") == units.scale
    decade = 10.0 ** np.floor(np.log10(units.scale))
    assert units.center / decade == pytest.approx(round(units.center / decade))


@pytest.mark.parametrize("name", TAME)
def test_the_drawn_bowl_is_nearly_round(name):
    z = lesson_of(name).z
    mean, square = z.mean(), (z * z).mean()
    assert np.linalg.cond([[1, mean], [mean, square]]) <= 8


def test_a_well_conditioned_x_is_left_alone():
    assert lesson_of("six without its TOML").units.is_identity
    assert not lesson_of("norris").units.is_identity


def test_an_outlier_does_not_change_the_units():
    assert lesson_of("outlier in x, shown").units == lesson_of("noisy line").units


def test_an_outlier_counts_the_same_on_either_side():
    x = np.linspace(-1, 1, 21)
    low, high = (choose_units(50 + 3 * np.append(x, outlier)) for outlier in (-1e6, 1e6))
    assert low.scale == high.scale < 3 * choose_units(50 + 3 * x).scale


@pytest.mark.parametrize(
    ("x", "expected"), [(0.0, 0.0), (1.5, 1.5), (5.0, 1.0), (-5.0, 1.0), (1987.0, 1.0), (2.5, 1.5)]
)
def test_an_only_x_is_drawn_near_1(x, expected):
    assert Lesson.at(Problem(Dataset([x, x], [1, 2]))).z.tolist() == [expected] * 2


def test_the_theta_asked_for_belongs_to_the_table():
    problem = Problem(Dataset.packaged("norris"))
    lesson = Lesson.at(problem, (1.0, 2.0))
    assert lesson.table_theta.tolist() == [1, 2]
    assert lesson.theta.tolist() == [1 + 2 * 400, 2 * 300]
    assert lesson.risk == pytest.approx(empirical_risk(problem, (1, 2)), rel=1e-12)


@pytest.mark.parametrize("mean", [0.0, 0.5, 1.0, 3.0, 10.0])
@pytest.mark.parametrize("deviation", [0.05, 0.3, 1.0, 1.9, 7.0])
def test_x_is_left_alone_where_its_bowl_is_round_enough(mean, deviation):
    """The bowl's Hessian is [[1, mean], [mean, mean^2 + deviation^2]]: as long as so many widths."""
    x = mean + deviation * np.array([-1.0, 1.0])
    longest = np.linalg.cond([[1, mean], [mean, mean**2 + deviation**2]])
    assert abs(longest / ROUND_ENOUGH - 1) > 1e-6
    assert (choose_units(x) == Units()) == (longest <= ROUND_ENOUGH)
