"""Act 1: one table, one loss surface."""

from manim import Animation, Create, FadeIn, Indicate, ReplacementTransform, VGroup

from scenes.parts.loss_surface import Spread, Tilt
from scenes.parts.walk import Walk
from scenes.stage import Act, beat
from scenes.tableaux import table_and_surface
from scenes.theme import PACE, SIZE

KNOBS_GROW = 1.2
LEAN, TURN = 1.05, 0.35  # radians: 60 and 20 degrees
BIG_MODEL_AT, BIG_MODEL_WIDTH = (3.55, 0.9, 0), 5.4


class DataTable(Act):
    """A table of examples and the loss surface that they make together."""

    number = 1
    slug = "data-table"
    heading = "One table, one loss surface"

    def setup(self) -> None:
        """Build slide 1; the beats bring it on stage piece by piece."""
        super().setup()
        self.slide = table_and_surface(self.lesson, self.theme)

    def construct(self) -> None:
        """The storyboard."""
        self.the_examples()
        self.a_point_is_a_line()
        self.one_loss_surface()

    @beat(one_example="One example. One line with two knobs.")
    def the_examples(self) -> None:
        """{N} examples. One line with two knobs."""
        plot, table, model = self.slide.plot, self.slide.table, self.slide.model
        self.play(FadeIn(plot.field, plot.axes, plot.others), FadeIn(plot.dots), run_time=PACE.brisk)
        self.play(FadeIn(table.headers["x"], table.headers["y"], table.rule), run_time=PACE.blink)
        copies = VGroup(*(plot.dot_of(row).copy() for row in table.rows))
        self.play(*self._dots_to_rows(copies), run_time=PACE.slow)
        self.play(*self._dots_into_rows(copies), FadeIn(table.gap), run_time=PACE.brisk)
        model.save_state()
        model.scale(SIZE.big_formula / model.cap_height).move_to(BIG_MODEL_AT)
        model.scale(min(1.0, BIG_MODEL_WIDTH / model.width))
        self.play(FadeIn(model), Create(plot.line), run_time=PACE.steady)
        self.play(FadeIn(table.column("prediction")), run_time=PACE.brisk)
        self.show_formulas(model)
        self.say_formulas(table.headers["prediction"], table)

    @beat
    def a_point_is_a_line(self) -> None:
        """A point in this plane, a line in that one."""
        plot, table, model, plane = self.slide.plot, self.slide.table, self.slide.model, self.slide.plane
        plane.surface.spread = 0.0
        self.play(model.animate.restore(), run_time=PACE.brisk)
        self.play(FadeIn(plane), FadeIn(plane.dot, plane.dot_name), run_time=PACE.brisk)
        self.play(Create(plot.residuals), FadeIn(table.column("residual")), run_time=PACE.steady)
        self.say_formulas(table.headers["residual"])
        self.bring_dots_to_front()
        knobs = Indicate(model.part("knobs"), scale_factor=KNOBS_GROW, color=self.theme.ink)
        walk = Walk(self.lesson, self.lesson.knob_walk, (plot, table, plane), plane.theta_marks)
        self.play(walk.set_run_time(PACE.walk), knobs.set_run_time(PACE.steady))

    @beat(one_example="One example makes one loss surface.")
    def one_loss_surface(self) -> None:
        """All {N} together make one loss surface."""
        plane = self.slide.plane
        self.play(FadeIn(self.slide.title), FadeIn(self.slide.risk), run_time=PACE.brisk)
        self.show_formulas(self.slide.risk)
        if plane.cross is not None:
            self.play(FadeIn(plane.cross, plane.cross_name), run_time=PACE.blink)
        self.play(Spread(plane.surface), run_time=PACE.slow)
        lean = {"riders": [plane.follow_surface], "carried": plane.riders()}
        self.play(Tilt(plane.surface, LEAN, TURN, **lean), run_time=PACE.slow)
        self.hold(PACE.steady)
        self.play(Tilt(plane.surface, 0, 0, **lean), run_time=PACE.slow)
        self.settle_on(*self.slide.standing)
        self.hold(PACE.slide)

    def bring_dots_to_front(self) -> None:
        """Residuals and line lie under the dots."""
        self.bring_to_front(self.slide.plot.dots)

    def _dots_to_rows(self, copies: VGroup) -> list[Animation]:
        """A copy of each dot slides to its row."""
        cells = self.slide.table.rows.values()
        return [copy.animate.move_to(row["index"]) for copy, row in zip(copies, cells, strict=True)]

    def _dots_into_rows(self, copies: VGroup) -> list[Animation]:
        """Each becomes the row's index, and the row's numbers come beside it."""
        rows = list(self.slide.table.rows.values())
        turned = [ReplacementTransform(copy, row["index"]) for copy, row in zip(copies, rows, strict=True)]
        return [*turned, *(FadeIn(row["x"], row["y"]) for row in rows)]
