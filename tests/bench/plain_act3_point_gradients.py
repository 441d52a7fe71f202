"""Act 3 of the plain twin: the stages of the film's, of Manim's own mobjects."""

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
    RightAngle,
    VGroup,
)
from plain_parts import (
    COLORS,
    INK,
    LINE,
    ROUND,
    THETA,
    Knobs,
    N,
    formula,
    gradients,
    grid_of_panels,
    number,
    residuals,
    resized,
    vector,
    with_arrows,
    words,
)
from plain_stage import PlainAct


class PointGradients(PlainAct):
    """A gradient a row."""

    number, heading = 3, "One θ, six gradients"

    def construct(self) -> None:
        """Four beats."""
        knobs, panels = Knobs(), grid_of_panels()
        values = VGroup(*(number(0, 30, INK, 3).next_to(p.frame, RIGHT) for p in panels))
        for k, (value, p) in enumerate(zip(values, panels, strict=True)):
            value.add_updater(lambda value, k=k: value.set_value(0.5 * residuals(knobs.theta)[k] ** 2))
            p.dot.add_updater(lambda dot, p=p: dot.move_to(p.axes.c2p(knobs.a, knobs.b)))
        dots = [p.dot for p in panels]
        self.add(*panels, *dots, values)
        readout = VGroup(formula("theta ="), number(1.0), number(1.0)).arrange(RIGHT).move_to([5.1, 3.42, 0])
        readout[1].add_updater(lambda cell: cell.set_value(knobs.a))
        readout[2].add_updater(lambda cell: cell.set_value(knobs.b))
        self.begin("one-theta-everywhere")
        self.stage(0.4, FadeIn(readout))
        for place in ROUND:
            self.stage(4 / 3, *knobs.to(*place))
        self.end()

        for moving in (*dots, *values, *readout):
            moving.clear_updaters()
        big = resized(panels[1], (-2.9, 0.2), 4.9)
        homes = [p.copy() for p in panels]
        others = VGroup(
            *(p for k, p in enumerate(panels) if k != 1), *(d for k, d in enumerate(dots) if k != 1)
        )
        g = gradients(THETA)
        self.begin("square-to-the-level-lines")
        others.save_state()
        self.stage(0.8, others.animate.set_opacity(0), FadeOut(values, readout))
        self.stage(1.2, ReplacementTransform(panels[1], big), ReplacementTransform(dots[1], big.dot))
        product = formula("nabla ell_2 = r_2 vec(1, x_2)").move_to([3.4, 1.2, 0])
        result = formula("= 1.9 vec(1, -1.0) = vec(1.9, -1.9)").next_to(product, DOWN)
        normal = Line(big.axes.c2p(0.2, 0.2), big.axes.c2p(1.8, 1.8), color=LINE)
        arrow = big.arrow(g[1], COLORS[1])
        self.stage(
            0.8, Create(normal), FadeIn(product[:4]), FadeIn(words("arrows at 0.5x").move_to([5.4, 3.42, 0]))
        )
        self.stage(1.2, GrowArrow(arrow), FadeIn(product[4:]))
        corner = RightAngle(normal, Line(arrow.get_start(), arrow.get_end()), length=0.2)
        self.stage(0.8, Create(corner), FadeIn(result))
        self.end()

        arrows = with_arrows(homes)
        self.begin("every-row-points-uphill")
        self.stage(0.4, FadeOut(product, result, normal, corner))
        back = ReplacementTransform(big, homes[1]), ReplacementTransform(big.dot, homes[1].dot)
        self.stage(1.2, *back, ReplacementTransform(arrow, arrows[1]))
        self.stage(0.8, others.animate.restore())
        self.stage(1.2, *(GrowArrow(a) for k, a in enumerate(arrows) if k != 1))
        columns = [vector(g[k]).next_to(homes[k].frame, RIGHT) for k in range(N)]
        names = [formula(f"nabla ell_{k + 1}", 40, COLORS[k]).next_to(columns[k], UP) for k in range(N)]
        self.stage(0.8, FadeIn(*columns, *names))
        self.end()
        self.begin("they-disagree")
        self.wait(2.0, frozen_frame=True)
        self.end()
