"""The choice of theta: where the gradients of the shown rows differ visibly."""

import numpy as np

from core.arrays import FloatArray
from core.errors import RowOverflowError
from core.gradients import per_example_gradients
from core.lesson.robust import RobustFit
from core.lesson.rounding import grid_below, on_grid
from core.problem import Problem
from core.quadratic import quadratic_risk

SHOWN_WHOLE = 6
DIRECTIONS = 32
REACHES = (1.0, 0.8, 1.25, 0.65, 1.5)
"""Distances from the fit that are tried, in its steps; where they are equally good, the first."""
ROUNDING = 8.0
"""theta is rounded to about so small a part of the fit's step."""
SEPARATION, SHORTEST, MEAN = 0.2, 0.35, 0.35
"""Enough: tips this far apart, arrows and mean this long, all relative to the longest arrow."""
ANGLE = np.radians(8)
"""Enough between the mean and any arrow."""
POOREST = 0.05
"""Lowest mark: where a wish can't be met, the others still decide."""
FAR_LONGER = 30  # times the middle length: beyond, the other arrows would be dots beside it
"""An arrow so many times longer than the middle one is an outlier's, and no measure for the others."""


def shown_rows(n_examples: int) -> tuple[int, ...]:
    """Rows that the film shows, from 0: all up to six, else the first three, a middle one and the last."""
    if n_examples <= SHOWN_WHOLE:
        return tuple(range(n_examples))
    return (0, 1, 2, n_examples // 2, n_examples - 1)


def sane_arrows(gradients: FloatArray, mean: FloatArray) -> FloatArray:
    """The gradients (S, 2), and the mean as last row, without those of outliers; (M, 2), M >= 1."""
    arrows = np.vstack([gradients, mean])
    lengths = np.hypot(*arrows.T)
    middle = np.median(lengths[:-1][lengths[:-1] > 0]) if lengths[:-1].any() else lengths[-1]
    kept: FloatArray = arrows[lengths <= FAR_LONGER * middle]
    return kept


def choose_theta(problem: Problem, shown: tuple[int, ...], fit: RobustFit) -> FloatArray:
    """A round theta (2,) near the robust fit, at which the shown gradients and their mean differ most.

    A pure function of the data: a search over directions and distances from the fit.
    """
    grid = grid_below(fit.step / ROUNDING)
    thetas = np.array(
        [[on_grid(float(value), grid) for value in fit.theta + offset] for offset in _offsets(fit.step)]
    )
    means = quadratic_risk(problem).gradient(thetas.T)
    scores = [
        score(gradients_of_rows(problem, shown, theta), mean)
        for theta, mean in zip(thetas, means, strict=True)
    ]
    best: FloatArray = thetas[int(np.argmax(np.round(scores, 9)))]
    return best


def gradients_of_rows(problem: Problem, rows: tuple[int, ...], theta: FloatArray) -> FloatArray:
    """Gradients (S, 2) of some rows; what overflows is told by its row in the whole table."""
    try:
        return per_example_gradients(problem.of_rows(rows), theta)
    except RowOverflowError as error:
        raise RowOverflowError(rows[error.row]) from None


def score(gradients: FloatArray, mean: FloatArray) -> float:
    """How well the gradients (S, 2) and the mean (2,) differ: the product of four marks, from 0 to 1."""
    arrows = sane_arrows(gradients, mean) if len(gradients) > 1 else gradients
    lengths = np.hypot(*arrows.T)
    longest = float(lengths.max(initial=0.0))
    if longest == 0.0:
        return 0.0
    first, second = np.triu_indices(len(arrows), k=1)
    gaps = np.hypot(*(arrows[first] - arrows[second]).T)
    marks = [
        float(gaps.min(initial=longest)) / longest / SEPARATION,
        float(lengths.min()) / longest / SHORTEST,
        float(np.hypot(*mean)) / longest / MEAN,
        _smallest_turn(gradients, mean) / ANGLE,
    ]
    return float(np.prod(np.clip(marks, POOREST, 1.0)))


def _smallest_turn(gradients: FloatArray, mean: FloatArray) -> float:
    """Smallest angle between the mean and any of the gradients, in radians."""
    dots, crosses = gradients @ mean, gradients[:, 0] * mean[1] - gradients[:, 1] * mean[0]
    return float(np.abs(np.arctan2(crosses, dots)).min())


def _offsets(step: float) -> FloatArray:
    angles = np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.concatenate([reach * step * circle for reach in REACHES])
