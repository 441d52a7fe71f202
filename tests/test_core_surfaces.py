"""Surfaces are the losses, over a grid."""

import numpy as np
import pytest
from core_tables import ANY, SIX, lesson_of

from core import (
    Dataset,
    Problem,
    empirical_risk,
    minimizer,
    per_example_loss_surfaces,
    per_example_losses,
    risk_surface,
)

AXIS0, AXIS1 = np.linspace(-2, 3, 4), np.linspace(-1, 4, 3)


def test_a_surface_holds_its_rows_loss_at_each_theta():
    surfaces = per_example_loss_surfaces(Problem(SIX), AXIS0, AXIS1)
    assert surfaces.shape == (6, 4, 3)
    for i0, theta0 in enumerate(AXIS0):
        for i1, theta1 in enumerate(AXIS1):
            losses = per_example_losses(Problem(SIX), (theta0, theta1))
            assert surfaces[:, i0, i1] == pytest.approx(losses, abs=1e-13)


def test_only_the_rows_asked_for_are_computed_in_their_order():
    every = per_example_loss_surfaces(Problem(SIX), AXIS0, AXIS1)
    some = per_example_loss_surfaces(Problem(SIX), AXIS0, AXIS1, rows=[4, 1])
    assert (some == every[[4, 1]]).all()


def test_the_risk_surface_is_the_mean_of_the_surfaces():
    mean = per_example_loss_surfaces(Problem(SIX), AXIS0, AXIS1).mean(axis=0)
    assert risk_surface(Problem(SIX), AXIS0, AXIS1) == pytest.approx(mean, abs=1e-13)


def test_the_risk_surface_keeps_its_digits_for_years():
    """Expanded to theta' A theta + b theta + c it would have lost eight digits here."""
    problem = Problem(Dataset(1990 + np.arange(30.0), np.sin(np.arange(30.0))))
    theta = minimizer(problem)
    axis0, axis1 = theta[0] + np.array([-1e-3, 0, 1e-3]), theta[1] + np.array([-1e-6, 0, 1e-6])
    direct = [[empirical_risk(problem, (a, b)) for b in axis1] for a in axis0]
    assert risk_surface(problem, axis0, axis1) == pytest.approx(np.array(direct), rel=1e-11)


@pytest.mark.parametrize("name", ANY)
def test_heights_of_the_lesson_are_losses_over_its_window(name):
    lesson = lesson_of(name)
    corner = (lesson.axis0[7], lesson.axis1[60])
    losses = per_example_losses(lesson.drawn, corner)
    assert lesson.risk_heights[7, 60] == pytest.approx(losses.mean(), rel=1e-6)
    assert lesson.risk_at(corner) == pytest.approx(losses.mean(), rel=1e-12)
    for row in lesson.shown:
        assert lesson.heights(row)[7, 60] == pytest.approx(losses[row], rel=1e-12)
    running = lesson.running_mean_heights(lesson.merge_order)
    merged = losses[list(lesson.merge_order)]
    expected = [merged[: k + 1].mean() for k in range(len(merged))]
    assert running[:, 7, 60] == pytest.approx(expected, rel=1e-12)


def test_a_surface_that_overflows_is_refused():
    with pytest.raises(ValueError, match="the loss overflows"):
        per_example_loss_surfaces(Problem(SIX), [0, 1e200], [0, 1])
    with pytest.raises(ValueError, match="the loss overflows"):
        risk_surface(Problem(SIX), [0, 1e200], [0, 1])


def test_no_unique_minimizer_is_claimed_where_there_is_none():
    for x, y in ([1], [2]), ([3, 3, 3], [1, 2, 5]):
        with pytest.raises(ValueError, match="isn't unique"):
            minimizer(Problem(Dataset(x, y)))
