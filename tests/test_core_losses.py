"""Laws of the losses and of their derivatives, in exact numbers where there are any."""

import tracemalloc
from dataclasses import FrozenInstanceError
from fractions import Fraction

import numpy as np
import pytest
from core_losses import (
    EXACT,
    LOSSES,
    QUARTERS,
    SMOOTH,
    THIRD,
    WITH_KINKS,
    called,
    exact_labels,
    objects,
    some_labels,
)
from hypothesis import given
from hypothesis import strategies as st

from core import (
    AbsoluteError,
    AffineModel,
    Dataset,
    HalfSquaredError,
    HingeLoss,
    HuberLoss,
    LogisticLoss,
    PinballLoss,
    Problem,
    SquaredError,
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradients,
    per_example_hessians,
    per_example_losses,
)

EPS = float(np.finfo(float).eps)
METHODS = ("loss", "gradient", "hessian")
numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
STEP = Fraction(1, 1000)
"""Shorter than the way from any of the quarters to a kink that it isn't on."""

all_losses = pytest.mark.parametrize("loss", LOSSES, ids=called)
exact_losses = pytest.mark.parametrize("loss", EXACT, ids=called)
kinked_losses = pytest.mark.parametrize("loss", WITH_KINKS, ids=called)
methods = pytest.mark.parametrize("method", METHODS)


def pairs(loss):
    """All labels (K, 1) against all predictions (M,): kinks are among them."""
    return objects(exact_labels(loss))[:, None], objects(QUARTERS)


def exactly(loss, method, y, z):
    """A method's values, which must be Fractions."""
    values = np.asarray(getattr(loss, method)(y, z))
    assert all(type(value) is Fraction for value in values.ravel())
    return values


def one_sided_slopes(loss, y, z):
    """Difference quotients of the losses to the left and to the right of the predictions."""
    here = exactly(loss, "loss", y, z)
    left, right = exactly(loss, "loss", y, z - STEP), exactly(loss, "loss", y, z + STEP)
    return (here - left) / STEP, (right - here) / STEP


def by_definition(loss, y, z):
    """The loss, as its author wrote it."""
    r = abs(z - y)
    match loss:
        case HalfSquaredError():
            return r**2 / 2
        case SquaredError():
            return r**2
        case AbsoluteError():
            return r
        case HuberLoss(delta=delta):
            delta = Fraction(delta)
            return r**2 / 2 if r <= delta else delta * (r - delta / 2)
        case PinballLoss(quantile=quantile):
            quantile = Fraction(quantile)
            return quantile * r if y > z else (1 - quantile) * r
        case HingeLoss():
            return max(Fraction(0), 1 - y * z)


def test_every_loss_has_a_name_of_its_own():
    names = [loss().name for loss in {type(loss) for loss in LOSSES}]
    assert sorted(names) == ["absolute", "half-squared", "hinge", "huber", "logistic", "pinball", "squared"]


# What the losses are


@exact_losses
def test_a_loss_of_fractions_is_exactly_its_definition(loss):
    y, z = pairs(loss)
    assert exactly(loss, "loss", y, z).tolist() == [[by_definition(loss, a, b) for b in z] for a in y[:, 0]]


@exact_losses
@given(data=st.data(), z=numbers)
def test_floats_are_as_near_to_the_exact_values_as_roundings_allow(loss, data, z):
    y = data.draw(st.sampled_from([-1.0, 1.0]) if isinstance(loss, HingeLoss) else numbers)
    for method in ("loss", "gradient"):
        exact = exactly(loss, method, objects(Fraction(y)), objects(Fraction(z)))[()]
        error = abs(Fraction(float(getattr(loss, method)(y, z))) - exact)
        assert error <= 3 * Fraction(EPS) * abs(exact) + Fraction(1, 10**300)


@pytest.mark.parametrize("delta", [1e-3, 1.0, 1e3])
def test_the_huber_loss_overflows_no_sooner_than_it_must(delta):
    assert HuberLoss(delta).loss(0.0, -1e200) == pytest.approx(1e200 * delta, rel=1e-15)


def test_a_huge_delta_makes_the_huber_loss_the_half_squared_error_and_a_tiny_one_the_absolute_error():
    y, z = np.random.default_rng(1).normal(size=(2, 100))
    assert (HuberLoss(1e6).loss(y, z) == HalfSquaredError().loss(y, z)).all()
    assert HuberLoss(1e-9).loss(y, z) / 1e-9 == pytest.approx(AbsoluteError().loss(y, z), abs=1e-9)


@methods
def test_twice_the_pinball_loss_of_the_median_is_the_absolute_error(method):
    y, z = np.random.default_rng(2).integers(-2, 3, size=(2, 50)).astype(float)
    twice, absolute = 2 * getattr(PinballLoss(), method)(y, z), getattr(AbsoluteError(), method)(y, z)
    assert (twice == absolute).all()


@pytest.mark.parametrize("quantile", [Fraction(n, 10) for n in range(1, 10)])
@pytest.mark.parametrize("n_examples", [1, 4, 5])
def test_the_quantile_of_the_labels_has_the_smallest_mean_pinball_loss(n_examples, quantile):
    y = objects(sorted(QUARTERS[(7 * k) % 11] for k in range(n_examples)))
    rank = int(np.ceil(quantile * n_examples)) - 1  # of the least label that such a share isn't above
    loss = PinballLoss(quantile)
    assert loss.loss(y, y[rank]).sum() == min(loss.loss(y, z).sum() for z in QUARTERS)


@given(st.floats(0, 1), st.floats(-50, 50))
def test_the_logistic_loss_of_a_share_is_the_mean_of_those_of_0_and_1(y, z):
    loss = LogisticLoss()
    for method in ("loss", "gradient"):
        of_0, of_1, of_y = (getattr(loss, method)(label, z) for label in (0.0, 1.0, y))
        scale = max(abs(of_0), abs(of_1))
        assert of_y == pytest.approx((1 - y) * of_0 + y * of_1, rel=0, abs=6 * EPS * scale)


def test_a_margin_that_is_kept_has_the_slope_0_without_a_minus():
    assert not np.signbit(HingeLoss().gradient(np.array([1.0, -1.0]), np.array([2.0, -2.0]))).any()


# Symmetries


@pytest.mark.parametrize("loss", [loss for loss in EXACT if not isinstance(loss, HingeLoss)], ids=called)
@methods
def test_losses_of_residuals_move_with_their_labels(loss, method):
    y, z = pairs(loss)
    assert (exactly(loss, method, y + THIRD, z + THIRD) == exactly(loss, method, y, z)).all()


@all_losses
def test_what_is_mirrored_costs_the_same_and_slopes_the_other_way(loss):
    y, z = some_labels(loss, 200), 3 * np.random.default_rng(3).normal(size=200)
    match loss:
        case LogisticLoss():
            mirror, mirrored = loss, 1 - y
        case PinballLoss(quantile=quantile):
            mirror, mirrored = PinballLoss(1 - Fraction(quantile)), -y
        case _:
            mirror, mirrored = loss, -y
    assert mirror.loss(mirrored, -z) == pytest.approx(loss.loss(y, z), rel=2 * EPS)
    assert mirror.gradient(mirrored, -z) == pytest.approx(-loss.gradient(y, z), rel=2 * EPS)
    assert (mirror.hessian(mirrored, -z) == loss.hessian(y, z)).all()


# Slopes and kinks


@exact_losses
def test_no_loss_falls_below_its_tangent(loss):
    """The subgradient inequality. It holds for convex losses alone, and at kinks for subgradients alone."""
    y, z = pairs(loss)
    here, slope = exactly(loss, "loss", y, z), exactly(loss, "gradient", y, z)
    for other in QUARTERS:
        assert (exactly(loss, "loss", y, objects(other)) >= here + slope * (other - z)).all()


@given(st.sampled_from([0.0, 0.3, 1.0]), st.floats(-50, 50), st.floats(-50, 50))
def test_the_logistic_loss_falls_below_its_tangent_by_rounding_alone(y, z, other):
    loss = LogisticLoss()
    rise = loss.gradient(y, z) * (other - z)
    there, here = loss.loss(y, other), loss.loss(y, z)
    assert there >= here + rise - 4 * EPS * (there + here + abs(other - z))


@exact_losses
def test_the_gradient_is_the_number_nearest_to_0_between_the_slopes_of_both_sides(loss):
    """Where both sides have one slope, that is the derivative; at a kink the subgradient of least size."""
    y, z = pairs(loss)
    left, right = one_sided_slopes(loss, y, z)
    gradient = exactly(loss, "gradient", y, z)
    if loss in WITH_KINKS:  # straight on both sides: the differences have no error
        assert (left < right).any()
        assert (gradient == np.maximum(left, np.minimum(right, Fraction(0)))).all()
    else:
        assert ((left <= gradient) & (gradient <= right) & (right <= left + 2 * STEP)).all()


@exact_losses
def test_the_hessian_is_the_slope_of_the_gradient_and_0_where_there_is_none(loss):
    y, z = pairs(loss)
    here = exactly(loss, "gradient", y, z)
    slopes = [(exactly(loss, "gradient", y, z + step) - here) / step for step in (STEP, -STEP, STEP / 2)]
    has_one = (slopes[0] == slopes[1]) & (slopes[0] == slopes[2])
    assert (exactly(loss, "hessian", y, z) == np.where(has_one, slopes[0], 0)).all()


@pytest.mark.parametrize("loss", SMOOTH, ids=called)
def test_losses_without_kinks_have_central_differences_for_slopes(loss):
    y, z, step = some_labels(loss, 300), 2 * np.random.default_rng(4).normal(size=300), 1e-5
    slopes = (loss.loss(y, z + step) - loss.loss(y, z - step)) / (2 * step)
    assert loss.gradient(y, z) == pytest.approx(slopes, rel=1e-9, abs=1e-9)
    assert loss.gradient(y, z) * 1.0005 != pytest.approx(slopes, rel=1e-9, abs=1e-9)
    away = np.abs(np.abs(z - y) - np.asarray(float(getattr(loss, "delta", np.inf)))) > step
    bends = (loss.gradient(y, z + step) - loss.gradient(y, z - step)) / (2 * step)
    assert loss.hessian(y, z)[away] == pytest.approx(bends[away], rel=1e-9, abs=1e-9)


@kinked_losses
def test_no_kink_is_nearer_than_the_kink_distance_and_one_is_there(loss):
    y, z = pairs(loss)
    distance = exactly(loss, "kink_distance", y, z)
    here, slope = exactly(loss, "loss", y, z), exactly(loss, "gradient", y, z)
    for share in (Fraction(-1), Fraction(-1, 2), Fraction(9, 10), Fraction(1)):
        assert (exactly(loss, "loss", y, z + share * distance) == here + slope * share * distance).all()
    sides = [one_sided_slopes(loss, y, z + offset) for offset in (-distance, distance)]
    assert np.logical_or(*(left < right for left, right in sides)).all()


@kinked_losses
@pytest.mark.parametrize("side", [-1, 1])
def test_a_hair_beside_a_kink_the_slope_is_that_of_the_side(loss, side):
    kink = 1.0  # of all of them, for the label 1
    beside = np.nextafter(kink, 2 * side)
    slopes = one_sided_slopes(loss, objects(Fraction(1)), objects(Fraction(1)))
    assert loss.gradient(1.0, beside) == float(slopes[(side + 1) // 2])
    assert loss.gradient(1.0, kink) == loss.hessian(1.0, kink) == loss.hessian(1.0, beside) == 0
    assert loss.kink_distance(1.0, kink) == 0 < loss.kink_distance(1.0, beside)


# Arrays


@all_losses
def test_loss_gradient_is_both(loss):
    y, z = some_labels(loss, 9), np.linspace(-2, 2, 9)
    losses, gradients = loss.loss_gradient(y, z)
    assert (losses == loss.loss(y, z)).all()
    assert (gradients == loss.gradient(y, z)).all()


def test_loss_gradient_of_the_exact_losses_is_exact():
    for loss in EXACT:
        values = loss.loss_gradient(*pairs(loss))
        assert all(type(value) is Fraction for array in values for value in array.ravel())


@all_losses
@methods
@pytest.mark.parametrize(
    ("of_y", "of_z", "shape"),
    [
        ((), (3, 4), (3, 4)),
        ((5, 1, 1), (3, 4), (5, 3, 4)),
        ((5,), (), (5,)),
        ((2, 1), (1, 3), (2, 3)),
        ((0,), (0,), (0,)),
    ],
)
def test_labels_broadcast_against_predictions(loss, method, of_y, of_z, shape):
    y, z = some_labels(loss, of_y), np.random.default_rng(5).normal(size=of_z)
    values = getattr(loss, method)(y, z)
    assert values.shape == shape
    pairs = zip(np.broadcast_to(y, shape).ravel(), np.broadcast_to(z, shape).ravel(), strict=True)
    one_by_one = [getattr(loss, method)(*pair)[()] for pair in pairs]
    assert values.ravel() == pytest.approx(
        one_by_one, rel=4 * EPS
    )  # NumPy's exp isn't the same for one number


def pairs_of_arrays(loss):
    """Labels and predictions of one shape: float64, float32, one number, and Fractions where that goes."""
    y, z = some_labels(loss, (4, 5)), np.random.default_rng(6).normal(size=(4, 5))
    yield y, z
    yield y.astype(np.float32), z.astype(np.float32)
    yield np.asarray(y[0, 0]), np.asarray(z[0, 0])
    if loss in EXACT:
        yield objects([Fraction(1), Fraction(-1), Fraction(1)]), objects([THIRD, Fraction(-1), -THIRD])


@all_losses
@methods
def test_out_holds_what_is_returned_without_it(loss, method):
    for y, z in pairs_of_arrays(loss):
        y_before, z_before = y.copy(), z.copy()
        expected = getattr(loss, method)(y, z)
        out = np.empty_like(expected)
        assert getattr(loss, method)(y, z, out=out) is out
        assert (out == expected).all()
        assert (y == y_before).all()
        assert (z == z_before).all()


@all_losses
@methods
def test_a_prediction_may_be_overwritten_by_its_result(loss, method):
    for y, z in pairs_of_arrays(loss):
        expected = getattr(loss, method)(y, z)
        assert getattr(loss, method)(y, z, out=z) is z
        assert (z == expected).all()


TEMPORARIES = {
    ("huber", "loss"): 1,
    ("pinball", "loss"): 1,
    ("logistic", "loss"): 2,
    ("logistic", "gradient"): 4,
    ("logistic", "hessian"): 3,
}
"""Arrays of the result's size that a method needs beside `out`."""


@all_losses
@methods
def test_a_result_in_out_takes_no_other_memory_than_is_said(loss, method):
    y, z = some_labels(loss, 100_000), np.linspace(-3, 3, 100_000)
    out = np.empty_like(z)
    tracemalloc.start()
    getattr(loss, method)(y, z, out=out)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    mask_and_buffer = out.nbytes // 8 + 2 * 8 * np.getbufsize()
    assert peak <= TEMPORARIES.get((loss.name, method), 0) * out.nbytes + mask_and_buffer


@all_losses
@methods
def test_float32_stays_float32(loss, method):
    y, z = some_labels(loss, 50).astype(np.float32), np.linspace(-3, 3, 50, dtype=np.float32)
    values = getattr(loss, method)(y, z)
    assert values.dtype == np.float32
    wide = getattr(loss, method)(y.astype(float), z.astype(float))
    assert values == pytest.approx(wide, rel=1e-5, abs=1e-6)


@all_losses
@methods
@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.uint8, np.uint64])
def test_whole_numbers_count_as_floats(loss, method, dtype):
    y = np.array([1, 1, 1, 1], dtype=dtype)
    z = np.array([0, 1, 2, 127], dtype=dtype)
    expected = getattr(loss, method)(y.astype(float), z.astype(float))
    values = getattr(loss, method)(y, z)
    assert values.dtype == np.float64
    assert (values == expected).all()
    assert (getattr(loss, method)(y, 0) == getattr(loss, method)(1.0, 0.0)).all()
    assert (getattr(loss, method)(y.tolist(), z.tolist()) == expected).all()


@kinked_losses
def test_the_kink_distance_of_whole_numbers_is_a_float(loss):
    assert loss.kink_distance(np.uint8(1), np.uint8(0)) == 1


# Fractions all the way


@exact_losses
@pytest.mark.parametrize("theta", [(1, 0), (Fraction(1, 2), Fraction(-3, 4))])
def test_a_problem_of_fractions_stays_exact(loss, theta):
    """Also where all slopes are 0: sums of whole numbers over N would be floats."""
    x, y = QUARTERS[4:8], [Fraction(1)] * 4 if theta == (1, 0) else exact_labels(loss)[:2] * 2
    problem = Problem(Dataset(x, y), AffineModel(), loss)
    assert problem.is_exact
    losses, gradients = per_example_losses(problem, theta), per_example_gradients(problem, theta)
    hessians = per_example_hessians(problem, theta)
    assert all(type(value) is Fraction for array in (losses, gradients, hessians) for value in array.ravel())
    predictions = [theta[0] + theta[1] * value for value in x]
    assert losses.tolist() == [by_definition(loss, *pair) for pair in zip(y, predictions, strict=True)]
    risk, gradient = empirical_risk(problem, theta), full_gradient(problem, theta)
    assert type(risk) is Fraction
    assert risk == sum(losses) / len(x)
    assert all(type(value) is Fraction for value in gradient)
    assert gradient.tolist() == mean_of_gradients(gradients).tolist()


@pytest.mark.parametrize("parameter", [0.1, Fraction(1, 10), Fraction(2, 3)])
def test_parameters_are_taken_as_the_numbers_that_they_are(parameter):
    """0.1 isn't a tenth; in floats a fraction is rounded once."""
    y, z = objects(Fraction(0)), objects(Fraction(10))
    assert exactly(PinballLoss(parameter), "gradient", y, z) == 1 - Fraction(parameter)
    assert exactly(PinballLoss(parameter), "gradient", y, -z) == -Fraction(parameter)
    assert exactly(HuberLoss(parameter), "gradient", y, z) == Fraction(parameter)
    assert PinballLoss(parameter).gradient(0.0, -10.0) == -float(parameter)
    assert HuberLoss(parameter).gradient(0.0, 10.0) == float(parameter)


# What is refused


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (0, "a number > 0 and < 1, found 0"),
        (1.0, "a number > 0 and < 1, found 1"),
        (Fraction(3, 2), "a number > 0 and < 1, found 3/2"),
        (-0.25, "a number > 0 and < 1, found -0.25"),
        (np.nan, "finite numbers, found nan"),
        ("0.5", "real numbers, found <U3"),
        (True, "real numbers, found bool"),
        (None, "real numbers, found None"),
        ([0.5], r"one number, found shape \(1,\)"),
    ],
)
def test_a_quantile_that_is_none_is_refused(value, found):
    with pytest.raises(ValueError, match=f"^quantile needs {found}$"):
        PinballLoss(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (0, "a number > 0, found 0"),
        (Fraction(-1, 2), "a number > 0, found -1/2"),
        (np.inf, "finite numbers, found inf"),
        (1j, "real numbers, found complex128"),
        ((1, 2), r"one number, found shape \(2,\)"),
    ],
)
def test_a_delta_that_is_none_is_refused(value, found):
    with pytest.raises(ValueError, match=f"^delta needs {found}$"):
        HuberLoss(value)


def test_parameters_are_kept_as_numbers_of_python():
    assert repr(HuberLoss(np.float32(2))) == repr(HuberLoss(2)) == "HuberLoss(delta=2.0)"
    assert repr(PinballLoss(THIRD)) == "PinballLoss(quantile=Fraction(1, 3))"
    assert len({HuberLoss(), HuberLoss(1), HuberLoss(np.array(1.0))}) == 1


def test_no_parameter_changes():
    with pytest.raises(FrozenInstanceError):
        HuberLoss().delta = 2.0
    with pytest.raises(FrozenInstanceError):
        PinballLoss().quantile = 0.1


@pytest.mark.parametrize(
    ("loss", "y", "message"),
    [
        (LogisticLoss(), [1, -1, -1], "the logistic loss needs a value from 0 to 1, found -1 in row 2"),
        (LogisticLoss(), [0, 0.5, 1.5], "the logistic loss needs a value from 0 to 1, found 1.5 in row 3"),
        (LogisticLoss(), [0, 0, 1 + 1e-15], "the logistic loss needs a value .* 1.000000000000001 in row 3"),
        (LogisticLoss(), [Fraction(4, 3), 1, 0], "the logistic loss needs a value .* 4/3 in row 1"),
        (HingeLoss(), [1, -1, 0], "the hinge loss needs a label -1 or 1, found 0 in row 3"),
        (HingeLoss(), [1, 2, 0], "the hinge loss needs a label -1 or 1, found 2 in row 2"),
        (HingeLoss(), [Fraction(-1, 3), 1, 1], "the hinge loss needs a label -1 or 1, found -1/3 in row 1"),
    ],
)
def test_a_label_that_the_loss_is_not_defined_for_is_refused_and_its_row_named(loss, y, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        Problem(Dataset([1, 2, 3], y), loss=loss)


@pytest.mark.parametrize("loss", [LogisticLoss(), HingeLoss()], ids=called)
def test_labels_that_are_no_numbers_are_refused_where_nobody_looked_before(loss):
    with pytest.raises(ValueError, match="found nan in row 2"):
        loss.check_y_true(np.array([1.0, np.nan]))


@all_losses
def test_labels_in_the_domain_are_taken(loss):
    y = some_labels(loss, 20)
    assert Problem(Dataset(np.arange(20), y), loss=loss).y.tolist() == y.tolist()
    if not isinstance(loss, (LogisticLoss, HingeLoss)):
        assert Problem(Dataset([1], [-1e9]), loss=loss).y == -1e9


@all_losses
@pytest.mark.parametrize("slope", [1e308, -1e308])
def test_where_a_prediction_overflows_no_nan_comes_out(loss, slope):
    problem = Problem(Dataset([0.0, 1e308], [1.0, 1.0]), loss=loss)
    for function in (per_example_losses, per_example_gradients):
        try:
            values = function(problem, (0.0, slope))
        except ValueError as error:
            assert str(error).startswith("row 2: the loss overflows")  # noqa: PT017 - either is right
        else:
            assert np.isfinite(values).all()
