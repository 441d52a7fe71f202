"""The theta-plane's frame: window, arrow scale and level step, a pure function of the data and theta."""

from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.data import Preference
from core.gradients import full_gradient
from core.lesson.choice import gradients_of_rows, sane_arrows
from core.lesson.robust import RobustFit
from core.lesson.rounding import on_grid, power_of_ten, round_down, round_near, round_up, scale_below
from core.lesson.window import Window
from core.minimum import minimizer
from core.problem import Problem

MARGIN = 0.07
"""What must be inside stays so many widths away from the edge."""
LEAST_WIDTH = 3.2
"""Widths start at so many times the distance from theta to the fit."""
NEAR = 3.0
"""Feet and minimizer further than so many such distances don't widen the window."""
LONGEST_ARROW = 0.34
"""Most that the longest sane arrow measures, in widths."""
NO_ARROW = 1e-9
"""Gradients so many times shorter than theta's distance from the fit are rounding: they are dots."""
LEVELS_ACROSS = 8.0
CENTERS_ACROSS = 8.0


@dataclass(frozen=True, eq=False)
class Framing:
    """Window, scale of the arrows (theta units per gradient unit) and step between levels (unit of y)."""

    window: Window
    arrow_scale: float
    level_step: float


def preferred_framing(preference: Preference) -> Framing:
    """The framing of a packaged table's TOML."""
    low0, high0 = preference.theta0
    low1, high1 = preference.theta1
    window = Window(
        np.array([low0 + high0, low1 + high1]) / 2, on_grid(high0 - low0, power_of_ten(high0 - low0) / 100)
    )
    return Framing(window, preference.arrow_scale, level_step(window.width))


def level_step(width: float) -> float:
    """Round h, about an eighth of the width; level k is (k h)^2 / 2: evenly spaced in a valley."""
    return round_near(width / LEVELS_ACROSS)


def frame(problem: Problem, theta: FloatArray, shown: tuple[int, ...], fit: RobustFit) -> Framing:
    """The smallest round square that holds theta, the fit, sane feet of valleys and tips of sane arrows."""
    arrows = sane_arrows(gradients_of_rows(problem, shown, theta), full_gradient(problem, theta))
    longest = float(np.hypot(*arrows.T).max(initial=0.0))
    distance = max(float(np.hypot(*(theta - fit.theta))), fit.step)
    points = _points(problem, problem.of_rows(shown), theta, fit, NEAR * distance)
    width = round_up(LEAST_WIDTH * distance)
    while True:
        scale = scale_below(LONGEST_ARROW * width / longest) if longest > NO_ARROW * distance else 1.0
        held = np.vstack([points, theta + scale * arrows])
        window = Window(_center(held, width), width)
        if window.contains(held, MARGIN):
            return Framing(window, scale, level_step(width))
        width = round_up(width * 1.01)


def _points(problem: Problem, rows: Problem, theta: FloatArray, fit: RobustFit, near: float) -> FloatArray:
    """theta, the fit, and those of the minimizer and the valleys' feet that are near theta; (M, 2)."""
    z, y = rows.dataset.x, rows.dataset.y
    residuals = theta[0] + theta[1] * z - y
    feet = theta - (residuals / (1 + z * z))[:, None] * np.stack([np.ones_like(z), z], axis=1)
    try:
        others = np.vstack([feet, minimizer(problem)])
    except ValueError:
        others = feet
    kept = others[np.hypot(*(others - theta).T) <= near]
    return np.vstack([theta, fit.theta, kept])


def _center(points: FloatArray, width: float) -> FloatArray:
    """Middle of the points' box, on a round grid."""
    step = round_down(width / CENTERS_ACROSS)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return np.array([on_grid(float(value), step) for value in middle])
