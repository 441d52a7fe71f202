"""Act 2: consider individual data points to compute loss."""

import numpy as np
from manim import FadeIn, FadeOut, ReplacementTransform, Transform, TransformFromCopy, smooth

from scenes.act01_data_table import DataTable
from scenes.notation import decimals_for, equals, in_formula
from scenes.parts.data_plot import DataPlot
from scenes.parts.loss_surface import Spread
from scenes.parts.parameter_plane import ParameterPlane
from scenes.parts.strips import Strips
from scenes.parts.trail import Trail
from scenes.parts.typeset import Formula
from scenes.parts.walk import Walk, straight
from scenes.stage import Act, beat
from scenes.tableaux import panels_with_losses, table_and_surface
from scenes.theme import PACE, SIZE

PLOT_CENTER, PLOT_SIZE = (0.5, 0.1), (2.5, 3.5)
PLOT_GAP, NARROWEST = 0.06, 1.2
PLANE_CENTER, PLANE_SIDE = (4.2, 0.1), 3.4
VALLEY_RIGHT_AT = (6.35, 2.6, 0)
DIM = 0.35


class IndividualLosses(Act):
    """Each row alone makes a loss surface of its own: a valley."""

    number = 2
    slug = "individual-losses"
    heading = "Consider individual data points to compute loss"

    def setup(self) -> None:
        """Start from slide 1; build the strips and the panels that the rows become."""
        super().setup()
        self.slide = table_and_surface(self.lesson, self.theme)
        self.open_with(DataTable, *self.slide.standing)
        self.chosen = self.slide.cast.members[min(1, len(self.slide.cast.members) - 1)]
        self.leaving_first = [self.slide.title, self.slide.risk]
        self.strips = Strips(self.lesson, self.slide.cast, self.theme)
        self.next_slide = panels_with_losses(self.lesson, self.theme)
        self.own_plane = ParameterPlane(
            self.lesson,
            self.theme,
            self.lesson.heights(self.chosen.row),
            PLANE_CENTER,
            PLANE_SIDE,
            crossed=False,
        )
        self.own_plane.surface.spread = 0.0

    def construct(self) -> None:
        """The storyboard."""
        self.one_row_at_a_time()
        self.which_lines_fit_one_point()
        self.a_whole_line_of_knobs()
        self.a_valley_not_a_bowl()
        self.different_wishes()

    @beat(one_example="Take the one row.")
    def one_row_at_a_time(self) -> None:
        """Take the rows one at a time."""
        slide, plane = self.slide, self.slide.plane
        cross = [mark for mark in plane.marks if mark not in plane.theta_marks]
        self.play(Spread(plane.surface, spread=0.0), *map(FadeOut, cross), run_time=PACE.brisk)
        self.play(
            Transform(slide.plot, self._plot_between_strips_and_plane()),
            Transform(plane, self.own_plane),
            Transform(plane.dot, self.own_plane.dot),
            Transform(plane.dot_name, self.own_plane.dot_name),
            FadeOut(slide.model, slide.table.column("residual"), slide.table.rule),
            run_time=PACE.steady,
        )
        self.take_off(plane, plane.dot, plane.dot_name)
        self.add(self.own_plane, self.own_plane.dot_name, self.own_plane.dot)
        self.play(*self.strips.from_table(slide.table), run_time=PACE.steady)
        self.strips.take_place_of(slide.table, self)
        self.play(FadeIn(self.strips.losses), run_time=PACE.brisk)
        self.show_formulas(self.strips.losses)

    @beat(one_example="Which lines fit this one point perfectly?")
    def which_lines_fit_one_point(self) -> None:
        """Which lines fit this one point perfectly?"""
        plot = self.slide.plot
        others = [m for m in self.slide.cast.members if m is not self.chosen]
        self.play(
            *(plot.dot_of(m.row).animate.set_fill(opacity=DIM) for m in others),
            *(plot.residual_of(m.row).animate.set_stroke(opacity=0) for m in others),
            plot.others.animate.set_opacity(0.1),
            *(self.strips.of_row(m.row).animate.set_opacity(DIM) for m in others),
            run_time=PACE.brisk,
        )
        self.hold(PACE.question)

    @beat
    def a_whole_line_of_knobs(self) -> None:
        """One point is fitted by a whole line of knobs."""
        row, plane, plot = self.chosen.row, self.own_plane, self.slide.plot
        foot = self.lesson.valley_foot(row)
        walkers, riders = (plot, plane), plane.theta_marks
        way = straight(self.lesson.theta, foot)
        self.play(Walk(self.lesson, way, walkers, riders, rate_func=smooth), run_time=PACE.steady)
        self.trail = Trail(plane, self._trail_ends(foot), self.chosen.color)
        self.add(self.trail, plane.dot)
        walk = lambda share: self.lesson.valley_walk(row, share)  # noqa: E731 - a path, passed on once
        self.play(Walk(self.lesson, walk, (self.trail, *walkers), riders), run_time=PACE.walk)
        self.equation = self._valley_equation()
        self.play(FadeIn(self.equation), run_time=PACE.brisk)
        self.show_formulas(self.equation)

    @beat(one_example="Alone, the row carves a valley, not a bowl.")
    def a_valley_not_a_bowl(self) -> None:
        """Alone, each row carves a valley, not a bowl."""
        plane, plot, panels = self.own_plane, self.slide.plot, self.next_slide.panels
        back = straight(plane.theta, self.lesson.theta)
        self.play(
            Walk(self.lesson, back, (plot, plane), plane.theta_marks, rate_func=smooth), run_time=PACE.brisk
        )
        self.play(Spread(plane.surface), run_time=PACE.slow)
        home = panels.panels[self.chosen.row]
        self.play(FadeOut(plot), FadeOut(plane.dot_name), FadeOut(self.equation), run_time=PACE.blink)
        self.play(
            ReplacementTransform(plane, home.plane),
            ReplacementTransform(self.trail, home.valley),
            ReplacementTransform(plane.dot, home.plane.dot),
            *self.strips.into_panels(panels, unfolded=self.chosen.row),
            run_time=PACE.slow,
        )
        self.add(panels, home.plane.dot)

    @beat(one_example="One row, one valley, one wish.", gradients_agree="{N} rows, {N} valleys, all alike.")
    def different_wishes(self) -> None:
        """{N} rows, {N} valleys, {N} different wishes."""
        home = self.next_slide.panels.panels[self.chosen.row].plane.dot
        others = [dot for dot in self.next_slide.panels.dots if dot is not home]
        if others:
            self.play(*(TransformFromCopy(home, dot) for dot in others), run_time=PACE.steady)
        self.play(FadeIn(self.next_slide.losses), run_time=PACE.brisk)
        self.show_formulas(self.next_slide.losses)
        self.settle_on(*self.next_slide.standing)
        self.hold(PACE.slide)

    def _plot_between_strips_and_plane(self) -> DataPlot:
        """The plot in its place; narrower where numbers beside it are wide."""
        (x, y), (width, height) = PLOT_CENTER, PLOT_SIZE
        plot = DataPlot(self.lesson, self.slide.cast, self.theme, (x, y), (width, height))
        left = max(0.0, self.strips.losses.get_right()[0] + PLOT_GAP - plot.get_left()[0])
        right = max(0.0, plot.get_right()[0] + PLOT_GAP - self.own_plane.get_left()[0])
        if left + right == 0:
            return plot
        center, size = (x + (left - right) / 2, y), (max(NARROWEST, width - left - right), height)
        return DataPlot(self.lesson, self.slide.cast, self.theme, center, size)

    def _trail_ends(self, foot: np.ndarray) -> np.ndarray:
        """Two thetas on the valley: its ends in the window, or the foot where it lies outside."""
        ends = self.lesson.valley(self.chosen.row)
        return np.array([foot, foot + 1e-9]) if ends is None else ends

    def _valley_equation(self) -> Formula:
        """The lines of knobs that fit the chosen row: theta_0 + z_i theta_1 = y_i."""
        z, y = self.lesson.z[self.chosen.row], self.lesson.y[self.chosen.row]
        sign = "-" if z < 0 else "+"
        of_z, of_y = decimals_for([z]), decimals_for([y])
        size = "" if abs(z) == 1 else in_formula(abs(z), of_z) + " thin"
        is_rounded = "approx" in (equals([z], of_z), equals([y], of_y))
        code = f"theta_0 {sign} {size} theta_1 {'approx' if is_rounded else '='} {in_formula(y, of_y)}"
        return Formula(code, SIZE.formula, self.chosen.text_color).next_to(
            VALLEY_RIGHT_AT, np.array([-1.0, 0.0, 0.0]), buff=0
        )
