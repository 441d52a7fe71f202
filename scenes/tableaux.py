"""The standing pictures between two acts: what the one ends on, the other starts from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import Mobject, VGroup

from core import GradientWindow, Lesson
from scenes.cast import Cast, cast
from scenes.notation import (
    decimals_for,
    equals,
    in_formula,
    in_words,
    same_decimals,
    times,
    vector_in_formula,
)
from scenes.parts.data_plot import DataPlot
from scenes.parts.gradient_arrow import GradientArrow
from scenes.parts.gradient_plane import GradientPlane, fan_marks
from scenes.parts.panel_values import GradientValues, LossValues
from scenes.parts.panels import PanelSet, block, grid
from scenes.parts.parameter_plane import ParameterPlane
from scenes.parts.rows_table import RowsTable
from scenes.parts.spacing import fitted
from scenes.parts.typeset import Formula, Words, named
from scenes.theme import LAYOUT, SIZE, Theme

PLOT_CENTER, PLOT_SIZE = (-3.25, 2.1), (4.8, 1.75)
MODEL_AT, MODEL_RIGHT = (-3.45, 0.57, 0), -0.5
TABLE_CORNER = (LAYOUT.left, 0.04)
PLANE_CENTER, PLANE_SIDE = (3.55, -0.5), 3.95
TITLE_AT = (3.55, LAYOUT.heading_y, 0)
RISK_AT, RISK_GAP = (3.6, 2.57, 0), 0.15


@dataclass
class TableAndSurface:
    """Slide 1: the table, its plot, and the one loss surface over all examples."""

    cast: Cast
    plot: DataPlot
    model: Formula
    table: RowsTable
    plane: ParameterPlane
    title: Words
    risk: VGroup

    @property
    def standing(self) -> tuple[Mobject, ...]:
        """All that stands, in the order of drawing."""
        return (self.plot, self.model, self.table, self.plane, *self.plane.marks, self.title, self.risk)


def table_and_surface(lesson: Lesson, theme: Theme) -> TableAndSurface:
    """Build slide 1."""
    players = cast(lesson, theme)
    plane = ParameterPlane(lesson, theme, lesson.risk_heights, PLANE_CENTER, PLANE_SIDE)
    return TableAndSurface(
        cast=players,
        plot=DataPlot(lesson, players, theme, PLOT_CENTER, PLOT_SIZE),
        model=fitted(model_formula(lesson, theme).move_to(MODEL_AT), LAYOUT.left, MODEL_RIGHT),
        table=RowsTable(lesson, players, theme, TABLE_CORNER),
        plane=plane,
        title=Words(title_of_surface(lesson), SIZE.label, theme.quiet).place(TITLE_AT),
        risk=risk_formulas(lesson, theme).move_to(RISK_AT),
    )


def title_of_surface(lesson: Lesson) -> str:
    """The slide's words over the loss surface."""
    examples = "the one example" if lesson.one_example else f"all {in_words(lesson.n_examples)} examples"
    return f"loss surface over {examples}"


def model_formula(lesson: Lesson, theme: Theme, cap_height: float = SIZE.formula * 0.85) -> Formula:
    """The model, with the unit of x that the film draws in where that isn't x itself."""
    letter = "x" if lesson.units.is_identity else "z"
    code = f"hat(y)_i = {named('theta_0 + theta_1', 'knobs')} {letter}_i"
    if not lesson.units.is_identity:
        code += f", quad z = {unit_code(lesson)}"
    return Formula(code, cap_height, theme.ink)


def unit_code(lesson: Lesson) -> str:
    """z as a Typst formula in x."""
    center, scale = (in_formula(v, decimals_for([v])) for v in (lesson.units.center, lesson.units.scale))
    sign = "+" if lesson.units.center < 0 else "-"
    top = "x" if lesson.units.center == 0 else f"x {sign} {center.lstrip(chr(0x2212))}"
    if lesson.units.scale == 1:
        return top
    scale = f"({scale})" if " dot " in scale else scale  # a power of ten is divided by whole
    return f"({top}) \\/ {scale}" if lesson.units.center else f"x \\/ {scale}"


def risk_formulas(lesson: Lesson, theme: Theme) -> VGroup:
    """The mean loss, and below it its value at theta."""
    decimals = same_decimals(lesson.losses[list(lesson.shown)], lesson.risk)
    value = f"{equals(lesson.risk, decimals)} {in_formula(lesson.risk, decimals)}"
    place = ", ".join(in_formula(part, decimals_for(lesson.theta)) for part in lesson.theta)
    n = lesson.n_examples
    mean = f"L(theta) = inline(1/{n} sum_(i=1)^{n}) inline(1/2) (hat(y)_i - y_i)^2"
    formulas = VGroup(*(Formula(code, SIZE.label * 1.1, theme.ink) for code in (mean, f"L({place}) {value}")))
    return formulas.arrange(np.array([0.0, -1.0, 0.0]), buff=RISK_GAP)


@dataclass
class PanelsWithLosses:
    """Slide 2: one loss surface a row, with theta and the loss there."""

    cast: Cast
    panels: PanelSet
    losses: LossValues

    @property
    def standing(self) -> tuple[Mobject, ...]:
        """All that stands, in the order of drawing."""
        return (self.panels, self.panels.dots, self.losses)


def panels_with_losses(lesson: Lesson, theme: Theme) -> PanelsWithLosses:
    """Build slide 2."""
    players = cast(lesson, theme)
    panels = PanelSet(lesson, players, theme, grid)
    return PanelsWithLosses(players, panels, LossValues(lesson, panels, theme))


@dataclass
class PanelsWithGradients:
    """Slide 3: the gradient of each row's loss at one theta."""

    cast: Cast
    panels: PanelSet
    gradients: GradientValues
    scale: Words

    @property
    def standing(self) -> tuple[Mobject, ...]:
        """All that stands, in the order of drawing."""
        return (self.panels, self.panels.arrows, self.panels.dots, self.gradients, self.scale)


def panels_with_gradients(lesson: Lesson, theme: Theme) -> PanelsWithGradients:
    """Build slide 3."""
    players = cast(lesson, theme)
    panels = PanelSet(lesson, players, theme, grid)
    return PanelsWithGradients(
        players, panels, GradientValues(lesson, panels, theme), scale_words(lesson.arrow_scale, theme)
    )


def scale_words(kappa: float, theme: Theme) -> Words:
    """How long arrows are drawn, at the upper right: units of theta to a unit of gradient."""
    return slide_words(f"arrows at {times(kappa)}", theme)


def two_scales(lesson: Lesson, theme: Theme) -> Words:
    """How long the rows' arrows and the full gradient's are drawn beside each other."""
    if lesson.whole_arrow_scale == lesson.arrow_scale:
        return scale_words(lesson.arrow_scale, theme)
    rows, whole = times(lesson.arrow_scale), times(lesson.whole_arrow_scale)
    return slide_words(f"rows at {rows}, the whole at {whole}", theme)


GRADIENTS_CENTER, GRADIENTS_SIZE = (0.35, 0.12), (5.6, 5.0)
FORMULAS_AT, FORMULAS_LEFT = (4.6, 1.8, 0), 3.2
VALUE_BELOW = 1.42
EQUALLY_AT = (4.6, -0.75, 0)
FULL_WEIGHT = 1.5
PARKED_AT, PARKED_ROOM = (4.3, -1.95, 0), (2.4, 1.7)


@dataclass
class FullGradientSlide:
    """Slide 4: the panels as a block, their gradients from one origin, and the full gradient among them."""

    cast: Cast
    panels: PanelSet
    plane: GradientPlane
    fan: VGroup
    marks: VGroup
    full: GradientArrow
    full_name: Formula
    title: Words
    equation: Formula
    value: Formula
    equally: Words

    @property
    def standing(self) -> tuple[Mobject, ...]:
        """All that stands, in the order of drawing."""
        return (
            self.panels,
            self.panels.arrows,
            self.panels.dots,
            self.plane,
            self.plane.others,
            self.plane.others_name,
            self.fan,
            self.marks,
            self.full,
            self.full_name,
            self.title,
            self.equation,
            self.value,
            self.equally,
        )


def full_gradient_slide(lesson: Lesson, theme: Theme) -> FullGradientSlide:
    """Build slide 4."""
    players = cast(lesson, theme)
    plane = gradient_plane(lesson, players, theme, lesson.fan_window, fan_ways(lesson))
    equation = Formula(
        "{{ nabla L : full }} = {{ bb(E)_i bracket.l nabla ell_i bracket.r : mean }}",
        SIZE.big_formula,
        theme.ink,
    )
    decimals = decimals_for(lesson.full_gradient)
    value = Formula(
        f"{equals(lesson.full_gradient, decimals)} {vector_in_formula(lesson.full_gradient, decimals)}",
        SIZE.big_formula,
        theme.ink,
    )
    equation.move_to(FORMULAS_AT)
    return FullGradientSlide(
        cast=players,
        panels=PanelSet(lesson, players, theme, block, named=False),
        plane=plane,
        fan=VGroup(*plane.fan().values()),
        marks=fan_marks(plane),
        full=plane.arrow(lesson.full_gradient, theme.ink, weight=FULL_WEIGHT).filled(),
        full_name=plane.name_at_tip(lesson.full_gradient, "nabla L"),
        title=slide_words("gradient w.r.t. whole data", theme),
        equation=equation,
        value=fitted(value.move_to(FORMULAS_AT).shift([0, -VALUE_BELOW, 0]), FORMULAS_LEFT, LAYOUT.right),
        equally=Words("each row equally likely", SIZE.label, theme.quiet).place(EQUALLY_AT),
    )


def fan_ways(lesson: Lesson) -> list[np.ndarray]:
    """The lines (2, 2) on which the arrows of the rows shown lie, from the origin."""
    return [np.vstack([np.zeros(2), lesson.gradients[row]]) for row in lesson.shown]


def gradient_plane(
    lesson: Lesson, players: Cast, theme: Theme, window: GradientWindow, ways: Sequence[np.ndarray] = ()
) -> GradientPlane:
    """A gradient plane in its place, to a scale at which the full gradient can wait beside it.

    ``ways`` are lines through gradients that will be drawn, which its numbers keep clear of.
    """
    length = np.abs(lesson.full_gradient)
    waiting = [room / part for room, part in zip(PARKED_ROOM, length, strict=True) if part > 0]
    return GradientPlane(
        lesson,
        players,
        theme,
        GRADIENTS_CENTER,
        GRADIENTS_SIZE,
        window,
        most_unit=min(waiting, default=np.inf),
        ways=ways,
    )


def slide_words(text: str, theme: Theme) -> Words:
    """Words at the upper right: the slides' own, or how long arrows are drawn."""
    return Words(text, SIZE.label, theme.quiet).place([LAYOUT.right, LAYOUT.heading_y, 0], "right")
