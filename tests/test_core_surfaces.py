"""Surfaces are the losses, over a grid."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from core_tables import ANY, SIX, lesson_of

from core import (
    AbsoluteError,
    AffineModel,
    Dataset,
    HalfSquaredError,
    LogisticLoss,
    LossOverflowError,
    Problem,
    SquaredError,
    empirical_risk,
    minimizer,
    per_example_loss_surfaces,
    per_example_losses,
    risk_surface,
)
from core.losses import WithLossGradient
from core.models import LogisticModel, TanhNeuron

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
    assert risk_surface(problem, axis0, axis1) == pytest.approx(np.array(direct), rel=1e-11, abs=0)


@pytest.mark.parametrize("name", ANY)
def test_heights_of_the_lesson_are_losses_over_its_window(name):
    lesson = lesson_of(name)
    corner = (lesson.axis0[7], lesson.axis1[60])
    losses = per_example_losses(lesson.drawn, corner)
    assert lesson.risk_heights[7, 60] == pytest.approx(losses.mean(), rel=1e-6, abs=0)
    assert lesson.risk_at(corner) == pytest.approx(losses.mean(), rel=1e-12, abs=0)
    for row in lesson.shown:
        assert lesson.heights(row)[7, 60] == pytest.approx(losses[row], rel=1e-12, abs=0)
    running = lesson.running_mean_heights(lesson.merge_order)
    merged = losses[list(lesson.merge_order)]
    expected = [merged[: k + 1].mean() for k in range(len(merged))]
    assert running[:, 7, 60] == pytest.approx(expected, rel=1e-12, abs=0)


def test_a_surface_that_overflows_is_refused():
    with pytest.raises(ValueError, match="the loss overflows"):
        per_example_loss_surfaces(Problem(SIX), [0, 1e200], [0, 1])
    with pytest.raises(ValueError, match="the loss overflows"):
        risk_surface(Problem(SIX), [0, 1e200], [0, 1])


def test_no_unique_minimizer_is_claimed_where_there_is_none():
    for x, y in ([1], [2]), ([3, 3, 3], [1, 2, 5]):
        with pytest.raises(ValueError, match="isn't unique"):
            minimizer(Problem(Dataset(x, y)))


def _curved(**options):
    """Problems whose risk isn't quadratic, by name."""
    random = np.random.default_rng(5)
    x, labels = random.normal(size=11), random.integers(0, 2, size=11)
    return {
        "tanh": Problem(Dataset(x, np.tanh(x)), TanhNeuron(), **options),
        "probability": Problem(Dataset(x, labels), LogisticModel(), **options),
        "logistic": Problem(Dataset(x, labels), loss=LogisticLoss(), **options),
        "absolute": Problem(Dataset(x, labels), loss=AbsoluteError(), **options),
        "squared": Problem(Dataset(x, labels), loss=SquaredError(), **options),
        "user's": Problem(Dataset(x, labels), loss=Quartic(), **options),
    }


class Quartic(WithLossGradient):
    """A user's loss that takes no notice of `out`."""

    name = "quartic"

    def loss(self, y_true, raw_prediction, out=None):
        return (raw_prediction - y_true) ** 4 / 4

    def gradient(self, y_true, raw_prediction, out=None):
        return (raw_prediction - y_true) ** 3

    def hessian(self, y_true, raw_prediction, out=None):
        return 3 * (raw_prediction - y_true) ** 2


OPTIONS = {
    "plain": {},
    "weights": {"sample_weight": [0, 1, 2, 3, 1, 1, 0.5, 1, 1, 4, 1]},
    "penalty": {"l2_penalty": (0.5, 2)},
    "both": {"sample_weight": [1, 1, 2, 3, 1, 1, 0.5, 1, 1, 4, 1], "l2_penalty": 0.1},
}


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", _curved())
def test_surfaces_of_any_two_parameters_are_losses_and_risks_point_by_point(name, option):
    problem = _curved(**OPTIONS[option])[name]
    surfaces, risks = (f(problem, AXIS0, AXIS1) for f in (per_example_loss_surfaces, risk_surface))
    for i0, theta0 in enumerate(AXIS0):
        for i1, theta1 in enumerate(AXIS1):
            losses = per_example_losses(problem, (theta0, theta1))
            assert surfaces[:, i0, i1] == pytest.approx(losses, rel=1e-14, abs=0)
            assert risks[i0, i1] == pytest.approx(empirical_risk(problem, (theta0, theta1)), rel=1e-14, abs=0)


def test_surfaces_of_fractions_are_exact():
    table = Dataset([Fraction(1), Fraction(2, 3)], [Fraction(0), Fraction(5, 7)])
    grid = [Fraction(1, 3), Fraction(-2)], [Fraction(3, 4)]
    for loss in (HalfSquaredError(), AbsoluteError()):
        problem = Problem(table, loss=loss, sample_weight=(1, 2), l2_penalty=Fraction(1, 5))
        surfaces, risks = per_example_loss_surfaces(problem, *grid), risk_surface(problem, *grid)
        for i0, theta0 in enumerate(grid[0]):
            theta = (theta0, grid[1][0])
            assert surfaces[:, i0, 0].tolist() == per_example_losses(problem, theta).tolist()
            assert risks[i0, 0] == empirical_risk(problem, theta)
            assert type(risks[i0, 0]) is Fraction


def test_surfaces_are_written_where_they_are_wanted():
    out = np.full((6, 4, 3), np.nan)
    assert per_example_loss_surfaces(Problem(SIX), AXIS0, AXIS1, out=out) is out
    assert (out == per_example_loss_surfaces(Problem(SIX), AXIS0, AXIS1)).all()


@pytest.mark.parametrize("out", [np.empty((5, 4, 3)), np.empty((6, 4, 3), dtype=np.float32)])
def test_a_place_that_does_not_fit_is_refused(out):
    with pytest.raises(ValueError, match=r"out needs shape \(6, 4, 3\) and float64, found shape"):
        per_example_loss_surfaces(Problem(SIX), AXIS0, AXIS1, out=out)


@pytest.mark.parametrize("function", [per_example_loss_surfaces, risk_surface])
def test_grids_that_are_none_are_refused(function):
    with pytest.raises(ValueError, match=r"axis1 needs one dimension \(K,\), found shape \(1, 2\)"):
        function(Problem(SIX), AXIS0, [[1, 2]])
    with pytest.raises(ValueError, match="axis0 needs finite numbers, found nan in place 2"):
        function(Problem(SIX), [0, np.nan], AXIS1)
    with pytest.raises(
        ValueError, match="a surface needs two parameters, found 3: theta_0, theta_1, theta_2"
    ):
        function(Problem(Dataset.from_matrix(np.ones((2, 2)), [1, 2])), AXIS0, AXIS1)


def test_the_row_whose_loss_overflows_is_named_and_so_is_a_sum():
    table = Dataset([1.0, 1e200], [0.0, 0.0])
    with pytest.raises(ValueError, match="row 2: the loss overflows"):
        per_example_loss_surfaces(Problem(table), [0.0], [1.0])
    most = Dataset([1.0] * 3, [0.0, 0.1, 0.2])
    with pytest.raises(ValueError, match="the loss overflows"):
        risk_surface(Problem(most, loss=Quartic()), [1.6e77], [1.0])


def test_no_temporary_is_larger_than_a_surface():
    problem, axis = _curved()["tanh"], np.linspace(-1, 1, 300)
    out = np.empty((11, 300, 300))
    tracemalloc.start()
    per_example_loss_surfaces(problem, axis, axis, out=out)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1.5 * out[0].nbytes


class Reciprocal(AffineModel):
    """Divides by theta_1: infinite at 0, though its arithmetic is exact elsewhere."""

    def predictions(self, theta, x):
        return theta[0] + x / theta[1]


def test_a_division_by_zero_on_the_grid_is_refused_with_its_row():
    problem = Problem(Dataset([0.0, 1.0], [1.0, 2.0]), Reciprocal())
    with pytest.raises(LossOverflowError, match="row 1: the loss overflows"):  # 0 / 0
        per_example_loss_surfaces(problem, [0, 1], [0, 1])
    with pytest.raises(LossOverflowError, match="row 2: the loss overflows"):
        per_example_loss_surfaces(problem, [0, 1], [0, 1], rows=[1])
    assert np.isfinite(per_example_loss_surfaces(problem, [0, 1], [1, 2])).all()
