"""Act 4 of the plain twin: the stages of the film's, of Manim's own mobjects."""

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    GrowFromCenter,
    Line,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)
from plain_parts import (
    COLORS,
    INK,
    MEAN_LEVELS,
    QUIET,
    THETA,
    N,
    Plane,
    X,
    arrow_in,
    fan_axes,
    formula,
    gradients,
    grid_of_panels,
    in_a_block,
    risk,
    vector,
    with_arrows,
    words,
)
from plain_stage import PlainAct


class FullGradient(PlainAct):
    """The mean of the gradients, and the full gradient."""

    number, heading = 4, "Many pulls, one average"

    def construct(self) -> None:
        """Seven beats."""
        g, panels = gradients(THETA), grid_of_panels()
        small = in_a_block(panels)
        full = g.mean(axis=0)
        arrows, smaller = with_arrows(panels), with_arrows(small)
        self.add(*panels, *(p.dot for p in panels), arrows)
        whole = Plane(risk, MEAN_LEVELS, (2.3, 0.15), 4.6)
        self.begin("the-whole-has-a-slope-too")
        self.wait(0.4, frozen_frame=True)
        self.stage(
            1.2,
            *(ReplacementTransform(a, b) for a, b in zip(panels, small, strict=True)),
            *(ReplacementTransform(a.dot, b.dot) for a, b in zip(panels, small, strict=True)),
            ReplacementTransform(arrows, smaller),
        )
        cross = whole.cross()
        bare = VGroup(*(m for m in whole if m is not whole.curves))
        self.stage(0.8, FadeIn(bare, whole.dot, cross))
        self.stage(1.2, Create(whole.curves))
        hollow = whole.arrow(full, INK)
        self.stage(1.2, GrowArrow(hollow))
        name = formula("nabla L").next_to(hollow, RIGHT)
        self.stage(0.8, hollow.animate.set_fill(opacity=0), FadeIn(name))
        self.end()

        near = fan_axes()
        fan = VGroup(*(arrow_in(near, v, c) for v, c in zip(g, COLORS, strict=True)))
        names = VGroup(
            *(
                formula(str(k + 1), 32, COLORS[k]).next_to(fan[k].get_end(), fan[k].get_unit_vector(), 0.1)
                for k in range(N)
            )
        )
        self.begin("gather-the-gradients")
        self.stage(0.4, FadeOut(whole, whole.dot, cross))
        self.stage(1.2, VGroup(hollow, name).animate.move_to([4.6, -1.95, 0]))
        self.stage(0.8, FadeIn(near))
        self.stage(1.5, *(TransformFromCopy(a, b) for a, b in zip(smaller, fan, strict=True)))
        self.stage(0.4, FadeIn(names))
        self.end()

        self.begin("where-is-their-average")
        topic = words("gradients for losses w.r.t. different points").move_to([3.6, 3.42, 0])
        self.stage(0.4, FadeIn(topic))
        self.wait(2.0, frozen_frame=True)
        self.end()
        chain = self._add_and_divide(g, near, fan, names)
        self._expectation(g, near, chain, (topic, hollow, name))

    def _add_and_divide(self, g: np.ndarray, near: object, fan: VGroup, names: VGroup) -> dict:
        """Beats four and five: arrows laid end to end, in three orders."""
        far = fan_axes()
        far.become(fan_axes((0.35, -0.4))).scale(0.6)
        self.begin("add-and-divide")
        self.stage(0.4, FadeOut(names))
        from_one_origin = [arrow_in(far, v, c) for v, c in zip(g, COLORS, strict=True)]
        self.stage(
            1.5,
            ReplacementTransform(near, far),
            *(a.animate.become(b) for a, b in zip(fan, from_one_origin, strict=True)),
        )
        at = np.zeros(2)
        for k in range(N):
            self.stage(0.8, fan[k].animate.become(arrow_in(far, g[k], COLORS[k], at)))
            at = at + g[k]
        mean = arrow_in(far, at, INK)
        code = formula("1/6 sum_(i=1)^6 nabla ell_i").move_to([4.6, 1.8, 0])
        value = vector(at).next_to(code, DOWN)
        self.stage(1.2, GrowArrow(mean), FadeIn(code, value))
        self.wait(0.5, frozen_frame=True)
        total = DashedLine(mean.get_start(), mean.get_end(), color=INK)
        self.add(total)
        self.stage(
            1.5,
            mean.animate.become(arrow_in(far, at / N, INK)),
            ReplacementTransform(value, divided := vector(at / N).move_to(value)),
        )
        self.end()

        self.begin("order-does-not-matter")
        for order in (np.argsort(X), np.arange(N)[::-1]):
            starts = {k: g[order[:place]].sum(axis=0) for place, k in enumerate(order)}
            self.stage(
                1.5,
                *(
                    fan[k].animate.become(arrow_in(far, g[k], COLORS[k], start))
                    for k, start in starts.items()
                ),
            )
        self.end()
        return {"far": far, "fan": fan, "mean": mean, "total": total, "code": code, "value": divided}

    def _expectation(self, g: np.ndarray, _: object, chain: dict, kept: tuple) -> None:
        """Beats six and seven: the balance, and the full gradient in its place."""
        topic, hollow, name = kept
        near, fan, mean, full = fan_axes(), chain["fan"], chain["mean"], g.mean(axis=0)
        self.begin("expectation")
        self.stage(0.3, FadeOut(topic, chain["total"]))
        home = [arrow_in(near, v, c) for v, c in zip(g, COLORS, strict=True)]
        self.stage(
            1.5,
            ReplacementTransform(chain["far"], near),
            mean.animate.become(arrow_in(near, full, INK)),
            *(a.animate.become(b) for a, b in zip(fan, home, strict=True)),
        )
        beads = VGroup(*(Dot(near.c2p(*v), 0.1, color=c) for v, c in zip(g, COLORS, strict=True)))
        names = VGroup(*(formula(str(k + 1), 32, COLORS[k]).next_to(beads[k], UP, 0.1) for k in range(N)))
        self.stage(0.8, *map(GrowFromCenter, beads), FadeIn(names))
        spokes = VGroup(
            *(Line(near.c2p(*full), bead.get_center(), color=QUIET, stroke_width=1) for bead in beads)
        )
        self.stage(1.2, Create(spokes), FadeIn(words("each row equally likely").move_to([4.6, -0.75, 0])))
        expectation = formula("bb(E)_i [nabla ell_i]").move_to(chain["code"])
        self.stage(0.8, ReplacementTransform(chain["code"], expectation))
        self.end()

        self.begin("the-full-gradient")
        self.stage(0.4, FadeOut(name, beads, spokes))
        whole = arrow_in(near, full, INK)
        self.stage(
            1.5,
            hollow.animate.become(whole),
            FadeIn(words("gradient w.r.t. whole data").move_to([4.6, 3.42, 0])),
        )
        self.stage(
            0.8, hollow.animate.set_fill(opacity=1), FadeIn(formula("nabla L", 36).next_to(whole, DOWN))
        )
        equation, value = (
            formula("nabla L = bb(E)_i [nabla ell_i]", 48).move_to([4.6, 1.8, 0]),
            vector(full, 48),
        )
        self.stage(
            0.8,
            ReplacementTransform(expectation, equation),
            ReplacementTransform(chain["value"], value.move_to([4.6, 0.4, 0])),
        )
        self.end()
