"""The choice of theta: where the gradients of the shown rows differ visibly."""

import numpy as np

from core.arrays import Array, FloatArray
from core.gradients import full_gradient, per_example_gradients
from core.problem import Problem
from core.robust import RobustFit
from core.rounding import on_grid, power_of_ten

SHOWN_WHOLE = 6
DIRECTIONS = 16
REACHES = (0.7, 1.0, 1.4)
"""Distances from the fit that are tried, in its steps."""
STEPS_PER_DECADE = 10
SEPARATION, SHORTEST, MEAN = 0.2, 0.35, 0.35
"""Enough: tips this far apart, arrows and mean this long, all relative to the longest arrow."""
TIE_BREAK = 0.1
FAR_LONGER = 10.0
"""An arrow so many times longer than the middle one is an outlier's, and no measure for the others."""


def shown_rows(n_examples: int) -> tuple[int, ...]:
    """Rows that the film shows, from 0: all up to six, else the first three, a middle one and the last."""
    if n_examples <= SHOWN_WHOLE:
        return tuple(range(n_examples))
    return (0, 1, 2, n_examples // 2, n_examples - 1)


def sane_arrows(gradients: FloatArray, mean: FloatArray) -> FloatArray:
    """The gradients (S, 2), and the mean as last row, without those of outliers; (M, 2), M >= 0."""
    arrows = np.vstack([gradients, mean])
    lengths = np.hypot(*arrows.T)
    kept: FloatArray = arrows[lengths <= FAR_LONGER * np.median(lengths[:-1])]
    return kept


def choose_theta(problem: Problem, shown: tuple[int, ...], fit: RobustFit) -> FloatArray:
    """A round theta (2,) near the robust fit, at which the shown gradients and their mean differ most.

    A pure function of the data: a search over 16 directions and 3 distances from the fit.
    """
    step = power_of_ten(fit.step) / STEPS_PER_DECADE * (1 if fit.step < 5 * power_of_ten(fit.step) else 5)
    candidates = [_rounded(fit.theta + offset, step) for offset in _offsets(fit.step)]
    scores = [_score(problem, shown, candidate) for candidate in candidates]
    return candidates[int(np.argmax(np.round(scores, 9)))]


def _offsets(step: float) -> FloatArray:
    angles = np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.concatenate([reach * step * circle for reach in REACHES])


def _rounded(theta: FloatArray, step: float) -> FloatArray:
    return np.array([on_grid(float(value), step) for value in theta])


def _score(problem: Problem, shown: tuple[int, ...], theta: FloatArray) -> float:
    """How well the arrows differ, from 0 to 1 and a little for the criteria that aren't the worst."""
    mean: Array = full_gradient(problem, theta)
    gradients = per_example_gradients(problem.of_rows(shown), theta)
    arrows = sane_arrows(gradients, mean) if len(gradients) > 1 else gradients
    lengths = np.hypot(*arrows.T)
    longest = float(lengths.max(initial=0.0))
    if longest == 0.0:
        return 0.0
    first, second = np.triu_indices(len(arrows), k=1)
    gaps = np.hypot(*(arrows[first] - arrows[second]).T)
    marks = [
        min(1.0, float(gaps.min(initial=longest)) / longest / SEPARATION),
        min(1.0, float(lengths.min()) / longest / SHORTEST),
        min(1.0, float(np.hypot(*mean)) / longest / MEAN),
    ]
    return min(marks) + TIE_BREAK * float(np.mean(marks))
