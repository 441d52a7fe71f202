"""The losses against scikit-learn's, and the logistic loss against mpmath where floats end.

scikit-learn isn't asked at kinks, where it has one of the many subgradients.
"""

from functools import cache

import mpmath
import numpy as np
import pytest
from core_losses import LOSSES, called, some_labels
from sklearn import _loss as sklearn_losses
from sklearn.metrics import hinge_loss

from core import (
    AbsoluteError,
    HalfSquaredError,
    HingeLoss,
    HuberLoss,
    LogisticLoss,
    PinballLoss,
)

EPS = float(np.finfo(float).eps)
PAIRS = [
    (HalfSquaredError(), sklearn_losses.HalfSquaredError()),
    (AbsoluteError(), sklearn_losses.AbsoluteError()),
    (HuberLoss(0.7), sklearn_losses.HuberLoss(delta=0.7)),
    (PinballLoss(0.2), sklearn_losses.PinballLoss(quantile=0.2)),
    (PinballLoss(0.9), sklearn_losses.PinballLoss(quantile=0.9)),
    (LogisticLoss(), sklearn_losses.HalfBinomialLoss()),
]

ENDS = [1e3, 745.0, 744.4, 709.8, 708.3, 232.8, 37.5, 37.0, 36.9, 36.7, 18.0, 1.0, 1e-8, 1e-17, 1e-300]
"""Where the exponential leaves the floats, the normal floats, and the digits of 1."""
_RANDOM = np.random.default_rng(7)
Z = np.concatenate([ENDS, np.negative(ENDS), [0.0], _RANDOM.uniform(-40, 40, 80), _RANDOM.normal(size=80)])
BITS = 1600  # 1 + exp(-1000) has 1,443 between its two ones, and 53 behind them
SHARES = [0.0, 1.0, 0.5, 0.3, 1e-9, 1 - 1e-9, 5e-324]


@pytest.mark.parametrize(("loss", "theirs"), PAIRS, ids=[called(loss) for loss, _ in PAIRS])
def test_losses_and_gradients_are_those_of_scikit_learn(loss, theirs):
    y = some_labels(loss, 10_000)
    z = 3 * np.random.default_rng(8).normal(size=10_000)
    losses, gradients = theirs.loss_gradient(y_true=y, raw_prediction=z)
    assert loss.loss(y, z) == pytest.approx(losses, rel=4 * EPS, abs=4 * EPS)
    assert loss.gradient(y, z) == pytest.approx(gradients, rel=4 * EPS, abs=EPS)


@pytest.mark.parametrize(
    ("loss", "theirs"), [PAIRS[0], PAIRS[2], PAIRS[5]], ids=["half-squared", "huber", "logistic"]
)
def test_hessians_are_those_of_scikit_learn_where_it_has_them(loss, theirs):
    y = some_labels(loss, 10_000)
    z = 3 * np.random.default_rng(9).normal(size=10_000)
    hessians = np.broadcast_to(theirs.gradient_hessian(y_true=y, raw_prediction=z)[1], y.shape)
    assert loss.hessian(y, z) == pytest.approx(hessians, rel=4 * EPS, abs=EPS)


@pytest.mark.parametrize("seed", range(10))
def test_the_mean_of_hinge_losses_is_that_of_scikit_learn(seed):
    y = np.concatenate([[-1.0, 1.0], some_labels(HingeLoss(), 20, seed)])  # it needs both
    z = 2 * np.random.default_rng(seed).normal(size=len(y))
    assert HingeLoss().loss(y, z).mean() == pytest.approx(hinge_loss(y, z), rel=4 * EPS)


@cache
def exact_logistic(y, z):
    """Loss, the two terms of its gradient, and hessian, by definition, to all digits of floats."""
    with mpmath.workprec(BITS):
        y, z = mpmath.mpf(y), mpmath.mpf(z)
        p, q = 1 / (1 + mpmath.exp(-z)), 1 / (1 + mpmath.exp(z))
        return -y * mpmath.log(p) - (1 - y) * mpmath.log(q), (1 - y) * p, y * q, p * q


def ulps(value, exact, scale=None):
    """Error in units of the last digit of `scale`, or of the exact value."""
    with mpmath.workprec(BITS):
        unit = np.spacing(abs(float(exact if scale is None else scale)))
        return float(abs(mpmath.mpf(float(value)) - exact) / mpmath.mpf(float(unit)))


def in_arrays(method, y):
    return getattr(LogisticLoss(), method)(y, Z)


def one_by_one(method, y):
    """NumPy has another exponential for single numbers than for arrays."""
    return [float(getattr(LogisticLoss(), method)(y, z)) for z in Z]


@pytest.mark.parametrize("values", [in_arrays, one_by_one])
@pytest.mark.parametrize("y", SHARES)
def test_the_logistic_loss_is_right_to_the_last_digits_everywhere(y, values):
    exact = [exact_logistic(y, z) for z in Z]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        losses, gradients, hessians = (values(method, y) for method in ("loss", "gradient", "hessian"))
    assert max(map(ulps, losses, [loss for loss, *_ in exact])) < 3
    assert max(map(ulps, hessians, [hessian for *_, hessian in exact])) < 3
    for gradient, (_, up, down, _) in zip(gradients, exact, strict=True):
        # Of a label between 0 and 1 the terms cancel near p = y, where z itself isn't known so well.
        assert ulps(gradient, up - down, max(up, down)) < 3
    if y in (0, 1):
        slopes = [up - down for _, up, down, _ in exact]
        assert max(map(ulps, gradients, slopes)) < 3


def test_the_formulas_that_lose_digits_are_caught():
    """p - y, and softplus(z) - y z, have none left at z = 36.9 and y = 1."""
    loss, up, down, _ = exact_logistic(1.0, 36.9)
    assert ulps(1 / (1 + np.exp(-36.9)) - 1, up - down) > 1e12
    assert ulps(36.9 + np.log1p(np.exp(-36.9)) - 36.9, loss) > 1e12


@pytest.mark.parametrize("loss", LOSSES, ids=called)
def test_a_thousand_either_way_raises_no_warning_and_gives_finite_numbers(loss):
    y, z = some_labels(loss, 4), np.array([-1e3, 1e3, -1e300, 1e100])[:, None]
    if loss.name in ("half-squared", "squared"):
        z = z[:2]
    for method in ("loss", "gradient", "hessian"):
        assert np.isfinite(getattr(loss, method)(y, z)).all()
