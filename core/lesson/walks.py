"""Valleys, and paths of a theta that moves."""

import numpy as np

from core.arrays import FloatArray
from core.lesson.window import Window

WALKED = 0.9
"""How much of the visible valley is walked."""
LOOP_LENGTH, LOOP_BULGE = 0.25, 0.15
"""Reach of the knobs' loop in widths, and its half width in reaches."""
LOOP_MARGIN = 0.04
LOOP_SAMPLES = 33
WAYS = np.array([(-4, 3), (-3, 4), (3, -4), (4, -3), (3, 4), (4, 3), (-3, -4), (-4, -3)]) / 5
"""Directions in which both knobs move, with round ends."""


def valley_direction(z: float) -> FloatArray:
    """Direction (2,) of {theta: theta_0 + theta_1 z = y}; theta_1 ascends."""
    return np.array([-z, 1.0])


def valley_point(theta: FloatArray, z: float, y: float) -> FloatArray:
    """The point (2,) of the row's valley nearest to theta, wherever it is."""
    residual = theta[0] + theta[1] * z - y
    foot: FloatArray = theta - residual / (1 + z * z) * np.array([1.0, z])
    return foot


def visible_valley(theta: FloatArray, z: float, y: float, window: Window) -> FloatArray | None:
    """Ends (2, 2) of the part of the row's valley that the window shows, or None."""
    return window.clip_line(valley_point(theta, z, y), valley_direction(z))


def visible_foot(theta: FloatArray, z: float, y: float, window: Window) -> FloatArray:
    """The point (2,) of the visible valley nearest to theta; of the window, where it shows no valley."""
    foot = valley_point(theta, z, y)
    ends = visible_valley(theta, z, y, window)
    if ends is None:
        return window.clamp(foot)
    along = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    distance = np.clip((foot - ends[0]) @ along, 0.0, np.hypot(*(ends[1] - ends[0])))
    return window.clamp(ends[0] + distance * along)


def valley_walk(theta: FloatArray, z: float, y: float, window: Window, t: float) -> FloatArray:
    """Where a theta is at time t (0 to 1) that goes from the foot towards both ends of the valley and back.

    It rests at the foot at both times and turns smoothly; speed is shared so that longer ways take longer.
    """
    foot = visible_foot(theta, z, y, window)
    ends = visible_valley(theta, z, y, window)
    if ends is None:
        return foot
    stops = np.stack([foot, foot + WALKED * (ends[1] - foot), foot + WALKED * (ends[0] - foot), foot])
    lengths = np.hypot(*np.diff(stops, axis=0).T)
    times = np.concatenate([[0.0], np.cumsum(lengths)]) / lengths.sum()
    leg = int(np.clip(np.searchsorted(times, t, side="right") - 1, 0, 2))
    if lengths[leg] == 0.0:
        return np.asarray(stops[leg], dtype=np.float64)
    part = np.clip((t - times[leg]) / (times[leg + 1] - times[leg]), 0.0, 1.0)
    eased = part * part * (3 - 2 * part)
    point: FloatArray = stops[leg] + eased * (stops[leg + 1] - stops[leg])
    return point


def knob_reach(theta: FloatArray, target: FloatArray, window: Window) -> FloatArray:
    """How far (2,) the knobs' loop reaches: a quarter of the width, towards `target`, inside the window."""
    aims = WAYS @ (target - theta)
    for length in (LOOP_LENGTH, LOOP_LENGTH / 2, LOOP_LENGTH / 4):
        for way in WAYS[np.argsort(-np.round(aims / window.width, 9), kind="stable")]:
            reach: FloatArray = length * window.width * way
            loop = [knob_point(theta, reach, t) for t in np.linspace(0, 1, LOOP_SAMPLES)]
            if window.contains(np.array(loop), LOOP_MARGIN):
                return reach
    return np.zeros(2)


def knob_point(theta: FloatArray, reach: FloatArray, t: float) -> FloatArray:
    """Where theta is at time t (0 to 1) on a gentle loop to theta + reach (at 1/2) and back."""
    aside = LOOP_BULGE * np.array([-reach[1], reach[0]])
    point: FloatArray = theta + reach * (1 - np.cos(2 * np.pi * t)) / 2 + aside * np.sin(2 * np.pi * t)
    return theta.copy() if t in (0, 1) else point
