"""Act 5 of the plain twin: the stages of the film's, of Manim's own mobjects."""

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    GrowArrow,
    Line,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    rotation_matrix,
)
from plain_parts import (
    COLORS,
    INK,
    MEAN_LEVELS,
    ROUND,
    THETA,
    WINDOW,
    Knobs,
    N,
    Plane,
    arrow_in,
    bars,
    fan_axes,
    formula,
    gradients,
    grid_of_panels,
    in_a_block,
    mean_of,
    resized,
    risk,
    words,
)
from plain_stage import PlainAct


class WhySlopesAverage(PlainAct):
    """Sheets, bars, and valleys that become a bowl."""

    number, heading = 5, "Heights average, so slopes average"

    def construct(self) -> None:
        """Three beats."""
        knobs, panels = Knobs(), in_a_block(grid_of_panels())
        self.add(*panels, *(p.dot for p in panels))
        self.begin("mean-of-heights")
        self.wait(0.8, frozen_frame=True)
        lean = rotation_matrix(1.15, RIGHT) @ rotation_matrix(0.35, np.array([0.0, 0.0, 1.0]))
        sheets = [VGroup(p, p.dot) for p in panels]
        for sheet in sheets:
            sheet.save_state()
        down = [s.animate.apply_matrix(lean).move_to([-3.9, 2.2 - 0.85 * k, 0]) for k, s in enumerate(sheets)]
        self.stage(1.5, *down)
        pin = Line([-3.9, 2.9, 0], [-3.9, -2.6, 0], color=INK)
        self.stage(0.8, Create(pin), FadeIn(formula("theta").next_to(pin, UP)))
        heights = bars(knobs)
        self.stage(0.8, FadeIn(words("heights at the pin").move_to([3.0, 3.2, 0])), FadeIn(heights[:N]))
        self.stage(0.8, FadeIn(heights[N]))
        corner = [s[0].frame.get_center() for s in sheets]
        unit = 1.5 / (WINDOW[1] - WINDOW[0])
        for sheet, center in zip(sheets, corner, strict=True):
            middle = np.array([0.5, 1.5])
            sheet[1].add_updater(
                lambda dot, center=center, middle=middle: dot.move_to(
                    center + lean @ np.append(unit * (knobs.theta - middle), 0)
                )
            )
        pin.add_updater(lambda pin: pin.set_x(sheets[0][1].get_x()))
        for place in ROUND:
            self.stage(4 / 3, *knobs.to(*place))
        self.end()
        self._valleys_make_a_bowl(sheets, (pin, heights))
        self._slope_of_the_mean(sheets)

    def _valleys_make_a_bowl(self, sheets: list[VGroup], leaving: tuple) -> None:
        """Rows land on the map one by one; its level lines are those of the mean so far."""
        self.begin("valleys-make-a-bowl")
        for mobject in (*(sheet[1] for sheet in sheets), *leaving):
            mobject.clear_updaters()
        gone = [
            m
            for m in self.mobjects
            if m not in (self.caption, *leaving) and type(m).__name__ in ("Typst", "MathTypst")
        ][1:]
        self.stage(0.8, FadeOut(*leaving, *gone))
        self.stage(1.2, *(sheet.animate.restore() for sheet in sheets))
        self.map = Plane(risk, (), (2.6, 0), 4.6)
        title = words("mean of rows").move_to([1.6, 3.42, 0])
        self.stage(0.4, FadeIn(title, self.map))
        order, self.curves = [1, 4, 0, 3, 2, 5], None
        for place, row in enumerate(order):
            target = resized(sheets[row][0], (2.6, 0), 4.6)
            flying = sheets[row][0].curves.copy()
            index = sheets[row][0].index.copy()
            self.stage(
                0.8, flying.animate.become(target.curves), index.animate.move_to([3.2 + 0.3 * place, 3.42, 0])
            )
            mean = Plane(mean_of(order[: place + 1]), MEAN_LEVELS, (2.6, 0), 4.6).curves
            if self.curves is None:
                self.curves = flying
                continue
            self.stage(0.8, ReplacementTransform(self.curves, mean), FadeOut(flying))
            self.curves = mean
            if place == 1:
                self.wait(1.2, frozen_frame=True)
        self.marks = VGroup(self.map.cross(), self.map.dot)
        self.stage(0.4, FadeIn(self.marks))
        self.end()

    def _slope_of_the_mean(self, sheets: list[VGroup]) -> None:
        """Gradient and mean change places."""
        g = gradients(THETA)
        self.begin("slope-of-the-mean")
        self.stage(0.4, FadeOut(*sheets))
        left = VGroup(self.map, self.curves, self.marks)
        self.stage(1.2, left.animate.scale(3.3 / 4.6).move_to([-3.2, -0.9, 0]))
        before, after = (
            formula("nabla (1/6 sum_(i=1)^6 ell_i)", 48),
            formula("= 1/6 sum_(i=1)^6 nabla ell_i", 48),
        )
        VGroup(before, after).arrange(RIGHT).move_to([0, 2.1, 0])
        slope = self.map.arrow(g.mean(axis=0), INK)
        self.stage(1.2, FadeIn(before), GrowArrow(slope))
        self.stage(0.3, FadeIn(formula("nabla L", 34).next_to(slope, RIGHT)))
        axes = fan_axes((3.1, -0.92), 5.4, 3.6)
        self.stage(0.8, FadeIn(axes, words("arrows at 0.5x").move_to([-2.2, 1.05, 0])))
        fan = [arrow_in(axes, v, c) for v, c in zip(g, COLORS, strict=True)]
        self.stage(1.5, *map(GrowArrow, fan), TransformFromCopy(before[0], after[-2]), FadeIn(after[:-2]))
        mean = arrow_in(axes, g.mean(axis=0), INK)
        self.stage(
            1.2, GrowArrow(mean), FadeIn(after[-2:]), FadeIn(formula("nabla L", 34).next_to(mean, DOWN))
        )
        self.end()
