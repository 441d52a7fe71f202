"""Numbers that others have published or worked out by hand."""

from fractions import Fraction
from importlib.resources import files

import numpy as np
import pytest

from core import (
    Dataset,
    Lesson,
    Problem,
    empirical_risk,
    full_gradient,
    minimizer,
    per_example_gradients,
    per_example_losses,
    quadratic_risk,
    risk_surface,
)

NORRIS = Problem(Dataset.packaged("norris"))
CERTIFIED = (-0.262323073774029, 1.00211681802045)
RESIDUAL_DEVIATION = 0.884796396144373
SUM_OF_SQUARES = 26.6173985294224
SIX = Lesson.at(Problem(Dataset.packaged("six")))

#        x     y   y-hat   r    loss      gradient
TABLE = [
    (-2.0, -2.3, -1.0, 1.3, 0.845, (1.3, -2.6)),
    (-1.0, -1.9, 0.0, 1.9, 1.805, (1.9, -1.9)),
    (-0.5, -1.1, 0.5, 1.6, 1.280, (1.6, -0.8)),
    (0.5, 0.1, 1.5, 1.4, 0.980, (1.4, 0.7)),
    (1.0, 2.8, 2.0, -0.8, 0.320, (-0.8, -0.8)),
    (2.0, 2.4, 3.0, 0.6, 0.180, (0.6, 1.2)),
]
AT_OPTIMUM = [(-0.5, 1.0), (0.5, -0.5), (0.4, -0.2), (0.6, 0.3), (-1.4, -1.4), (0.4, 0.8)]


def close(value):
    return pytest.approx(np.asarray(value), abs=1e-14)


def decimals(name):
    """A packaged table's numbers as they are written; floats round them."""
    lines = (files("core") / "tables" / f"{name}.csv").read_text("utf-8").split()
    x, y = zip(*(map(Fraction, line.split(",")) for line in lines[1:]), strict=True)
    return Problem(Dataset(x, y))


def test_norris_minimizer_is_the_certified_one_to_its_last_digit():
    exact = quadratic_risk(decimals("norris"))
    assert [f"{float(value):.15g}" for value in exact.theta_star] == [
        "-0.262323073774029",
        "1.00211681802045",
    ]
    assert f"{float(72 * exact.minimum):.15g}" == "26.6173985294224"


def test_norris_minimizer_of_floats_is_the_certified_one_but_for_their_rounding():
    assert minimizer(NORRIS) == pytest.approx(CERTIFIED, rel=2e-14, abs=0)
    residual_squares = 2 * 36 * empirical_risk(NORRIS, minimizer(NORRIS))
    assert np.sqrt(residual_squares / 34) == pytest.approx(RESIDUAL_DEVIATION, rel=1e-12, abs=0)


def test_norris_least_risk_is_the_certified_one():
    assert quadratic_risk(NORRIS).minimum == pytest.approx(SUM_OF_SQUARES / 72, rel=4e-14, abs=0)
    assert risk_surface(NORRIS, [0], [0])[0, 0] == pytest.approx(147228.0298611111, rel=1e-15, abs=0)


def test_norris_risk_and_gradient_at_zero():
    assert empirical_risk(NORRIS, (0, 0)) == pytest.approx(147228.0298611111, rel=1e-14, abs=0)
    assert full_gradient(NORRIS, (0, 0)) == pytest.approx((-419.8027777777778, -293943.22), rel=1e-14, abs=0)
    assert per_example_gradients(NORRIS, (0, 0)).mean(axis=0) == pytest.approx(
        (-419.8027777777778, -293943.22), rel=1e-14, abs=0
    )


def test_norris_is_drawn_around_400_in_steps_of_300():
    lesson = Lesson.at(NORRIS)
    assert (lesson.units.center, lesson.units.scale) == (400, 300)
    assert lesson.minimum == pytest.approx(0.36968609068642166, rel=1e-11, abs=0)


def test_six_is_the_table_of_the_storyboard():
    x, y, predictions, residuals, losses, gradients = (
        np.array(column) for column in zip(*TABLE, strict=True)
    )
    assert SIX.theta.tolist() == [1, 1]
    assert SIX.x.tolist() == x.tolist()
    assert SIX.y.tolist() == y.tolist()
    assert SIX.predictions == close(predictions)
    assert SIX.residuals == close(residuals)
    assert SIX.losses == close(losses)
    assert SIX.gradients == close(gradients)
    assert np.hypot(*SIX.gradients.T) == pytest.approx([2.907, 2.687, 1.789, 1.565, 1.131, 1.342], abs=5e-4)


def test_six_gathers_to_the_mean_of_the_storyboard():
    assert SIX.sum_of_gradients == close((6.0, -4.2))
    assert SIX.mean_of_gradients == close((1.0, -0.7))
    assert SIX.full_gradient == close((1.0, -0.7))
    assert round(SIX.risk, 4) == 0.9017
    sums = [(1.3, -2.6), (3.2, -4.5), (4.8, -5.3), (6.2, -4.6), (5.4, -5.4), (6.0, -4.2)]
    assert SIX.running_sums(range(6)) == close(sums)
    assert SIX.running_means(range(6)) == close(np.array(sums) / 6)


def test_six_at_its_minimum():
    assert SIX.minimizer == close((0, 1.4))
    assert round(SIX.minimum, 4) == 0.2617
    at_optimum = Lesson.at(SIX.problem, (0, 1.4))
    assert at_optimum.gradients == close(AT_OPTIMUM)
    assert at_optimum.at_optimum
    assert not SIX.at_optimum


def test_six_is_framed_as_its_toml_says():
    assert SIX.window.theta0 == (-1.5, 2.5)
    assert SIX.window.theta1 == (-0.6, 3.4)
    assert (SIX.arrow_scale, SIX.level_step, SIX.loss_cap) == (0.5, 0.5, 8)
    assert SIX.levels.tolist() == [(k / 2) ** 2 / 2 for k in range(1, 14)]
    assert SIX.knob_walk(0.5) == close((0.2, 1.6))
    assert SIX.merge_order == (1, 4, 0, 3, 2, 5)
    assert SIX.units.is_identity
    assert SIX.preferred is not None


def test_losses_carry_the_half():
    assert per_example_losses(Problem(Dataset([0], [3])), (0, 0)).tolist() == [4.5]
