"""The plane of theta_0 and theta_1: a loss surface seen from above, with the places that matter."""

from itertools import pairwise

import numpy as np
from manim import VGroup, VMobject

from core import Lesson, Moment
from scenes.notation import decimals_for, write
from scenes.parts.clearance import Segment, clear_place, edges
from scenes.parts.gradient_arrow import GradientArrow
from scenes.parts.loss_surface import LossSurface
from scenes.parts.marks import minimizer_cross, theta_dot
from scenes.parts.numeral import Numeral
from scenes.parts.spacing import GAP
from scenes.parts.ticks import inner_ticks
from scenes.parts.typeset import Formula
from scenes.theme import SIZE, Theme

NAME_GAP = 0.32
MARK_GAP = 0.08
TIP_GAP = 0.15
NAME_HALO = 6
STEEPEST = 1.1
TICK_CAP = 0.19
TICK_GAP = 0.22
CORNERS = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))  # of the window, in u, v


class ParameterPlane(VGroup):
    """A square of the parameter plane with equal units on both axes.

    Its members are the surface and the names of the axes; ``dot`` (theta) and ``cross`` (the
    minimizer, or None) stand on it but are put on stage by the act.

    Parameters
    ----------
    lesson, theme
        What is shown.
    heights : (K, K) ndarray
        Losses over the lesson's grid.
    center, side
        Middle and side of the square, in units of the frame.
    tall
        Height in units of the frame of the lesson's ``loss_cap`` when the surface stands.
    named
        Which axes carry their names: some of ``"0"`` and ``"1"``.
    ticked
        Whether round values are written along the axes (their names then stand at the ends).
    crossed
        Whether the minimizer of the whole is marked, where there is one.
    """

    def __init__(
        self,
        lesson: Lesson,
        theme: Theme,
        heights,
        center,
        side: float,
        tall: float = 1.7,
        named="01",
        ticked: bool = True,
        crossed: bool = True,
    ) -> None:
        super().__init__()
        self.lesson, self.theme = lesson, theme
        self.surface = LossSurface(heights, lesson.levels, side, theme, tall, lesson.loss_cap)
        self.surface.move_to([*center, 0])
        self.names = VGroup(*(Formula(f"theta_{axis}", SIZE.formula * 0.9, theme.quiet) for axis in "01"))
        for axis, name in zip("01", self.names, strict=True):
            name.set_opacity(float(axis in named))
        self.ticked = ticked
        self.tick_values = self._tick_values()
        self.ticks = VGroup(*self._ticks())
        self.add(self.surface, self.names, self.ticks)
        self.dot = theta_dot(theme)
        self.theta = lesson.theta
        self.cross = minimizer_cross(theme) if crossed and lesson.minimizer is not None else None
        self.dot_name = Formula("theta", SIZE.formula, theme.ink)
        self.cross_name = (
            Formula("theta^*", SIZE.formula * 0.9, theme.ink) if self.cross is not None else None
        )
        for name in filter(None, (self.dot_name, self.cross_name)):
            name.set_stroke(theme.background, NAME_HALO, background=True)
        self.follow_surface()

    @property
    def marks(self) -> list[VMobject]:
        """What stands on the plane: the minimizer, theta, and their names."""
        cross = [mark for mark in (self.cross, self.cross_name) if mark is not None]
        return [*cross, self.dot_name, self.dot]

    @property
    def unit(self) -> float:
        """Units of the frame to a unit of theta."""
        return self.surface.view().side / self.lesson.window.width

    def ground(self, theta) -> np.ndarray:
        """``u, v`` of a theta (2,): -1/2 … 1/2 within the window."""
        return (np.asarray(theta, dtype=float) - self.lesson.window.center) / self.lesson.window.width

    def c2p(self, theta, height: float = 0.0) -> np.ndarray:
        """Place (3,) on the picture of a theta (2,), at a loss over the ground."""
        u, v = self.ground(theta)
        return np.append(self.surface.project(u, v, height), 0.0)

    def on_surface(self, theta) -> np.ndarray:
        """Place (3,) on the picture of the surface's point over a theta (2,)."""
        return self.c2p(theta, self.surface.height_at(*self.ground(theta)))

    def arrow_tip(self, gradient, theta=None, kappa: float | None = None) -> np.ndarray:
        """Where the arrow (3,) of a gradient (2,) that starts at theta ends: theta + kappa gradient."""
        theta = self.lesson.theta if theta is None else theta
        kappa = self.lesson.arrow_scale if kappa is None else kappa
        return self.c2p(np.asarray(theta) + kappa * np.asarray(gradient))

    def full_gradient_arrow(self, weight: float) -> GradientArrow:
        """The full gradient at theta, to the scale at which it stays inside."""
        tip = self.arrow_tip(self.lesson.full_gradient, kappa=self.lesson.whole_arrow_scale)
        return GradientArrow(self.c2p(self.lesson.theta), tip, self.theme.ink, self.theme.background, weight)

    def name_of_full_gradient(self, arrow: GradientArrow) -> Formula:
        """Its name, beside the arrow's tip on the side that it points to, clear of rim and names."""
        along = arrow.vector()
        across, up = (float(np.sign(part)) or 1.0 for part in along)
        steep = float(abs(along[1]) > abs(along[0]))
        name = Formula("nabla L", SIZE.formula, self.theme.ink)
        name.set_stroke(self.theme.background, NAME_HALO, background=True)
        sides = ((across, steep * up), (across, up), (0.0, up), (across, 0.0), (-across, up), (across, -up))
        places = [
            name.next_to(arrow.get_end(), [*side, 0.0], buff=TIP_GAP).get_center().copy() for side in sides
        ]
        return name.move_to(clear_place(name, places, self._drawn_around(arrow)))

    def _drawn_around(self, arrow: GradientArrow) -> list[Segment]:
        """The rim, an arrow, and the marks with their names, as segments."""
        corners = [self.surface.project(u, v) for u, v in CORNERS]
        rim = [(np.append(a, 0.0), np.append(b, 0.0)) for a, b in pairwise([*corners, corners[0]])]
        return [*rim, (arrow.get_start(), arrow.get_end()), *(e for mark in self.marks for e in edges(mark))]

    def show_moment(self, moment: Moment) -> None:
        """Put the dot where theta is."""
        self.theta = moment.theta
        self.dot.move_to(self.on_surface(self.theta))
        self._name_marks()

    def follow_surface(self) -> None:
        """Put names, dot and cross where the surface's view has them now."""
        gap = NAME_GAP / self.surface.view().side
        beside = (
            ((0.5 + gap, -0.5), (-0.5, 0.5 + gap)) if self.ticked else ((0.0, -0.5 - gap), (-0.5 - gap, 0.0))
        )
        for name, (u, v) in zip(self.names, beside, strict=True):
            name.move_to(np.append(self.surface.project(u, v), 0.0))
        for tick, (u, v) in zip(self.ticks, self._tick_places(), strict=True):
            tick.place(np.append(self.surface.project(u, v), 0.0))
        self.dot.move_to(self.on_surface(self.theta))
        if self.cross is not None:
            self.cross.move_to(self.on_surface(self.lesson.minimizer))
        self._name_marks()

    def riders(self) -> list[VMobject]:
        """What `follow_surface` moves."""
        return [self.names, self.ticks, *self.marks]

    @property
    def theta_marks(self) -> list[VMobject]:
        """The mark of theta and its name."""
        return [self.dot_name, self.dot]

    def _tick_values(self) -> list[tuple[int, float]]:
        """Axis and value of each tick; along the first axis so few that their numbers stand apart."""
        if not self.ticked:
            return []
        window = self.lesson.window
        across, up = (inner_ticks(*ends) for ends in (window.theta0, window.theta1))
        decimals = decimals_for([*across, *up])
        widest = max(self._tick(value, decimals).width for value in across) + GAP
        while len(across) > 2 and widest * window.width > self.surface.view().side * (across[1] - across[0]):
            across = across[::2]
        return [*((0, value) for value in across), *((1, value) for value in up)]

    def _ticks(self) -> list[Numeral]:
        decimals = decimals_for([value for _, value in self.tick_values])
        return [self._tick(value, decimals) for _, value in self.tick_values]

    def _tick(self, value: float, decimals: int) -> Numeral:
        return Numeral(write(value, decimals), TICK_CAP, self.theme.quiet)

    def _tick_places(self) -> list[tuple[float, float]]:
        """``u, v`` of the ticks: below the front edge, left of the left one."""
        # Tilted ground is foreshortened: the gap on the picture stays.
        side, tilted = self.surface.view().side, np.cos(min(self.surface.tilt, STEEPEST))
        below = TICK_GAP / side / tilted
        window, places = self.lesson.window, []
        for (axis, value), tick in zip(self.tick_values, self.ticks, strict=True):
            along = float((value - window.center[axis]) / window.width)
            beside = max(1.2 * below, (tick.width / 2 + GAP) / side)
            places.append((along, -0.5 - below) if axis == 0 else (-0.5 - beside, along))
        return places

    def _name_marks(self) -> None:
        """Names stand beside their marks, on the sides that look away from each other."""
        side = 1.0
        if self.cross is not None and self.cross_name is not None:
            side = 1.0 if self.dot.get_x() >= self.cross.get_x() else -1.0
            self.cross_name.next_to(self.cross, [-side, 0.6, 0], buff=MARK_GAP)
        # The gradient's arrow will start here: its name stands on the other side.
        up = 0.6 if self.lesson.full_gradient[1] <= 0 else -0.6
        self.dot_name.next_to(self.dot, [side, up, 0], buff=MARK_GAP)
