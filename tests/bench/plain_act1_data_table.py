"""Act 1 of the plain twin: the stages of the film's, of Manim's own mobjects."""

import numpy as np
from manim import (
    DOWN,
    Create,
    FadeIn,
    Indicate,
    ReplacementTransform,
    Surface,
    ThreeDScene,
    VGroup,
)
from plain_parts import (
    COLORS,
    LINE,
    MEAN_LEVELS,
    ROUND,
    THETA,
    WINDOW,
    DataPlot,
    Knobs,
    N,
    Plane,
    X,
    Y,
    formula,
    number,
    residuals,
    risk,
    words,
)
from plain_stage import PlainAct

LEAN, TURN = 1.05, -0.35
FEW, MANY = 3, 9  # pictures of the surface that are drawn, of 45 each


class DataTable(PlainAct, ThreeDScene):
    """Table, plot and the one loss surface, which stands up for a while."""

    number, heading = 1, "One table, one loss surface"

    def construct(self) -> None:
        """Three beats."""
        self.set_camera_orientation(phi=0, theta=-np.pi / 2)
        knobs = Knobs()
        plot, model = (
            DataPlot((-3.25, 2.1), 4.8, 1.75, knobs),
            formula("hat(y)_i = theta_0 + theta_1 x_i", 56),
        )
        model.move_to([3.55, 0.9, 0])
        cells = self._table()
        self.begin("the-examples")
        self.stage(0.8, FadeIn(plot))
        copies = plot.dots.copy()
        self.stage(1.5, *(c.animate.move_to(row[0]) for c, row in zip(copies, cells, strict=True)))
        swapped = [ReplacementTransform(c, row[0]) for c, row in zip(copies, cells, strict=True)]
        self.stage(0.8, *swapped, *(FadeIn(row[1:3]) for row in cells))
        self.stage(1.2, FadeIn(model), Create(plot.line))
        self.stage(0.8, *(FadeIn(row[3]) for row in cells))
        self.end()

        plane = Plane(risk, MEAN_LEVELS, (3.55, -0.5), 3.95)
        self.begin("a-point-is-a-line")
        self.stage(0.8, model.animate.scale(0.6).move_to([-3.45, 0.57, 0]))
        self.stage(0.8, FadeIn(plane.frame, plane.axes), FadeIn(plane.dot))
        self.stage(1.2, Create(plot.residuals), *(FadeIn(row[4]) for row in cells))
        plane.dot.add_updater(lambda dot: dot.move_to(plane.axes.c2p(knobs.a, knobs.b)))
        for k, row in enumerate(cells):
            row[3].add_updater(lambda cell, k=k: cell.set_value(knobs.a + knobs.b * X[k]))
            row[4].add_updater(lambda cell, k=k: cell.set_value(residuals(knobs.theta)[k]))
        self.play(Indicate(model), *knobs.to(*ROUND[0]), run_time=1.3)
        for place in ROUND[1:]:
            self.stage(1.35, *knobs.to(*place))
        self.end()

        mean = VGroup(
            formula("L(theta) = 1/6 sum_(i=1)^6 1/2 (hat(y)_i - y_i)^2", 34),
            formula("L(1, 1) approx 0.902", 34),
        )
        mean.arrange(DOWN, 0.15).move_to([3.6, 2.57, 0])
        self.begin("one-loss-surface")
        self.stage(
            0.8, FadeIn(mean), FadeIn(words("loss surface over all six examples").move_to([3.55, 3.42, 0]))
        )
        self.stage(0.4, FadeIn(plane.cross()))
        self.stage(1.5, Create(plane.curves))
        self._stand_up(plane)
        self.end()

    def _stand_up(self, plane: Plane) -> None:
        """The surface of 32 x 32 faces seen from the side, and from above again."""
        for mobject in self.mobjects:
            mobject.clear_updaters()  # what changes its members doesn't stay fixed in the frame
        flat = [
            mobject for mobject in self.mobjects if mobject not in (plane.frame, plane.axes, plane.curves)
        ]
        self.add_fixed_in_frame_mobjects(*flat)
        surface = Surface(
            lambda a, b: plane.axes.c2p(a, b) + np.array([0, 0, 0.25 * min(risk(a, b), 7)]),
            u_range=WINDOW[:2],
            v_range=WINDOW[2:],
            resolution=(32, 32),
            checkerboard_colors=["#1F4C60", "#1B4356"],
            stroke_color=LINE,
        )
        self.add(surface)
        leant, flat_again = {"phi": LEAN, "theta": TURN - np.pi / 2}, {"phi": 0, "theta": -np.pi / 2}
        self.sample(1.5, FEW, lambda seconds: self.move_camera(**leant, run_time=seconds))
        self.wait(1.2, frozen_frame=True)
        self.sample(1.5, MANY, lambda seconds: self.move_camera(**flat_again, run_time=seconds))
        self.remove(surface)

    def _table(self) -> list[VGroup]:
        """A row's index, x, y, prediction and residual."""
        rows = []
        for k in range(N):
            prediction, residual = number(THETA @ (1, X[k])), number(residuals(THETA)[k])
            row = VGroup(
                formula(str(k + 1), 30, COLORS[k]),
                number(X[k], color=COLORS[k]),
                number(Y[k], color=COLORS[k]),
                prediction,
                residual,
            )
            for column, cell in enumerate(row):
                cell.move_to([-6.2 + 1.25 * column, -0.4 - 0.42 * k, 0])
            rows.append(row)
        return rows
