"""Act 4: many pulls, one average."""

import numpy as np
from manim import (
    Animation,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    Line,
    ReplacementTransform,
    Transform,
    VGroup,
)

from scenes.act03_point_gradients import PointGradients
from scenes.notation import decimals_for, equals
from scenes.parts.chain import Chain
from scenes.parts.gradient_arrow import GradientArrow, GrowArrow, MoveArrow
from scenes.parts.gradient_plane import GradientPlane, fan_marks, way_of
from scenes.parts.loss_surface import Spread
from scenes.parts.parameter_plane import ParameterPlane
from scenes.parts.readout import ColumnReadout
from scenes.parts.typeset import Formula, named
from scenes.stage import Act, beat
from scenes.tableaux import (
    FORMULAS_AT,
    FULL_WEIGHT,
    PARKED_AT,
    VALUE_BELOW,
    full_gradient_slide,
    gradient_plane,
    panels_with_gradients,
    slide_words,
    two_scales,
)
from scenes.theme import PACE, SIZE, STROKE

WHOLE_WEIGHT = 1.0
WHOLE_CENTER, WHOLE_SIDE = (2.3, 0.15), 4.6
NAME_GAP = 0.15
BEND = 0.35
DASH = 0.12
EXPECTATION = "bb(E)_i bracket.l nabla ell_i bracket.r"


class FullGradient(Act):
    """The mean of the per-example gradients is the gradient of the mean loss."""

    number = 4
    slug = "full-gradient"
    heading = "Many pulls, one average"

    def setup(self) -> None:
        """Start from slide 3; slide 4 is where the act ends."""
        super().setup()
        self.slide = panels_with_gradients(self.lesson, self.theme)
        self.open_with(PointGradients, *self.slide.standing)
        self.leaving_first = [self.slide.scale]
        self.end_slide = full_gradient_slide(self.lesson, self.theme)
        self.plane = self.end_slide.plane
        self.far = self._plane_of_chain()
        self.fan = self.plane.fan()
        self.chain = Chain(self.lesson, self.far, self.fan)
        self.whole = ParameterPlane(
            self.lesson, self.theme, self.lesson.risk_heights, WHOLE_CENTER, WHOLE_SIDE
        )

    def construct(self) -> None:
        """The storyboard."""
        self.the_whole_has_a_slope_too()
        self.gather_the_gradients()
        self.where_is_their_average()
        self.add_and_divide()
        self.order_does_not_matter()
        self.expectation()
        self.the_full_gradient()

    @beat(at_optimum="The whole surface is flat here. Keep that.")
    def the_whole_has_a_slope_too(self) -> None:
        """The whole surface has a slope too. Keep it."""
        slide, panels, whole = self.slide, self.end_slide.panels, self.whole
        self.play(FadeOut(slide.gradients), run_time=PACE.blink)
        self.play(
            ReplacementTransform(slide.panels, panels),
            ReplacementTransform(slide.panels.arrows, panels.arrows),
            ReplacementTransform(slide.panels.dots, panels.dots),
            run_time=PACE.steady,
        )
        whole.surface.spread = 0.0
        self.play(FadeIn(whole), *map(FadeIn, whole.marks), run_time=PACE.brisk)
        self.play(Spread(whole.surface), run_time=PACE.steady)
        self.hollow = whole.full_gradient_arrow(WHOLE_WEIGHT)
        scale = two_scales(self.lesson, self.theme)
        self.play(GrowArrow(self.hollow), FadeIn(scale), run_time=PACE.steady)
        self.leaving_first = [scale]
        self.play(self.hollow.animate.hollow(), FadeIn(self._name_of_hollow()), run_time=PACE.brisk)

    @beat(one_example="Gradient of the loss w.r.t. the one point.")
    def gather_the_gradients(self) -> None:
        """Gradients for losses w.r.t. different points."""
        self._put_aside()
        self.play(FadeIn(self.plane), run_time=PACE.brisk)
        copies = {row: panel.arrow.copy() for row, panel in self.end_slide.panels.panels.items()}
        self.add(*copies.values())
        self.play(
            *(MoveArrow(copies[row], arrow.get_start(), arrow.get_end()) for row, arrow in self.fan.items()),
            run_time=PACE.slow,
        )
        self.remove(*copies.values())
        self.add(*self.fan.values())
        self.fan_marks = fan_marks(self.plane)
        grey = (self.plane.others, self.plane.others_name)
        self.play(*map(FadeIn, grey), FadeIn(self.fan_marks), run_time=PACE.blink)
        self.bring_to_front(*self.fan.values(), self.fan_marks)

    @beat(one_example="Where is the average of one arrow?")
    def where_is_their_average(self) -> None:
        """Where is their average?"""
        self.topic = slide_words("gradients for losses w.r.t. different points", self.theme)
        if not self.lesson.one_example:
            self.play(FadeIn(self.topic), run_time=PACE.blink)
        self.hold(PACE.question)

    @beat(one_example="The mean of one gradient is that gradient.")
    def add_and_divide(self) -> None:
        """Add the {N} pulls, divide by {N}."""
        order = self.lesson.reading_order
        leaving = (self.fan_marks, self.plane.others, self.plane.others_name)
        self.play(*map(FadeOut, leaving), run_time=PACE.blink)
        self._change_scale(self.far)
        self._lay_chain(order)
        self.chain_marks = self.chain.marks(order)
        self.mean = self.far.arrow(self.chain.end(order), self.theme.ink, weight=FULL_WEIGHT)
        self.whole_sum = self._way_of_the_sum(order)
        self.formula, self.value = self._mean_formula(), self._value_of(self.chain.end(order))
        named = self.formula.part("sum") if self.chain.at_full_length else self.formula
        self.play(GrowArrow(self.mean), FadeIn(self.chain_marks, named, self.value), run_time=PACE.steady)
        if self.chain.at_full_length:
            self.hold(PACE.settle)
            tip = self.far.c2p(self.lesson.mean_of_gradients)
            self.add(self.whole_sum, self.mean)
            self.play(
                MoveArrow(self.mean, self.far.origin, tip, told=self._show_vector, carried=(self.value,)),
                FadeIn(self.formula.part("weight")),
                run_time=PACE.slow,
            )
        self.show_formulas(self.formula, self.value)

    @beat(one_example="One arrow has only one order.")
    def order_does_not_matter(self) -> None:
        """Order does not matter."""
        self.play(FadeOut(self.chain_marks), run_time=PACE.breath)
        for order in self.lesson.other_orders:
            moves = self.chain.moves(order, BEND)
            if not self.chain.at_full_length:
                moves.append(Transform(self.chain.line, self.far.chain_line(order)))
            self.play(*moves, run_time=PACE.slow)
        self.chain_marks = self.chain.marks(order)
        self.play(FadeIn(self.chain_marks), run_time=PACE.blink)

    @beat
    def expectation(self) -> None:
        """Expectation over individual gradients."""
        leaving = (self.topic, self.chain.line, self.chain_marks, self.whole_sum)
        self.play(*map(FadeOut, leaving), run_time=PACE.breath)
        self._change_scale(self.plane)
        beads = VGroup(*(self.plane.bead(row) for row in self.fan))
        marks = self.end_slide.marks
        coming = (self.plane.others, self.plane.others_name, marks)
        self.play(*map(GrowFromCenter, beads), *map(FadeIn, coming), run_time=PACE.brisk)
        spokes = self._spokes()
        self.play(Create(spokes), FadeIn(self.end_slide.equally), run_time=PACE.steady)
        self.bring_to_front(self.mean, marks)
        expectation = Formula(EXPECTATION, SIZE.formula, self.theme.ink).move_to(FORMULAS_AT)
        self.play(ReplacementTransform(self.formula, expectation), run_time=PACE.brisk)
        self.formula = expectation
        self.show_formulas(expectation)
        self.balance = VGroup(beads, spokes)

    @beat
    def the_full_gradient(self) -> None:
        """It is the gradient w.r.t. the whole data."""
        slide = self.end_slide
        self.play(FadeOut(self.hollow_name), FadeOut(self.balance), run_time=PACE.blink)
        tip = self.plane.c2p(self.lesson.full_gradient)
        self.bring_to_front(self.hollow)
        self.play(MoveArrow(self.hollow, self.plane.origin, tip), FadeIn(slide.title), run_time=PACE.slow)
        self.play(self.hollow.animate.filled(), FadeIn(slide.full_name), run_time=PACE.brisk)
        self.play(
            ReplacementTransform(self.formula, slide.equation),
            FadeOut(self.value),
            FadeIn(slide.value),
            run_time=PACE.brisk,
        )
        self.show_formulas(slide.equation)
        self.say_formulas(slide.value)  # its figures stood there before
        self.settle_on(*slide.standing)
        self.hold(PACE.slide)

    def _plane_of_chain(self) -> GradientPlane:
        """The gradient plane that holds the chain: wider than the fan's for sums, closer for means."""
        lesson = self.lesson
        ways = [way_of(lesson.chain(order)) for order in lesson.chain_orders]
        ways.append(way_of(ways[0][-1:]))  # that of the sum
        return gradient_plane(lesson, self.end_slide.cast, self.theme, lesson.chain_window, ways)

    def _name_of_hollow(self) -> Formula:
        self.hollow_name = self.whole.name_of_full_gradient(self.hollow)
        return self.hollow_name

    def _put_aside(self) -> None:
        """The whole surface leaves; its gradient is kept, grown to the scale of the gradient plane."""
        self.play(FadeOut(self.whole), *map(FadeOut, self.whole.marks), run_time=PACE.blink)
        self.play(*self._park(self.plane, FULL_WEIGHT), run_time=PACE.steady)

    def _park(self, plane: GradientPlane, weight: float | None = None) -> list[Animation]:
        """The hollow arrow waits at the side, to the scale of a gradient plane."""
        half = (plane.c2p(self.lesson.full_gradient) - plane.origin) / 2
        tip = np.array(PARKED_AT) + half
        beside = np.array(PARKED_AT) + [abs(half[0]), 0.0, 0.0]
        name = self.hollow_name.copy().next_to(beside, [1, 0, 0], buff=NAME_GAP)
        return [
            MoveArrow(self.hollow, PARKED_AT - half, tip, weight=weight),
            Transform(self.hollow_name, name),
        ]

    def _change_scale(self, plane: GradientPlane) -> None:
        """Go over to the other gradient plane: its axes, and all arrows in it from one origin."""
        near = plane is self.plane
        other = self.far if near else self.plane
        axes = other.axes.copy()
        self.take_off(other.axes)
        moves = [MoveArrow(self.mean, plane.origin, plane.c2p(self.lesson.mean_of_gradients))] if near else []
        self.play(
            *self._fan_out(plane),
            *moves,
            *self._park(plane),
            Transform(axes, plane.axes),
            FadeOut(other.scale_marks),
            FadeIn(plane.scale_marks),
            run_time=PACE.slow,
        )
        self.take_off(axes)
        self.add(plane.axes)
        self.bring_to_front(*self.fan.values(), *([self.mean] if near else []))

    def _fan_out(self, plane: GradientPlane) -> list[Animation]:
        """The arrows go out from a plane's origin: whole, or as the links that the chain is made of."""
        vectors = self.lesson.gradients if plane is self.plane else self.lesson.links
        return [MoveArrow(arrow, plane.origin, plane.c2p(vectors[row])) for row, arrow in self.fan.items()]

    def _lay_chain(self, order) -> None:
        """One link after another where the rows are few; all at once, and then the line, where many."""
        moves = self.chain.moves(order)
        if self.chain.at_full_length:
            for move in moves:
                self.play(move, run_time=PACE.link)
        else:
            self.play(*moves, run_time=PACE.slow)
            self.play(self.chain.draw_line(order), run_time=PACE.walk)

    def _way_of_the_sum(self, order) -> DashedLine:
        """From the origin to the chain's end: where the sum was, and stays in every order."""
        way = DashedLine(self.far.origin, self.far.c2p(self.chain.end(order)), dash_length=DASH)
        return way.set_stroke(self.theme.ink, STROKE.thin)

    def _spokes(self) -> VGroup:
        """A line from each bead to the balance point."""
        center = self.plane.c2p(self.lesson.mean_of_gradients)
        tips = (self.plane.c2p(self.lesson.gradients[row]) for row in self.fan)
        return VGroup(*(Line(tip, center) for tip in tips)).set_stroke(self.theme.quiet, STROKE.thin)

    def _mean_formula(self) -> Formula:
        n = self.lesson.n_examples
        code = f"{named(f'1/{n}', 'weight')} {named(f'sum_(i=1)^{n} nabla ell_i', 'sum')}"
        return Formula(code, SIZE.formula, self.theme.ink).move_to(FORMULAS_AT)

    def _value_of(self, vector) -> ColumnReadout:
        """The value below the formula, which follows the arrow while it shrinks."""
        decimals = decimals_for(self.lesson.mean_of_gradients)
        sign = equals([*vector, *self.lesson.mean_of_gradients], decimals)
        below = np.array(FORMULAS_AT) - [0, VALUE_BELOW, 0]
        return ColumnReadout(vector, decimals, sign, self.theme, below)

    def _show_vector(self, arrow: GradientArrow) -> None:
        """Show the arrow's vector, in units of gradient."""
        self.value.show_vector(arrow.vector() / self.far.unit)
