"""One panel a row: its own loss surface, its valley, theta, and what is printed beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast as cast_type

import numpy as np
from manim import GrowFromPoint, Line, VGroup

from core import Lesson, Moment
from scenes.cast import Cast, Member
from scenes.parts.gradient_arrow import GradientArrow
from scenes.parts.marks import gap_dots, index_mark
from scenes.parts.parameter_plane import ParameterPlane
from scenes.theme import LAYOUT, SIZE, STROKE, Theme

INFO_GAP = 0.68
# Arrows and dots of a panel this small are drawn with this weight, so that short arrows show.
SMALL_SIDE, SMALL_WEIGHT = 2.27, 0.66


@dataclass(frozen=True)
class Arrangement:
    """Where panels stand: the middle of each slot's square, and its side."""

    centers: tuple[tuple[float, float], ...]
    side: float


def grid(n_slots: int) -> Arrangement:
    """Panels over the whole stage, at most three in a line, with room for numbers beside each."""
    columns = n_slots if n_slots <= 3 else -(-n_slots // 2)
    lines = 1 if n_slots <= 3 else 2
    side = 2.27 if lines == 2 else 3.0
    cell = (LAYOUT.right - LAYOUT.left) / columns
    tops = (0.35,) if lines == 1 else (1.84, -0.98)
    return Arrangement(
        tuple(
            (LAYOUT.left + cell * (slot % columns + 0.5) - 0.27, tops[slot // columns])
            for slot in range(n_slots)
        ),
        side,
    )


def block(n_slots: int) -> Arrangement:
    """Small panels at the left of the stage, two in a line, to remember where arrows come from."""
    columns = min(2, n_slots)
    return Arrangement(
        tuple((-5.3 + 1.95 * (slot % columns), 2.05 - 1.85 * (slot // columns)) for slot in range(n_slots)),
        1.5,
    )


class Panel(VGroup):
    """The loss surface of one row over the parameter plane.

    Its members are the plane, the valley line and the index; ``plane.dot`` and ``arrow`` are put on
    stage by the act.
    """

    def __init__(
        self, lesson: Lesson, member: Member, theme: Theme, center, side: float, named: str = ""
    ) -> None:
        super().__init__()
        self.lesson, self.member, self.theme = lesson, member, theme
        self.plane = ParameterPlane(
            lesson,
            theme,
            lesson.heights(member.row),
            center,
            side,
            tall=0.5 * side,
            named=named,
            ticked=False,
            crossed=False,
        )
        self.weight = min(1.0, SMALL_WEIGHT * side / SMALL_SIDE)
        self.plane.dot.scale(self.weight)
        self.valley = self._valley()
        cap_height = SIZE.formula * 0.9 if side >= SMALL_SIDE else SIZE.label
        self.index = index_mark(member, cap_height)
        self.index.move_to(np.array([*center, 0]) + [-side / 2 - cap_height, (side - cap_height) / 2, 0])
        self.add(self.plane, self.valley, self.index)
        self.arrow = self.arrow_of(lesson.gradients[member.row])

    @property
    def info_center(self) -> np.ndarray:
        """Where numbers stand: right of the square."""
        view = self.plane.surface.view()
        return np.array([view.center[0] + view.side / 2 + INFO_GAP, view.center[1], 0])

    def arrow_of(self, gradient, theta=None) -> GradientArrow:
        """The arrow of a gradient (2,) at theta, to the panels' common scale."""
        theta = self.lesson.theta if theta is None else theta
        return GradientArrow(
            self.plane.c2p(theta),
            self.plane.arrow_tip(gradient, theta),
            self.member.color,
            self.theme.background,
            self.weight,
        )

    def show_moment(self, moment: Moment) -> None:
        """Put the dot where theta is."""
        self.plane.show_moment(moment)

    def _valley(self) -> Line:
        ends = self.lesson.valley(self.member.row)
        line = Line().set_stroke(self.member.color, STROKE.valley)
        if ends is None:
            return line.set_stroke(opacity=0)
        return line.put_start_and_end_on(*(self.plane.c2p(end) for end in ends))


class PanelSet(VGroup):
    """The panels of all rows shown, in an arrangement; left column and last line carry axis names."""

    def __init__(
        self,
        lesson: Lesson,
        cast: Cast,
        theme: Theme,
        arrange: Callable[[int], Arrangement],
        named: bool = True,
    ) -> None:
        super().__init__()
        self.arrangement = arrange(cast.n_slots)
        self.panels = {
            member.row: Panel(
                lesson,
                member,
                theme,
                self.arrangement.centers[member.slot],
                self.arrangement.side,
                self._names_at(member.slot) if named else "",
            )
            for member in cast.members
        }
        self.gap = VGroup()
        if cast.gap is not None:
            self.gap = gap_dots(theme, vertical=False).move_to([*self.arrangement.centers[cast.gap], 0])
        self.add(*self.panels.values(), self.gap)

    @property
    def dots(self) -> VGroup:
        """The marks of theta, one a panel."""
        return VGroup(*(panel.plane.dot for panel in self.panels.values()))

    @property
    def arrows(self) -> VGroup:
        """The gradient arrows, one a panel."""
        return VGroup(*(panel.arrow for panel in self.panels.values()))

    def _names_at(self, slot: int) -> str:
        centers = np.array(self.arrangement.centers)
        lowest = centers[slot, 1] == centers[:, 1].min()
        leftmost = centers[slot, 0] == centers[:, 0].min()
        return "0" * bool(lowest) + "1" * bool(leftmost)


class Unfold(GrowFromPoint):
    """A panel's plane grows from a point, its level lines running outward from the valley."""

    def create_starting_mobject(self) -> ParameterPlane:
        """The plane at the point, without lines."""
        start = cast_type(ParameterPlane, super().create_starting_mobject())
        start.surface.spread = 0.0
        return start
