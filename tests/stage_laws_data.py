"""Laws of acts 1 and 2: the table, the data plot, one row's valley."""

import re
from typing import Any

import numpy as np
from stage_frame import CLOSE, Frame, index_of, law, same_place, shows, written
from stage_laws_planes import on_line
from stage_truth import inverse, numbers_in, read, says

from scenes.parts.data_plot import DataPlot
from scenes.parts.panel_values import LossValues
from scenes.parts.rows_table import RowsTable
from scenes.parts.typeset import Formula

CLAIM = re.compile(r"(=|approx) +([\N{MINUS SIGN}\d.]+(?: dot 10\^\([\N{MINUS SIGN}\d]+\))?)")
VALLEY = re.compile(r"theta_0 ([+-]) +(.*?)(?: thin)? *theta_1 (=|approx) (.*)")


def columns(frame: Frame) -> dict[str, np.ndarray]:
    truth = frame.truth
    return {
        "x": truth.x,
        "y": truth.y,
        "prediction": truth.predictions(frame.theta),
        "residual": truth.residuals(frame.theta),
    }


@law(1)
def the_table_says_what_is_true(frame: Frame) -> Any:
    if not frame.measurable:
        return None
    wanted, seen = columns(frame), set()
    for table in (frame.act.slide.table, *frame.all_of(RowsTable)):
        for row, cells in table.rows.items():
            for name, cell in cells.items():
                if not frame.stands(cell):
                    continue
                seen.add(name)
                if name == "index":
                    assert written(cell) == index_of(frame, row)
                else:
                    shows(cell, float(wanted[name][row]), f"{name} of row {row + 1}")
    return "walking" if frame.walking and seen else tuple(sorted(seen)) or None


@law(1, 2)
def the_line_is_the_model(frame: Frame) -> Any:
    """On it y = theta_0 + theta_1 z; at rest it runs through the whole field."""
    plot = frame.act.slide.plot
    if not frame.measurable or not frame.stands(plot.line):
        return None
    to_data = inverse(lambda place: plot.point(*place))
    ends = [to_data(end) for end in (plot.line.get_start(), plot.line.get_end())]
    (low, high), (bottom, top) = frame.lesson.plot.z, frame.lesson.plot.y
    for z, y in ends:
        model = frame.theta[0] + frame.theta[1] * z
        same_place(plot.point(z, y), plot.point(z, model), "an end of the line")
        at_rim = min(abs(z - low), abs(z - high)) < 1e-6 * (high - low)
        assert at_rim or min(abs(y - bottom), abs(y - top)) < 1e-6 * (top - bottom)
    return "walking" if frame.walking else "at rest"


@law(1, 2)
def residuals_run_from_the_data_to_the_line(frame: Frame) -> Any:
    plot, found = frame.act.slide.plot, 0
    predictions = frame.truth.predictions(frame.theta)
    for row in frame.lesson.shown if frame.measurable else ():
        segment = plot.residual_of(row)
        if not frame.stands(segment) or segment.get_stroke_opacity() == 0:
            continue
        z, y = frame.truth.z[row], frame.truth.y[row]
        same_place(segment.get_start(), plot.point(z, y), "a residual's start")
        clipped = np.clip(predictions[row], *frame.lesson.plot.y)
        same_place(segment.get_end(), plot.point(z, clipped), "a residual's end")
        found += 1
    return found or None


@law(1, 2)
def dots_stand_at_their_data(frame: Frame) -> Any:
    if not frame.measurable:
        return None
    plot, found = frame.act.slide.plot, 0
    for row in frame.lesson.shown:
        if frame.stands(plot.dot_of(row)):
            place = plot.point(frame.truth.z[row], np.clip(frame.truth.y[row], *frame.lesson.plot.y))
            same_place(plot.dot_of(row).get_center(), place, f"the dot of row {row + 1}")
            found += 1
    return found or None


@law(1, applies=lambda lesson: lesson.hides_rows)
def all_other_rows_are_dots_too(frame: Frame) -> Any:
    plot = frame.act.slide.plot
    if not frame.at_rest or not frame.stands(plot.others):
        return None
    hidden = [row for row in range(frame.truth.n) if row not in frame.lesson.shown]
    (low, high), (bottom, top) = frame.lesson.plot.z, frame.lesson.plot.y
    places = [
        plot.point(z, y)
        for z, y in zip(frame.truth.z[hidden], frame.truth.y[hidden], strict=True)
        if low <= z <= high and bottom <= y <= top
    ]
    assert len(places) + frame.lesson.plot_outside >= len(hidden)
    found = sorted(tuple(dot.get_center().round(6)) for dot in plot.others)
    assert np.allclose(found, sorted(tuple(place.round(6)) for place in places), atol=1e-5)
    return len(places)


@law(1, 2)
def ticks_of_the_data_stand_at_their_values(frame: Frame) -> Any:
    """x in the table's own unit, y as it is."""
    plots = [plot for plot in frame.all_of(DataPlot) if frame.at_rest]
    for plot in plots:
        to_data = inverse(lambda place, plot=plot: plot.point(*place))
        _, of_x, of_y, *_ = plot.axes
        for tick in of_x:
            z, _ = to_data(tick.anchor.get_center())
            x = frame.lesson.units.center + frame.lesson.units.scale * z
            assert says(tick.text, x) or abs(read(tick.text) - x) < 1e-6 * np.ptp(frame.lesson.plot.z)
        for tick in of_y:
            middle = (tick.anchor.get_center() + tick.above.get_center()) / 2
            value = to_data(middle)[1]
            assert abs(read(tick.text) - value) < 1e-6 * np.ptp(frame.lesson.plot.y)
    return len(plots) or None


@law(1)
def the_risk_is_the_mean_of_the_losses(frame: Frame) -> Any:
    formulas = frame.act.slide.risk
    if not frame.at_rest or not frame.stands(formulas):
        return None
    mean, here = (formula.code for formula in formulas)
    (sign, written) = CLAIM.findall(here)[0]
    risk = frame.truth.risk(frame.lesson.theta)
    assert says(written, risk), f"L = {written}, is {risk}"
    honest(sign, written, risk)
    assert f"1/{frame.truth.n} sum_(i=1)^{frame.truth.n}" in mean
    return written


def honest(sign: str, written: str, value: float) -> None:
    """``=`` only where nothing was rounded away."""
    exact = abs(read(written) - value) <= 1e-9 * max(1.0, abs(value))
    assert (sign == "=") == exact, f"{sign} {written} for {value}"


@law(1, applies=lambda lesson: not lesson.units.is_identity)
def the_unit_of_x_is_printed(frame: Frame) -> Any:
    model = frame.act.slide.model
    if not frame.at_rest or not frame.stands(model):
        return None
    units = frame.lesson.units
    wanted = [abs(units.center)] * (units.center != 0) + [units.scale] * (units.scale != 1)
    assert numbers_in(model.code.partition("z =")[2]) == wanted
    return model.code


@law(2)
def the_trail_lies_in_the_valley(frame: Frame) -> Any:
    """Both ends where the row's loss is 0, and theta on it: its line of the data runs through the row."""
    trail, act = getattr(frame.act, "trail", None), frame.act
    if not frame.stands(trail) or frame.beat != "a-whole-line-of-knobs":
        return None
    row, plane = act.chosen.row, act.own_plane
    if frame.lesson.valley(row) is None:
        return None
    for point in (trail.get_start(), trail.get_end(), plane.dot.get_center()):
        assert frame.truth.off_valley(row, inverse(plane.c2p)(point)) * plane.unit < CLOSE
    assert on_line(plane.dot.get_center(), trail) < CLOSE, "theta is beside its trail"
    if frame.measurable:
        place = act.slide.plot.point(frame.truth.z[row], frame.truth.y[row])
        assert on_line(place, act.slide.plot.line) < CLOSE, "the line misses the row's point"
    return "walking" if frame.walking else "at rest"


@law(2, applies=lambda lesson: lesson.units.is_identity)
def the_valley_s_equation_is_the_row_s(frame: Frame) -> Any:
    equation = getattr(frame.act, "equation", None)
    if not frame.at_rest or not frame.stands(equation):
        return None
    sign, size, relation, value = VALLEY.match(equation.code).groups()
    row = frame.act.chosen.row
    slope = (-1.0 if sign == "-" else 1.0) * (read(size) if size else 1.0)
    assert says(value, frame.truth.y[row])
    assert abs(slope - frame.truth.z[row]) <= 0.005 * max(1.0, abs(slope))
    written, true = np.array([slope, read(value)]), np.array([frame.truth.z[row], frame.truth.y[row]])
    assert (relation == "=") == np.allclose(written, true, rtol=1e-9, atol=1e-9)
    return equation.code


@law(2, 3)
def printed_losses_are_the_losses(frame: Frame) -> Any:
    losses = frame.truth.losses(frame.theta)
    parts = frame.all_of(LossValues) if frame.measurable else []
    for part in parts:
        for row, value in part.values.items():
            shows(value, losses[row], f"the loss of row {row + 1}")
            assert part.names[row].code == f"ell_{index_of(frame, row)}"
    return ("walking" if frame.walking else "at rest") if parts else None


@law(2)
def strips_carry_their_rows(frame: Frame) -> Any:
    strips, found = frame.act.strips, 0
    wanted = columns(frame)
    for row in frame.lesson.shown if frame.at_rest else ():
        for name in ("x", "y"):
            numeral = strips.numbers[row][name]
            if frame.stands(numeral):
                shows(numeral, float(wanted[name][row]), f"{name} of row {row + 1}")
                found += 1
        formula: Formula = strips.loss_of[row]
        assert formula.code.count(f"_{index_of(frame, row)}") >= 3
    return found or None
