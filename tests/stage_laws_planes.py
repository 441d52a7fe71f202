"""Laws of every picture of theta: equal units, ticks, level lines, panels, arrows."""

from typing import Any

import numpy as np
from manim import Mobject
from stage_frame import CLOSE, Frame, index_of, law, same_place, written
from stage_truth import inverse, numbers_in

from scenes.parts.gradient_arrow import GradientArrow, GrowArrow
from scenes.parts.loss_surface import LossSurface
from scenes.parts.parameter_plane import ParameterPlane
from scenes.parts.sheets import Sheet
from scenes.parts.typeset import Words

ALL = (1, 2, 3, 4, 5)
PANELLED = (2, 3, 4, 5)
# The beats of act 2 in which theta rests in a row's valley.
IN_THE_VALLEY = ("a-whole-line-of-knobs", "a-valley-not-a-bowl")
LEVEL_SLACK = 0.06  # of the distance between levels: lines are drawn through a grid
MOST_LEVELS = 64


@law(*ALL)
def axes_have_equal_units(frame: Frame) -> Any:
    """theta_0 to the right, theta_1 up, the same length for both, and the window from rim to rim."""
    for plane in frame.planes:
        right, up = (plane.c2p(end) - plane.c2p((0, 0)) for end in ((1, 0), (0, 1)))
        same_place(right, (plane.unit, 0), "a unit of theta_0")
        same_place(up, (0, plane.unit), "a unit of theta_1")
        corners = plane.surface.get_start_anchors()[:4]
        window = frame.lesson.window
        lows_highs = [(window.theta0[i], window.theta1[j]) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
        for corner, theta in zip(corners, lows_highs, strict=True):
            same_place(corner, plane.c2p(theta), "a corner of the window")
    return len(frame.planes)


@law(1, 2, 4, 5)
def ticks_stand_at_their_values(frame: Frame) -> Any:
    found = 0
    for plane in frame.planes if frame.measurable else ():
        centers = [tick.anchor.get_center() for tick in plane.ticks if frame.stands(tick)]
        for tick, place in zip(plane.ticks, centers, strict=False):
            (value,) = numbers_in(tick.text)
            across, up = inverse(plane.c2p)(place)
            axis_ends = frame.lesson.window.theta1[0], frame.lesson.window.theta0[0]
            below = up < axis_ends[0]
            middle = place + (tick.above.get_center() - place) / 2
            at = across if below else inverse(plane.c2p)(middle)[1]
            assert abs(at - value) * plane.unit < CLOSE, f"{tick.text} stands at {at}"
            found += 1
    return found or None


@law(*ALL)
def theta_is_the_same_everywhere(frame: Frame) -> Any:
    """One theta, in all planes; at rest it is the lesson's."""
    if not frame.measurable or not frame.thetas:
        return None
    width = frame.lesson.window.width
    for theta in frame.thetas:
        assert np.hypot(*(theta - frame.thetas[0])) < 1e-6 * width
    if frame.at_rest and frame.beat not in IN_THE_VALLEY:
        assert np.hypot(*(frame.thetas[0] - frame.lesson.theta)) < 1e-6 * width
    return "walking" if frame.walking else "at rest"


@law(1, 4, 5, applies=lambda lesson: lesson.minimizer is not None)
def the_cross_marks_the_minimizer(frame: Frame) -> Any:
    crossed = [plane for plane in frame.planes if frame.stands(plane.cross)]
    for plane in crossed if frame.at_rest else ():
        same_place(plane.cross.get_center(), plane.c2p(frame.truth.minimizer()), "the cross")
    return len(crossed) or None


@law(*PANELLED)
def valleys_are_where_a_loss_is_zero(frame: Frame) -> Any:
    shown = 0
    for panel in frame.panels:
        if panel.valley.get_stroke_opacity() == 0 or not frame.stands(panel.valley):
            continue
        for end in (panel.valley.get_start(), panel.valley.get_end()):
            theta = inverse(panel.plane.c2p)(end)
            assert frame.truth.off_valley(panel.member.row, theta) * panel.plane.unit < CLOSE
        shown += 1
    return shown or None


@law(*PANELLED)
def an_index_names_its_row(frame: Frame) -> Any:
    for part in (*frame.panels, *frame.all_of(Sheet)):
        assert written(part.index) == index_of(frame, part.member.row)
        assert part.member.color == frame.act.theme.rows[part.member.slot]
    return len(frame.panels) + len(frame.all_of(Sheet)) or None


@law(3, 4)
def arrows_of_panels_are_gradients(frame: Frame) -> Any:
    """Tail at theta; tip at theta + kappa gradient, in units of the axes; one kappa for all."""
    gradients = frame.truth.gradients(frame.lesson.theta)
    kappa = frame.lesson.arrow_scale
    shown = [panel for panel in frame.panels if frame.stands(panel.arrow)]
    for panel in shown:
        place = inverse(panel.plane.c2p)
        tail, tip = place(panel.arrow.get_start()), place(panel.arrow.get_end())
        same_place(panel.plane.c2p(tail), panel.plane.c2p(frame.lesson.theta), "a tail")
        wanted = kappa * gradients[panel.member.row]
        grown = 1.0
        if frame.moved_by(panel.arrow, GrowArrow):
            grown = float(np.clip((tip - tail) @ wanted / max(wanted @ wanted, 1e-300), 0, 1))
        same_place(panel.plane.c2p(tip), panel.plane.c2p(tail + grown * wanted), "a tip")
    return len(shown) or None


@law(3, 4, 5)
def every_arrow_points_uphill(frame: Frame) -> Any:
    """A row's arrow along its gradient, an ink arrow along the full one, at every moment."""
    rows = {member.color: member.row for member in frame.act.slide.cast.members}
    gradients = frame.truth.gradients(frame.lesson.theta)
    full = frame.truth.full_gradient(frame.lesson.theta)
    arrows = frame.all_of(GradientArrow)
    for arrow in arrows:
        gradient = gradients[rows[arrow.tint]] if arrow.tint in rows else full
        vector, length = arrow.vector(), float(np.hypot(*gradient))
        assert vector @ gradient >= -CLOSE * length
        aside = vector[0] * gradient[1] - vector[1] * gradient[0]
        assert abs(aside) <= 1e-5 * length, f"an arrow goes along {vector}, its gradient along {gradient}"
    return len(arrows) or None


@law(3, 4, 5)
def the_scale_of_arrows_is_printed(frame: Frame) -> Any:
    """All scales that are printed are that of the theta-planes, or that of the gradient plane's axes."""
    printed = [word for word in frame.all_of(Words) if word.text.startswith("arrows at")]
    for words in printed:
        (scale,) = numbers_in(words.text)
        assert scale in (1.0, frame.lesson.arrow_scale)
    return tuple(numbers_in(words.text)[0] for words in printed) if frame.at_rest and printed else None


class Recorder:
    """In place of a cairo context: keeps the lines that are stroked, one list of polylines a stroke."""

    def __init__(self) -> None:
        self.strokes: list[list[list[tuple[float, float]]]] = []
        self._lines: list[list[tuple[float, float]]] = []

    def move_to(self, x: float, y: float) -> None:
        self._lines.append([(x, y)])

    def line_to(self, x: float, y: float) -> None:
        self._lines[-1].append((x, y))

    def stroke(self) -> None:
        self.strokes.append(self._lines)
        self._lines = []

    def __getattr__(self, name: str) -> Any:
        return lambda *args: None


def strokes_of(surface: LossSurface, camera: Any) -> list[np.ndarray]:
    """The level lines that a flat surface paints, all points (M, 2) of a level together, in u, v."""
    context = Recorder()
    surface.paint(context, camera)  # type: ignore[arg-type]
    to_ground = inverse(lambda place: surface.project(*place))
    return [
        np.array([to_ground(point) for line in lines for point in line])
        for lines in context.strokes[1:]  # the first is the rim
    ]


def owners(frame: Frame) -> list[tuple[LossSurface, list[int]]]:
    """Surfaces on stage, each with the rows of which it is the mean loss."""
    everything = list(range(frame.truth.n))
    found = [(panel.plane.surface, [panel.member.row]) for panel in frame.panels]
    found += [(sheet.surface, [sheet.member.row]) for sheet in frame.all_of(Sheet)]
    act, own = frame.act, {id(surface) for surface, _ in found}
    planes = [plane for plane in frame.planes if id(plane.surface) not in own]
    for plane in planes:
        if plane is getattr(act, "own_plane", None):
            found.append((plane.surface, [act.chosen.row]))
        elif plane is getattr(act, "map", None):
            continue  # it has laws of its own
        else:
            row = row_of(act, plane)
            found.append((plane.surface, everything if row is None else [row]))
    return [(surface, rows) for surface, rows in found if frame.stands(surface)]


def row_of(act: Any, plane: ParameterPlane) -> int | None:
    """The row of whose panel this is the plane, also where the panel itself isn't on stage."""
    slides = (getattr(act, name, None) for name in ("slide", "next_slide", "end_slide"))
    sets = [slide.panels for slide in slides if hasattr(slide, "panels")]
    panels = [panel for each in sets for panel in each.panels.values()]
    return next((panel.member.row for panel in panels if panel.plane is plane), None)


def true_heights(frame: Frame, rows: list[int], count: int) -> np.ndarray:
    """Mean loss (count, count) of some rows over the window."""
    window = frame.lesson.window
    first, second = (np.linspace(c - window.width / 2, c + window.width / 2, count) for c in window.center)
    return frame.truth.surface(rows, first[:, None], second[None, :])


@law(*ALL)
def surfaces_have_their_heights(frame: Frame) -> Any:
    found = owners(frame) if frame.at_rest else []
    for surface, rows in found:
        wanted = true_heights(frame, rows, len(surface.heights))
        assert np.max(np.abs(surface.heights - wanted)) < 1e-6 * np.max(wanted)
    return len(found) or None


@law(*ALL)
def level_lines_lie_at_their_levels(frame: Frame) -> Any:
    """Each at (k h)^2 / 2 when they are at rest; along each the height is one while they spread."""
    step, counted = frame.lesson.level_step, 0
    for surface, rows in owners(frame):
        spreading = surface.spread not in (0.0, 1.0)
        if surface.presence < 1 or not (frame.at_rest or spreading):
            continue
        roots = [level_roots(frame, rows, line) / step for line in strokes_of(surface, frame.act.camera)]
        for root in roots:
            assert np.ptp(root) < 2 * LEVEL_SLACK, (
                f"a level line runs from {root.min()} to {root.max()} steps"
            )
            if not spreading:
                assert np.max(np.abs(root - round(float(root.mean())))) < LEVEL_SLACK
        if surface.spread == 1:
            reached = np.sqrt(2 * true_heights(frame, rows, len(surface.heights))) / step
            lowest, highest = max(reached.min(), 0.5) + 0.1, reached.max() - 0.1
            wanted = set(np.arange(np.ceil(lowest), highest).astype(int).tolist())
            painted = {round(float(root.mean())) for root in roots}
            assert wanted <= painted or len(wanted) > MOST_LEVELS, f"levels {wanted - painted} are missing"
        counted += len(roots)
    return counted or None


def level_roots(frame: Frame, rows: list[int], line: np.ndarray) -> np.ndarray:
    """sqrt(2 loss) along a line (M, 2) in u, v: even steps for even levels."""
    theta = frame.lesson.window.center + frame.lesson.window.width * line
    return np.sqrt(2 * frame.truth.surface(rows, theta[:, 0], theta[:, 1]))


def on_line(place: np.ndarray, line: Mobject) -> float:
    """How far a place (3,) of the picture is from a straight line on it."""
    start, way = line.get_start(), line.get_end() - line.get_start()
    length = float(np.linalg.norm(way))
    if length < CLOSE:
        return float(np.linalg.norm(place - start))
    return float(np.linalg.norm(np.cross(place - start, way)) / length)
