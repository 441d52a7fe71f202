"""Act 3: one theta, a gradient a row."""

from manim import Create, FadeIn, FadeOut, ReplacementTransform, Restore, VGroup

from scenes.act02_individual_losses import IndividualLosses
from scenes.notation import decimals_for, equals, in_formula, is_exact, vector_in_formula
from scenes.parts.gradient_arrow import GrowArrow
from scenes.parts.panels import Panel
from scenes.parts.readout import ThetaReadout
from scenes.parts.right_angle import RightAngle
from scenes.parts.spacing import GAP, fitted
from scenes.parts.typeset import Formula, named
from scenes.parts.walk import Walk
from scenes.stage import Act, beat
from scenes.tableaux import panels_with_gradients, panels_with_losses
from scenes.theme import LAYOUT, PACE, SIZE

READOUT_AT = (5.1, LAYOUT.heading_y, 0)
BIG_CENTER, BIG_SIDE = (-2.9, 0.2), 4.9
FORMULA_AT = (3.4, 0.6, 0)


class PointGradients(Act):
    """At one theta, every row has a gradient of its own."""

    number = 3
    slug = "point-gradients"
    heading = "One θ, {N} gradients"
    heading_of_one = "One θ, one gradient"

    def setup(self) -> None:
        """Start from slide 2; slide 3 is where the act ends."""
        super().setup()
        self.slide = panels_with_losses(self.lesson, self.theme)
        self.open_with(IndividualLosses, *self.slide.standing)
        self.next_slide = panels_with_gradients(self.lesson, self.theme)
        self.panels = self.slide.panels.panels
        self.chosen = self.slide.cast.members[min(1, len(self.slide.cast.members) - 1)]
        self.big = Panel(self.lesson, self.chosen, self.theme, BIG_CENTER, BIG_SIDE, named="01")
        self.right_angle = RightAngle(self.lesson, self.big, self.theme)

    def construct(self) -> None:
        """The storyboard."""
        self.one_theta_everywhere()
        self.square_to_the_level_lines()
        self.every_row_points_uphill()
        self.they_disagree()

    @beat(one_example="One set of knobs: one θ, one surface.")
    def one_theta_everywhere(self) -> None:
        """The same knobs everywhere: one θ, {N} surfaces."""
        readout = ThetaReadout(self.lesson, self.theme, READOUT_AT)
        self.play(FadeIn(readout), run_time=PACE.blink)
        walkers = (*self.panels.values(), self.slide.losses, readout)
        self.play(
            Walk(self.lesson, self.lesson.knob_walk, walkers, self.slide.panels.dots), run_time=PACE.walk
        )
        self.readout = readout
        self.say_formulas(readout)

    @beat
    def square_to_the_level_lines(self) -> None:
        """The input sets its line. The error sets how far, and which way."""
        home = self.panels[self.chosen.row]
        others = [panel for panel in self.panels.values() if panel is not home]
        self.still_dots = [panel.plane.dot for panel in others]
        self.aside = VGroup(*others, *self.still_dots, self.slide.panels.gap)
        self.aside.save_state()
        self.play(
            self.aside.animate.fade(1), FadeOut(self.slide.losses), FadeOut(self.readout), run_time=PACE.brisk
        )
        self.play(
            ReplacementTransform(home, self.big),
            ReplacementTransform(home.plane.dot, self.big.plane.dot),
            run_time=PACE.steady,
        )
        self.formula = formula = self._product()
        self.play(
            Create(self.right_angle.line),
            FadeIn(formula.part("input"), self.next_slide.scale),
            run_time=PACE.brisk,
        )
        self.play(
            GrowArrow(self.big.arrow),
            FadeIn(formula.part("gradient"), formula.part("error")),
            run_time=PACE.steady,
        )
        self.bring_to_front(self.big.plane.dot)
        self.play(Create(self.right_angle.corner), FadeIn(formula.rest()), run_time=PACE.brisk)
        self.add(formula)
        self.show_formulas(formula)

    @beat(one_example="The row says which way its loss grows.")
    def every_row_points_uphill(self) -> None:
        """Every row says which way its own loss grows."""
        slide = self.next_slide
        home = slide.panels.panels[self.chosen.row]
        self.play(FadeOut(self.formula), FadeOut(self.right_angle), run_time=PACE.blink)
        self.play(
            ReplacementTransform(self.big, home),
            ReplacementTransform(self.big.arrow, home.arrow),
            ReplacementTransform(self.big.plane.dot, home.plane.dot),
            run_time=PACE.steady,
        )
        self.play(Restore(self.aside), run_time=PACE.brisk)
        others = [panel.arrow for panel in slide.panels.panels.values() if panel is not home]
        if others:
            self.play(*(GrowArrow(arrow) for arrow in others), run_time=PACE.steady)
        self.bring_to_front(*self.still_dots, home.plane.dot)
        self.play(FadeIn(slide.gradients), run_time=PACE.brisk)
        self.show_formulas(slide.gradients)

    @beat(
        one_example="One row, one pull.",
        at_optimum="They disagree, and cancel.",
        gradients_agree="Here they all agree.",
        valleys_parallel="They lie on one line, and differ in length.",
    )
    def they_disagree(self) -> None:
        """They disagree, in length and in direction."""
        self.settle_on(*self.next_slide.standing)
        self.hold(PACE.slide)

    def _product(self) -> Formula:
        """The chosen row's gradient as error times input."""
        row, i = self.chosen.row, self.chosen.label
        letter = "x" if self.lesson.units.is_identity else "z"
        residual, z = self.lesson.residuals[row], self.lesson.z[row]
        gradient = self.lesson.gradients[row]
        rows = list(self.lesson.shown)
        decimals = [decimals_for(values[rows]) for values in (self.lesson.residuals, self.lesson.z)]
        r, x = (in_formula(value, d) for value, d in zip((residual, z), decimals, strict=True))
        exact = is_exact(residual, decimals[0]) and is_exact(z, decimals[1])
        of_gradient = decimals_for(self.lesson.gradients[rows])
        result = f"{equals(gradient, of_gradient)} {vector_in_formula(gradient, of_gradient)}"
        error, direction = named(f"r_{i}", "error"), named(f"vec(1, {letter}_{i})", "input")
        first = f"{named(f'nabla ell_{i}', 'gradient')} &= {error} {direction}"
        code = f"{first} \\ &{'=' if exact else 'approx'} {r} vec(1, {x}) {result}"
        colors = {"gradient": self.chosen.text_color, "error": self.chosen.text_color}
        formula = Formula(code, SIZE.formula, self.theme.ink, colors).move_to(FORMULA_AT)
        return fitted(formula, BIG_CENTER[0] + BIG_SIDE / 2 + 2 * GAP, LAYOUT.right)
