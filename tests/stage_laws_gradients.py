"""Laws of acts 3 and 4: square to the level lines, the fan, the chain, the mean, the hollow arrow."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from manim import Line
from stage_frame import CLOSE, Frame, index_of, law, same_place, shows, written
from stage_laws_data import honest
from stage_laws_planes import level_roots
from stage_truth import inverse, numbers_in, read, says

from scenes.parts.gradient_arrow import GrowArrow
from scenes.parts.gradient_plane import GradientPlane
from scenes.parts.numeral import Numeral
from scenes.parts.panel_values import GradientValues
from scenes.parts.readout import ThetaReadout

VECTOR = re.compile(r"(?:(=|approx) +)?vec\((.+?), (.+?)\)(?=$| )")
PRODUCT = re.compile(r"&(=|approx) ([^{}&]+?) vec\(1, (.+?)\) (=|approx) vec\((.+?), ([^ ]+?)\)$")
SQUARE = np.cos(np.deg2rad(89.5))


def anchors_of(line: Any) -> list[np.ndarray]:
    """The corners of a line, each once."""
    points = line.get_anchors()
    return [points[0], *(b for a, b in pairwise(points) if np.linalg.norm(b - a) > CLOSE)]


def cosine(first: np.ndarray, second: np.ndarray) -> float:
    return float(abs(first[:2] @ second[:2]) / (np.hypot(*first[:2]) * np.hypot(*second[:2])))


@law(3)
def theta_is_written_as_it_is(frame: Frame) -> Any:
    readouts = frame.all_of(ThetaReadout) if frame.measurable else []
    for readout in readouts:
        for value, component in zip(readout.values, frame.theta, strict=True):
            shows(value, float(component), "theta")
    return ("walking" if frame.walking else "at rest") if readouts else None


@law(3)
def printed_gradients_are_the_gradients(frame: Frame) -> Any:
    gradients = frame.truth.gradients(frame.lesson.theta)
    parts = frame.all_of(GradientValues)
    for part in parts:
        for row, vector in part.vectors.items():
            ((_, *written),) = VECTOR.findall(vector.code)
            for text, component in zip(written, gradients[row], strict=True):
                assert says(text, component), f"gradient of row {row + 1}: {vector.code}"
            assert part.names[row].code == f"nabla ell_{index_of(frame, row)}"
    return len(parts) or None


@law(3)
def the_arrow_is_square_to_the_level_line(frame: Frame) -> Any:
    """On the screen, to half a degree; the line is the level of the loss at theta and runs through it."""
    angle, big, row = frame.act.right_angle, frame.act.big, frame.act.chosen.row
    standing = frame.stands(angle.line) and frame.stands(big.arrow)
    if not frame.at_rest or not standing or not angle.line.has_points():
        return None
    place = inverse(big.plane.c2p)
    points = anchors_of(angle.line)
    anchors = np.array([place(point) for point in points])
    nearest = int(np.argmin(np.hypot(*(anchors - frame.lesson.theta).T)))
    near = points[max(0, nearest - 1) : nearest + 2]
    assert cosine(near[-1] - near[0], big.arrow.vector()) < SQUARE
    ground = (anchors - frame.lesson.window.center) / frame.lesson.window.width
    roots = level_roots(frame, [row], ground)
    here = np.sqrt(2 * frame.truth.losses(frame.lesson.theta)[row])
    assert np.max(np.abs(roots - here)) < 0.01 * frame.lesson.level_step
    first, corner, *_, last = anchors_of(angle.corner)
    assert cosine(corner - first, last - corner) < SQUARE
    return "square"


@law(3)
def error_times_input_is_the_gradient(frame: Frame) -> Any:
    formula, row = getattr(frame.act, "formula", None), frame.act.chosen.row
    if not frame.at_rest or not frame.stands(formula):
        return None
    (found,) = PRODUCT.findall(formula.code)
    first_sign, residual, z, sign, *components = found
    theta = frame.lesson.theta
    wanted = (frame.truth.residuals(theta)[row], frame.truth.z[row], *frame.truth.gradients(theta)[row])
    for text, value in zip((residual, z, *components), wanted, strict=True):
        assert says(text, value), f"{text} for {value}"
    exact = [abs(read(t) - v) <= 1e-9 for t, v in zip((residual, z, *components), wanted, strict=True)]
    assert (first_sign == "=") == all(exact[:2]), f"a rounded factor: {formula.code}"
    assert (sign == "=") == all(exact[2:]), f"a rounded result: {formula.code}"
    return formula.code


def planes_of(frame: Frame) -> list[GradientPlane]:
    return [frame.act.plane, frame.act.far]


def orders(frame: Frame) -> dict[str, Sequence[int]]:
    lesson = frame.lesson
    return {"reading": lesson.reading_order, "own": lesson.other_orders[0], "other": lesson.other_orders[1]}


def chain_ends(frame: Frame, order: Sequence[int]) -> np.ndarray:
    """Where the chain's links end (N, 2): running sums, over N where rows are hidden."""
    sums = frame.truth.sums(frame.lesson.theta, order)
    return sums / frame.truth.n if frame.lesson.hides_rows else sums


def arrangement(frame: Frame) -> tuple[str, GradientPlane]:
    """How the arrows of the rows lie at rest: as the fan of a plane, or as the chain of an order."""
    gradients = frame.truth.gradients(frame.lesson.theta)
    arrows = frame.act.fan
    for plane in planes_of(frame):
        share = 1 / frame.truth.n if frame.lesson.hides_rows and plane is frame.act.far else 1.0
        fits = {"fan": {row: (np.zeros(2), share * gradients[row]) for row in arrows}}
        for name, order in orders(frame).items():
            ends = chain_ends(frame, order)
            tails = np.vstack([np.zeros((1, 2)), ends[:-1]])
            assert sorted(order) == list(range(frame.truth.n))
            fits[name] = {row: (tails[order.index(row)], ends[order.index(row)]) for row in arrows}
        for name, links in fits.items():
            if all(lies(arrows[row], plane, *link) for row, link in links.items()):
                return name, plane
    raise AssertionError("the arrows are neither a fan nor a chain of running sums")


def lies(arrow: Any, plane: GradientPlane, tail: np.ndarray, tip: np.ndarray) -> bool:
    ends = zip((arrow.get_start(), arrow.get_end()), (tail, tip), strict=True)
    return all(np.hypot(*(found - plane.c2p(wanted))[:2]) < CLOSE for found, wanted in ends)


@law(4)
def arrows_are_a_fan_or_a_chain_of_running_sums(frame: Frame) -> Any:
    if (
        not frame.at_rest
        or not all(map(frame.stands, frame.act.fan.values()))
        or frame.stands(frame.act.end_slide.full)
    ):
        return None
    found, _ = arrangement(frame)
    wanted = {
        "add-and-divide": {"fan", "reading"},
        "order-does-not-matter": set(orders(frame)),
        "expectation": {"other", "fan"},
    }
    if frame.truth.n > 2:
        assert found in wanted.get(frame.beat, {"fan"}), f"{found} in {frame.beat}"
    return found


@law(4)
def all_arrows_have_one_scale_at_every_moment(frame: Frame) -> Any:
    gradients = frame.truth.gradients(frame.lesson.theta)
    arrows = {row: arrow for row, arrow in frame.act.fan.items() if frame.stands(arrow)}
    if frame.stands(frame.act.end_slide.full):
        return None
    scales = [
        arrow.vector() @ gradients[row] / (gradients[row] @ gradients[row])
        for row, arrow in arrows.items()
        if gradients[row] @ gradients[row] > 1e-20
    ]
    assert np.ptp(scales or [0]) < 1e-6, f"scales {scales}"
    return len(scales) or None


@law(4)
def axes_are_those_of_the_arrows(frame: Frame) -> Any:
    """One pair of axes, at the scale and from the origin of the arrows that lie in it; with its ticks."""
    act = frame.act
    fan = (
        act.fan
        if not frame.stands(act.end_slide.full)
        else dict(zip(act.fan, act.end_slide.fan, strict=True))
    )
    if not frame.at_rest or not all(map(frame.stands, fan.values())):
        return None
    plane = act.plane if fan is not act.fan else arrangement(frame)[1]
    standing = [p for p in planes_of(frame) if any(map(frame.stands, p.axes))]
    assert len(standing) == 1, f"axes of {len(standing)} planes"
    same_place(standing[0].origin, plane.origin, "the axes' origin")
    same_place((standing[0].unit, 0), (plane.unit, 0), "the axes' unit")
    axes_stand_where_gradients_do(frame, standing[0])
    others = [line for p in planes_of(frame) if p not in standing for line in (*p.axes, *p.scale_marks[0])]
    assert not any(map(frame.stands, others))
    return plane.unit


def axes_stand_where_gradients_do(frame: Frame, plane: GradientPlane) -> None:
    """Lines through the plane's origin, ticks at their values."""
    low, high = plane.window.lo, plane.window.hi
    across, up = plane.axes
    same_place(across.get_start(), plane.c2p((low[0], 0)), "the first axis")
    same_place(across.get_end(), plane.c2p((high[0], 0)), "the first axis")
    same_place(up.get_start(), plane.c2p((0, low[1])), "the second axis")
    same_place(up.get_end(), plane.c2p((0, high[1])), "the second axis")
    same_place(plane.c2p((1, 0)) - plane.c2p((0, 0)), (plane.unit, 0), "a unit")
    same_place(plane.c2p((0, 1)) - plane.c2p((0, 0)), (0, plane.unit), "a unit")
    ticks = [line for line in plane.scale_marks[0] if isinstance(line, Line)]
    numerals = [text for text in plane.scale_marks[0] if isinstance(text, Numeral)]
    axes = [int(np.argmax(np.abs(inverse(plane.c2p)(line.get_start())))) for line in ticks]
    numbered = set()
    for numeral in numerals:
        nearest = int(np.argmin([np.hypot(*(numeral.get_center() - t.get_start())[:2]) for t in ticks]))
        numbered.add(nearest)
        tick_stands_at_its_value(plane, ticks[nearest], numeral)
    assert all(map(frame.stands, ticks))
    assert {axes[tick] for tick in numbered} == set(axes), "an axis without a number has no scale"
    for tick in set(range(len(ticks))) - numbered:
        assert is_crowded(frame, plane, ticks[tick].get_start()), "a number is missing where it has room"


def is_crowded(frame: Frame, plane: GradientPlane, place: np.ndarray) -> bool:
    """Whether an axis' name, an arrow, or a link in one of the orders comes as near as a number is wide."""
    gradients = frame.truth.gradients(frame.lesson.theta)
    ways = [np.vstack([np.zeros(2), way]) for way in (gradients.mean(axis=0), *gradients)]
    if plane is getattr(frame.act, "far", None):
        ways += [np.vstack([np.zeros((1, 2)), chain_ends(frame, order)]) for order in orders(frame).values()]
    sides = [(plane.c2p(a)[:2], plane.c2p(b)[:2]) for way in ways for a, b in pairwise(way)]
    sides += [(name.get_left()[:2], name.get_right()[:2]) for name in plane.scale_marks[1]]
    return any(np.min(np.hypot(*(np.linspace(a, b, 200) - place[:2]).T)) < 0.8 for a, b in sides)


def tick_stands_at_its_value(plane: GradientPlane, line: Line, numeral: Numeral) -> None:
    (value,) = numbers_in(numeral.text)
    gradient = inverse(plane.c2p)(line.get_start())
    assert np.isclose(np.sum(gradient), value, atol=CLOSE / plane.unit), f"{value} at {gradient}"
    assert np.min(np.abs(gradient)) * plane.unit < CLOSE
    assert np.hypot(*(numeral.get_center() - line.get_start())[:2]) < 0.6


@law(4)
def the_hollow_arrow_is_the_full_gradient(frame: Frame) -> Any:
    """By its own formula, at the scale of what it stands in or beside."""
    hollow, act = getattr(frame.act, "hollow", None), frame.act
    if not frame.at_rest or not frame.stands(hollow) or frame.moved_by(hollow, GrowArrow):
        return None
    full = frame.truth.full_gradient(frame.lesson.theta)
    if frame.stands(act.whole):
        same_place(hollow.get_start(), act.whole.c2p(frame.lesson.theta), "its tail")
        scale = frame.lesson.arrow_scale * act.whole.unit
    elif all(map(frame.stands, act.fan.values())):
        scale = arrangement(frame)[1].unit
    else:
        scale = act.plane.unit
    same_place(hollow.vector(), scale * full, "the full gradient")
    return "hollow" if hollow.get_fill_opacity() == 0 else "filled"


@law(4)
def the_last_arrows_are_mean_and_full_gradient(frame: Frame) -> Any:
    slide = frame.act.end_slide
    if not frame.at_rest or not frame.stands(slide.full):
        return None
    plane, theta = slide.plane, frame.lesson.theta
    same_place(slide.full.get_start(), plane.c2p((0, 0)), "the full gradient's tail")
    same_place(slide.full.get_end(), plane.c2p(frame.truth.full_gradient(theta)), "the full gradient")
    mean = frame.truth.gradients(theta).sum(axis=0) / frame.truth.n
    same_place(slide.full.get_end(), plane.c2p(mean), "the mean")
    for member, arrow in zip(slide.cast.members, slide.fan, strict=True):
        wanted = plane.c2p(frame.truth.gradients(theta)[member.row])
        same_place(arrow.get_end(), wanted, f"gradient {member.row}")
    ((sign, *written),) = VECTOR.findall(slide.value.code)
    for text, value in zip(written, mean, strict=True):
        assert says(text, value)
    if sign == "=":
        for text, value in zip(written, mean, strict=True):
            honest(sign, text, value)
    return "full"


@law(4)
def the_mean_arrow_is_sum_over_n_and_says_so(frame: Frame) -> Any:
    """From the sum it shrinks to the mean, with its figures: it is the mean where the formula says 1/N."""
    act, mean = frame.act, getattr(frame.act, "mean", None)
    if not frame.stands(mean) or frame.moved_by(mean, GrowArrow) or frame.stands(act.end_slide.full):
        return None
    total = frame.truth.gradients(frame.lesson.theta).sum(axis=0)
    chained = frame.beat in ("add-and-divide", "order-does-not-matter")
    plane = arrangement(frame)[1] if frame.at_rest else act.far if chained else act.plane
    vector = mean.vector() / plane.unit
    if chained or frame.at_rest:
        same_place(mean.get_start(), plane.origin, "the mean's tail")
        for numeral, component in zip(act.value.values, vector, strict=True):
            if frame.stands(act.value.values[0]):
                shows(numeral, float(component), "the mean's figures")
    if frame.at_rest:
        divided = "weight" not in act.formula.labelled or frame.stands(act.formula.part("weight")[0])
        wanted = total / frame.truth.n if divided else total
        same_place(mean.get_end(), plane.c2p(wanted), "the mean's tip")
        return "mean" if divided else "sum"
    return "sum" if np.allclose(vector, total, atol=1e-9 * np.abs(total).max()) else "between"


@law(4)
def no_number_lies_on_a_link(frame: Frame) -> Any:
    """Neither the indices beside the links nor the numbers of the axes that the links cross."""
    marks = getattr(frame.act, "chain_marks", None)
    if not frame.at_rest or not frame.stands(marks):
        return None
    figures = [text for text in frame.act.far.scale_marks[0] if isinstance(text, Numeral)]
    links = frame.act.fan.values()
    for text in (*marks, *figures):
        assert not any(crosses(arrow.get_start(), arrow.get_end(), text) for arrow in links), written(text)
    return len(marks) and len(figures)


def crosses(start: np.ndarray, end: np.ndarray, text: Any) -> bool:
    """Whether a segment runs through a text's box: what each side leaves of it, from 0 to 1, isn't empty."""
    low, high = text.get_corner([-1, -1, 0])[:2], text.get_corner([1, 1, 0])[:2]
    way = (end - start)[:2]
    if np.any((way == 0) & ((start[:2] < low) | (start[:2] > high))):
        return False
    moving = way != 0
    shares = np.stack([low - start[:2], high - start[:2]])[:, moving] / way[moving]
    return bool(max(0.0, *shares.min(axis=0)) < min(1.0, *shares.max(axis=0)))


@law(4, applies=lambda lesson: lesson.hides_rows)
def the_line_runs_through_all_running_means(frame: Frame) -> Any:
    line = frame.act.chain.line
    if not frame.at_rest or not frame.stands(line):
        return None
    name, plane = arrangement(frame)
    means = chain_ends(frame, orders(frame)[name])
    corners = np.array([inverse(plane.c2p)(point) for point in line.get_anchors()])
    wanted = np.vstack([np.zeros((1, 2)), means])
    distances = [np.min(np.hypot(*(corners - place).T)) for place in wanted]
    assert max(distances) * plane.unit < CLOSE
    return name


@law(4, applies=lambda lesson: lesson.hides_rows and lesson.gradient_cloud is None)
def hidden_gradients_are_thin_lines(frame: Frame) -> Any:
    plane = frame.act.plane
    if not frame.at_rest or not frame.stands(plane.others):
        return None
    hidden = [row for row in range(frame.truth.n) if row not in frame.lesson.shown]
    for row, line in zip(hidden, plane.others, strict=True):
        same_place(line.get_start(), plane.origin, "a thin line's start")
        wanted = plane.c2p(frame.truth.gradients(frame.lesson.theta)[row])
        same_place(line.get_end(), wanted, f"gradient {row + 1}")
    return len(hidden)


@law(4)
def beads_balance_at_the_mean(frame: Frame) -> Any:
    balance, plane = getattr(frame.act, "balance", None), frame.act.plane
    if not frame.at_rest or frame.beat != "expectation" or not frame.stands(balance):
        return None
    beads, spokes = balance
    gradients = frame.truth.gradients(frame.lesson.theta)
    center = plane.c2p(gradients.sum(axis=0) / frame.truth.n)
    for row, bead, spoke in zip(frame.act.fan, beads, spokes, strict=True):
        same_place(bead.get_center(), plane.c2p(gradients[row]), f"bead {row + 1}")
        same_place(spoke.get_start(), plane.c2p(gradients[row]), f"spoke {row + 1}")
        same_place(spoke.get_end(), center, f"spoke {row + 1}")
    return len(beads)
