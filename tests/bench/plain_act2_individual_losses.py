"""Act 2 of the plain twin: the stages of the film's, of Manim's own mobjects."""

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)
from plain_parts import (
    COLORS,
    INK,
    MEAN_LEVELS,
    THETA,
    DataPlot,
    Knobs,
    N,
    Plane,
    X,
    Y,
    formula,
    grid_of_panels,
    loss,
    number,
    residuals,
    resized,
    risk,
)
from plain_stage import PlainAct


class IndividualLosses(PlainAct):
    """Each row's own valley."""

    number, heading = 2, "Consider individual data points to compute loss"

    def construct(self) -> None:
        """Five beats."""
        knobs = Knobs()
        plot, plane = DataPlot((-3.25, 2.1), 4.8, 1.75, knobs), Plane(risk, MEAN_LEVELS, (3.55, -0.5), 3.95)
        self.add(plot, plot.line, plot.residuals, plane, plane.dot)
        own = Plane(loss(1), (), (4.2, 0.1), 3.4)
        strips = (
            VGroup(*(self._strip(k) for k in range(N)))
            .arrange(DOWN, 0.45, aligned_edge=LEFT)
            .move_to([-4.4, 0, 0])
        )
        self.begin("one-row-at-a-time")
        self.stage(0.8, FadeOut(plane.curves))
        plane.remove(plane.curves)
        place = plot.axes.animate.stretch_to_fit_width(2.5).stretch_to_fit_height(3.5).move_to([0.5, 0.1, 0])
        plot.dots.add_updater(
            lambda dots: [d.move_to(plot.axes.c2p(x, y)) for d, x, y in zip(dots, X, Y, strict=True)]
        )
        self.stage(1.2, place, ReplacementTransform(plane, own), ReplacementTransform(plane.dot, own.dot))
        self.stage(1.2, FadeIn(*(strip[:3] for strip in strips)))
        self.stage(0.8, FadeIn(*(strip[3] for strip in strips)))
        self.end()

        self.begin("which-lines-fit-one-point")
        others = [k for k in range(N) if k != 1]
        plot.residuals.clear_updaters()
        fading = [plot.residuals[k].animate.set_stroke(opacity=0) for k in others]
        self.stage(0.8, *(strips[k].animate.set_opacity(0.35) for k in others), *fading)
        self.wait(2.0, frozen_frame=True)
        self.end()

        self.begin("a-whole-line-of-knobs")
        own.dot.add_updater(lambda dot: dot.move_to(own.axes.c2p(knobs.a, knobs.b)))
        plot.residuals[1].add_updater(
            lambda line: line.put_start_and_end_on(
                plot.axes.c2p(X[1], Y[1]), plot.axes.c2p(X[1], knobs.a + knobs.b * X[1] + 1e-6)
            )
        )
        self.stage(1.2, *knobs.to(0.05, 1.95))
        trail = own.axes.plot_implicit_curve(
            lambda a, b: a + b * X[1] - Y[1], color=COLORS[1], stroke_width=5
        )
        self.play(Create(trail), *knobs.to(1.6, 3.5), run_time=2)
        self.stage(2, *knobs.to(-1.2, 0.7))
        equation = formula("theta_0 - theta_1 = -1.9", 42, COLORS[1]).move_to([5.2, 2.6, 0])
        self.stage(0.8, FadeIn(equation))
        self.end()

        panels = grid_of_panels()
        self.begin("a-valley-not-a-bowl")
        self.stage(0.8, *knobs.to(*THETA))
        spread = resized(panels[1], (4.2, 0.1), 3.4).curves
        self.stage(1.5, Create(spread))
        self.stage(0.4, FadeOut(plot, plot.line, plot.residuals, equation))
        unfolded = [ReplacementTransform(strips[k], panels[k]) for k in others]
        own.dot.clear_updaters()
        home = VGroup(own, spread, trail)
        self.stage(
            1.5,
            *unfolded,
            ReplacementTransform(home, panels[1]),
            FadeOut(strips[1]),
            ReplacementTransform(own.dot, panels[1].dot),
        )
        self.end()

        self.begin("different-wishes")
        self.stage(1.2, *(TransformFromCopy(panels[1].dot, panels[k].dot) for k in others))
        values = [
            number(0.5 * residuals(THETA)[k] ** 2, 30, INK, 3).next_to(panels[k].frame, RIGHT)
            for k in range(N)
        ]
        names = [formula(f"ell_{k + 1}", 40, COLORS[k]).next_to(values[k], UP) for k in range(N)]
        self.stage(0.8, FadeIn(*values, *names))
        self.end()

    def _strip(self, k: int) -> VGroup:
        cells = (
            formula(str(k + 1), 30, COLORS[k]),
            number(X[k], color=COLORS[k]),
            number(Y[k], color=COLORS[k]),
            formula(f'ell_{k + 1} = "loss"(y_{k + 1}, hat(y)_{k + 1})', 32),
        )
        return VGroup(*cells).arrange(RIGHT, 0.35)
