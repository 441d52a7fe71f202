"""Laws of act 5: bars, sheets with a pin, the map that is a running mean, the two last arrows."""

from itertools import pairwise
from typing import Any

import numpy as np
from stage_frame import Frame, index_of, law, same_place, shows, written
from stage_laws_gradients import axes_stand_where_gradients_do
from stage_laws_planes import true_heights
from stage_truth import inverse

from scenes.parts.gradient_arrow import GradientArrow, GrowArrow
from scenes.parts.gradient_plane import GradientPlane
from scenes.parts.sheets import Sheet
from scenes.parts.typeset import Words


def sheet_theta(frame: Frame, sheet: Sheet) -> np.ndarray:
    """Where the mark on a sheet says that theta is."""
    return inverse(sheet.place)(sheet.dot.get_center())


@law(5)
def bars_are_as_high_as_the_losses(frame: Frame) -> Any:
    """On one base, one unit of height for all, and the mean line at the risk, also while theta moves."""
    bars, sheets = frame.act.bars, list(frame.act.stack.sheets.values())
    if not frame.measurable or not all(map(frame.stands, bars.bars.values())):
        return None
    theta = sheet_theta(frame, sheets[0])
    losses, risk = frame.truth.losses(theta), frame.truth.risk(theta)
    for row, bar in bars.bars.items():
        same_place((0, bar.get_bottom()[1]), (0, bars.base), "a bar's base")
        same_place((0, bar.height), (0, bars.unit * losses[row]), f"bar {row + 1}")
        shows(bars.values[row], losses[row], f"loss {row + 1}")
    if not frame.stands(bars.mean_bar):
        return None
    same_place((0, bars.mean_bar.height), (0, bars.unit * risk), "the mean's bar")
    for end in (bars.mean_line.get_start(), bars.mean_line.get_end()):
        same_place((0, end[1]), (0, bars.base + bars.unit * risk), "the mean's line")
    shows(bars.mean_value, risk, "the mean")
    return "walking" if frame.walking else "at rest"


@law(5)
def the_pin_goes_through_one_theta(frame: Frame) -> Any:
    stack = frame.act.stack
    sheets = [sheet for sheet in stack.sheets.values() if frame.stands(sheet.dot)]
    if not frame.measurable or not sheets or not frame.stands(stack.pin):
        return None
    thetas = [sheet_theta(frame, sheet) for sheet in sheets]
    assert np.ptp(thetas, axis=0).max() < 1e-6 * frame.lesson.window.width
    if frame.at_rest:
        assert np.abs(thetas[0] - frame.lesson.theta).max() < 1e-6 * frame.lesson.window.width
    for sheet in sheets:
        same_place((sheet.dot.get_x(), 0), (stack.pin.get_start()[0], 0), "the pin")
        assert stack.pin.get_bottom()[1] < sheet.dot.get_y() < stack.pin.get_top()[1]
    same_place((stack.pin.get_start()[0], 0), (stack.pin.get_end()[0], 0), "the pin")
    return "walking" if frame.walking else "at rest"


@law(5)
def sheets_carry_their_valleys(frame: Frame) -> Any:
    sheets = list(frame.act.stack.sheets.values())
    found = 0
    for sheet in sheets if frame.at_rest and frame.beat == "mean-of-heights" else ():
        if not frame.stands(sheet.valley) or sheet.valley.get_stroke_opacity() == 0:
            continue
        for end in (sheet.valley.get_start(), sheet.valley.get_end()):
            assert frame.truth.off_valley(sheet.member.row, inverse(sheet.place)(end)) < 1e-5
        found += 1
    return found or None


def landed_rows(frame: Frame) -> list[int]:
    """The rows whose indices are in the list of what the map is the mean of."""
    texts = frame.act.merged.submobjects
    if any(isinstance(text, Words) and text.text.startswith("all ") for text in texts if frame.stands(text)):
        return list(range(frame.truth.n))
    labels = {index_of(frame, row): row for row in frame.lesson.shown}
    return [labels[written(text)] for text in texts if frame.stands(text) and written(text) in labels]


@law(5)
def the_map_is_the_mean_of_the_rows_listed(frame: Frame) -> Any:
    """At rest exactly; between, it is on its way from one running mean to the next."""
    act = frame.act
    if frame.beat != "valleys-make-a-bowl" or not frame.stands(act.map.surface):
        return None
    heights = act.map.surface.heights
    if frame.at_rest:
        rows = landed_rows(frame)
        wanted = true_heights(frame, rows, len(heights))
        assert np.max(np.abs(heights - wanted)) < 1e-6 * np.max(wanted), f"not the mean of rows {rows}"
        return len(rows)
    order = list(frame.lesson.merge_order)
    means = [true_heights(frame, order[:k], len(heights)) for k in range(1, len(order) + 1)]
    means += [true_heights(frame, list(range(frame.truth.n)), len(heights))]
    between = [off_segment(heights, a, b) for a, b in pairwise(means)]
    assert min(between) < 1e-6 * np.max(means), "no mixture of two running means"
    return "between"


def off_segment(found: np.ndarray, start: np.ndarray, end: np.ndarray) -> float:
    """How far ``found`` is from the straight way between two arrays."""
    way = end - start
    size = float(np.sum(way * way))
    share = np.clip(np.sum((found - start) * way) / size, 0, 1) if size else 0.0
    return float(np.max(np.abs(found - start - share * way)))


@law(5)
def slope_of_the_mean_is_the_mean_of_slopes(frame: Frame) -> Any:
    """Left: kappa times the full gradient at theta; right: the fan at the axes' unit, and the mean."""
    if frame.beat != "slope-of-the-mean" or not frame.at_rest or not frame.all_of(GradientPlane):
        return None
    (right,), (left,) = frame.all_of(GradientPlane), frame.planes
    theta, color = frame.lesson.theta, frame.act.theme.ink
    gradients = frame.truth.gradients(theta)
    ink = [arrow for arrow in frame.all_of(GradientArrow) if arrow.tint == color]
    ends = {tuple(arrow.get_start().round(5)[:2]): arrow for arrow in ink}
    full = ends[tuple(left.c2p(theta).round(5)[:2])]
    mean = ends[tuple(right.origin.round(5)[:2])]
    wanted = theta + frame.lesson.arrow_scale * frame.truth.full_gradient(theta)
    same_place(full.get_end(), left.c2p(wanted), "the slope of the mean")
    same_place(mean.get_end(), right.c2p(gradients.sum(axis=0) / frame.truth.n), "the mean of slopes")
    fan = {
        a.tint: a for a in frame.all_of(GradientArrow) if a.tint != color and not frame.moved_by(a, GrowArrow)
    }
    for member in frame.act.slide.cast.members:
        same_place(fan[member.color].get_start(), right.origin, f"tail {member.row}")
        same_place(fan[member.color].get_end(), right.c2p(gradients[member.row]), f"arrow {member.row}")
    axes_stand_where_gradients_do(frame, right)
    return "both"
