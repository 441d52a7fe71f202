"""Act 5: heights average, so slopes average."""

import numpy as np
from manim import (
    Animation,
    Create,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    Transform,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from scenes.act04_full_gradient import FullGradient
from scenes.parts.gradient_arrow import GrowArrow
from scenes.parts.gradient_plane import GradientPlane, fan_marks
from scenes.parts.loss_bars import LossBars
from scenes.parts.marks import index_mark
from scenes.parts.panels import Panel, PanelSet, block
from scenes.parts.parameter_plane import ParameterPlane
from scenes.parts.sheets import SheetStack
from scenes.parts.typeset import Formula, Words, named
from scenes.parts.walk import Walk
from scenes.stage import Act, beat
from scenes.tableaux import FULL_WEIGHT, fan_ways, full_gradient_slide, scale_words
from scenes.theme import LAYOUT, PACE, SIZE

STACK_X = -3.9
BARS = (-0.6, 6.3, -1.8)
MAP_CENTER, MAP_SIDE = (2.6, 0.0), 4.6
MERGED_AT, MERGED_STEP, COMMA_GAP = (0.6, LAYOUT.heading_y, 0), 0.3, 0.05
LEFT_MAP_CENTER, LEFT_MAP_SIDE = (-3.2, -0.9), 3.3
RIGHT_CENTER, RIGHT_SIZE = (3.1, -0.92), (5.4, 3.6)
FORMULA_Y = 2.1
SCALE_Y = 1.05
MAP_WEIGHT = 0.85


class WhySlopesAverage(Act):
    """The surface over all data is the mean of the rows' surfaces; so is its slope."""

    number = 5
    slug = "why-slopes-average"
    heading = "Heights average, so slopes average"

    def setup(self) -> None:
        """Start from slide 4; build the sheets, the bars and the map."""
        super().setup()
        self.slide = full_gradient_slide(self.lesson, self.theme)
        self.open_with(FullGradient, *self.slide.standing)
        slide = self.slide
        self.leaving_first = [slide.title]
        self.stack = SheetStack(self.lesson, slide.cast, self.theme, STACK_X)
        self.bars = LossBars(self.lesson, slide.cast, self.theme, *BARS)
        self.panels = PanelSet(self.lesson, slide.cast, self.theme, block, named=False)
        for panel in self.panels.panels.values():
            panel.plane.surface.tall = 0.0  # flat while it lies down
        first = self.lesson.merge_order[0]
        self.map = ParameterPlane(self.lesson, self.theme, self.lesson.heights(first), MAP_CENTER, MAP_SIDE)
        self.map.surface.tall = 0.0  # it never stands up here

    def construct(self) -> None:
        """The storyboard."""
        self.mean_of_heights()
        self.valleys_make_a_bowl()
        self.slope_of_the_mean()

    @beat(one_example="At every θ, L is the one height.")
    def mean_of_heights(self) -> None:
        """At every θ, L is the mean of {N} heights."""
        slide, stack, bars = self.slide, self.stack, self.bars
        kept = (slide.panels, slide.panels.dots, slide.title)
        leaving = [mobject for mobject in slide.standing if all(mobject is not one for one in kept)]
        self.play(*map(FadeOut, leaving), run_time=PACE.brisk)
        self.play(*self._panels_to_sheets(), run_time=PACE.slow)
        self.play(Create(stack.pin), FadeIn(stack.pin_name), run_time=PACE.brisk)
        self.bring_to_front(*stack.dots)
        self.play(FadeIn(bars.title, bars.rows), run_time=PACE.brisk)
        self.play(FadeIn(bars.mean), run_time=PACE.brisk)
        self.say_formulas(bars)
        carried = (stack.pin, stack.pin_name, *stack.dots)
        self.play(Walk(self.lesson, self.lesson.knob_walk, (stack, bars), carried), run_time=PACE.walk)

    @beat(
        one_example="One valley: the mean of one surface is itself.",
        valleys_parallel="Valleys side by side only make a wider valley.",
    )
    def valleys_make_a_bowl(self) -> None:
        """Two valleys that cross already make a bowl."""
        self.play(*map(FadeOut, (*self.bars, self.stack.pin, self.stack.pin_name)), run_time=PACE.brisk)
        self.play(*self._sheets_lie_down(), run_time=PACE.steady)
        order = self.lesson.merge_order
        surfaces = self.lesson.running_mean_heights(order)
        self.merged = VGroup(Words("mean of rows", SIZE.label, self.theme.quiet).place(MERGED_AT, "left"))
        self.play(FadeIn(self.merged[0], self.map.names, self.map.ticks), run_time=PACE.blink)
        for place, row in enumerate(order):
            self._land(row, surfaces[place], is_first=place == 0)
            if place == 1:
                self.hold(PACE.steady)
        if self.lesson.hides_rows:
            self._land_all_others()
        self.play(*map(FadeIn, self.map.marks), run_time=PACE.blink)

    @beat(one_example="One row: both slopes are the same.")
    def slope_of_the_mean(self) -> None:
        """Slope of a mean is the mean of slopes."""
        leaving = (*self.merged, self.panels, self.panels.dots)
        self.play(*map(FadeOut, leaving), *self._fade_last_valley(), run_time=PACE.blink)
        left = ParameterPlane(
            self.lesson, self.theme, self.lesson.risk_heights, LEFT_MAP_CENTER, LEFT_MAP_SIDE
        )
        self.play(
            ReplacementTransform(self.map, left),
            *(ReplacementTransform(a, b) for a, b in zip(self.map.marks, left.marks, strict=True)),
            run_time=PACE.steady,
        )
        formula = self._formula()
        full = left.full_gradient_arrow(MAP_WEIGHT)
        self.play(FadeIn(formula.part("gradient"), formula.part("of")), GrowArrow(full), run_time=PACE.steady)
        self.play(FadeIn(left.name_of_full_gradient(full)), run_time=PACE.breath)
        self.bring_to_front(left.dot)
        plane = GradientPlane(
            self.lesson,
            self.slide.cast,
            self.theme,
            RIGHT_CENTER,
            RIGHT_SIZE,
            self.lesson.fan_window,
            ways=fan_ways(self.lesson),
        )
        fan = plane.fan()
        right_edge = [LEFT_MAP_CENTER[0] + LEFT_MAP_SIDE / 2, SCALE_Y, 0]
        scale = scale_words(self.lesson.whole_arrow_scale, self.theme).place(right_edge, "right")
        self.play(*map(FadeIn, (plane, plane.others, plane.others_name, scale)), run_time=PACE.brisk)
        self.play(
            *(GrowArrow(arrow) for arrow in fan.values()),
            *self._nabla_slides_past(formula),
            run_time=PACE.slow,
        )
        mean = plane.arrow(self.lesson.mean_of_gradients, self.theme.ink, weight=FULL_WEIGHT)
        # A small plane has room for names beside few arrows only.
        names = [] if self.lesson.hides_rows else [fan_marks(plane), self._name_of_mean(plane)]
        self.play(GrowArrow(mean), FadeIn(formula.part("equal"), *names), run_time=PACE.steady)
        self.show_formulas(formula)
        self.hold(PACE.slide)

    def _panels_to_sheets(self) -> list[Animation]:
        """Each panel leans back and takes its place in the stack."""
        panels = self.slide.panels
        for panel in panels.panels.values():
            panel.plane.surface.tall = 0.0  # flat: seen from above there is no difference
        pairs = [pair for row, panel in panels.panels.items() for pair in self._same(panel, row)]
        return [ReplacementTransform(a, b) for a, b in (*pairs, (panels.gap, self.stack.gap))]

    def _sheets_lie_down(self) -> list[Animation]:
        """The sheets become panels again, side by side."""
        panels = self.panels
        pairs = [pair for row, panel in panels.panels.items() for pair in self._same(panel, row)]
        return [ReplacementTransform(b, a) for a, b in (*pairs, (panels.gap, self.stack.gap))]

    def _same(self, panel: Panel, row: int) -> list[tuple[VMobject, VMobject]]:
        """What a panel and the row's sheet have in common: each of the one is each of the other."""
        sheet = self.stack.sheets[row]
        return [
            (panel.plane.surface, sheet.surface),
            (panel.valley, sheet.valley),
            (panel.index, sheet.index),
            (panel.plane.dot, sheet.dot),
        ]

    def _land(self, row: int, heights: np.ndarray, is_first: bool) -> None:
        """A copy of a panel flies onto the map, and the map becomes the mean with it."""
        panel, ground = self.panels.panels[row], self.map.surface
        flying, valley = panel.plane.surface.copy(), panel.valley.copy()
        above = ground.copy()
        above.heights = panel.plane.surface.heights
        self.play(
            Transform(flying, above),
            Transform(valley, self._valley_on_map(panel)),
            *self._index_lands(panel),
            run_time=PACE.brisk,
        )
        self.take_off(flying)
        if is_first:
            self.add(self.map)
            self.last_valley: Line | None = valley
            return
        target = ground.copy()
        target.heights = heights
        self.play(Transform(ground, target), FadeOut(valley), *self._fade_last_valley(), run_time=PACE.brisk)

    def _fade_last_valley(self) -> list[Animation]:
        """The first row's valley stays on the map until the second makes it a bowl, or the map leaves."""
        last, self.last_valley = self.last_valley, None
        return [] if last is None else [FadeOut(last)]

    def _valley_on_map(self, panel: Panel) -> Line:
        """A row's valley where it lies on the map."""
        valley, ends = panel.valley.copy(), self.lesson.valley(panel.member.row)
        return valley if ends is None else valley.put_start_and_end_on(*(self.map.c2p(end) for end in ends))

    def _land_all_others(self) -> None:
        """The rows that aren't shown join at once."""
        target = self.map.surface.copy()
        target.heights = self.lesson.risk_heights
        words = Words(f"all {self.lesson.n_examples}", SIZE.label, self.theme.ink)
        words.place([self.merged.get_right()[0] + MERGED_STEP, MERGED_AT[1], 0], "left")
        self.merged.add(words)
        self.play(Transform(self.map.surface, target), FadeIn(words), run_time=PACE.steady)

    def _index_lands(self, panel: Panel) -> list[Animation]:
        """The row's index joins the list of rows that the map is the mean of."""
        place = np.array([self.merged.get_right()[0] + MERGED_STEP, MERGED_AT[1], 0])
        landed = index_mark(panel.member).move_to(place)
        comma = Words(",", SIZE.label, self.theme.quiet)
        comma.place([landed.get_right()[0] + COMMA_GAP, MERGED_AT[1], 0], "left")
        new = [landed] if panel.member.row == self.lesson.merge_order[-1] else [landed, comma]
        self.merged.add(*new)
        return [TransformFromCopy(panel.index, landed), *map(FadeIn, new[1:])]

    def _formula(self) -> Formula:
        """The gradient of the mean, and the mean of the gradients."""
        n = self.lesson.n_examples
        mean = f"1/{n} sum_(i=1)^{n}"
        left = named("nabla", "gradient") + named(f"({mean} ell_i)", "of")
        right = named(mean, "mean") + named("nabla", "moved") + named("ell_i", "loss")
        code = left + named("=", "equal") + right
        return Formula(code, SIZE.big_formula * 0.85, self.theme.ink).move_to([0, FORMULA_Y, 0])

    def _name_of_mean(self, plane: GradientPlane) -> Formula:
        return plane.name_at_tip(self.lesson.mean_of_gradients, "nabla L")

    def _nabla_slides_past(self, formula: Formula) -> list:
        """Nabla goes inside: past 1/N and the sum, to each loss."""
        return [
            TransformFromCopy(formula.part("gradient"), formula.part("moved"), path_arc=-0.8),
            FadeIn(formula.part("mean"), formula.part("loss")),
        ]
