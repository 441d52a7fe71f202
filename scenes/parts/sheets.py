"""The rows' loss surfaces as clear sheets, one above the other, with a pin through theta."""

import numpy as np
from manim import Line, VGroup

from core import Lesson, Moment
from scenes.cast import Cast, Member
from scenes.parts.loss_surface import LossSurface
from scenes.parts.marks import gap_dots, index_mark, theta_dot
from scenes.parts.typeset import Formula
from scenes.theme import SIZE, STROKE, Theme

LEAN, TURN = 1.12, 0.35  # radians: 64 and 20 degrees
SIDE = 2.5
TOP, PITCH = 2.1, 0.86
PIN_REACH = 0.45
NAME_HALO = 6
GROUND = 0.8  # how much of what lies under a sheet it hides


class Sheet(VGroup):
    """One row's loss surface as a flat sheet in a leaning view: level lines, valley and index."""

    def __init__(self, lesson: Lesson, member: Member, theme: Theme, center) -> None:
        super().__init__()
        self.lesson, self.member = lesson, member
        self.surface = LossSurface(
            lesson.heights(member.row), lesson.levels, SIDE, theme, tall=0.0, cap=lesson.loss_cap
        )
        self.surface.move_to([*center, 0])
        self.surface.tilt, self.surface.turn, self.surface.ground = LEAN, TURN, GROUND
        self.valley = self._valley()
        self.index = index_mark(member)
        self.index.move_to(np.append(self.surface.project(-0.5, 0.5), 0.0) + [-0.25, 0, 0])
        self.dot = theta_dot(theme).scale(0.7).move_to(self.place(lesson.theta))
        self.add(self.surface, self.valley, self.index)

    def place(self, theta) -> np.ndarray:
        """Where a theta (2,) lies on the sheet (3,)."""
        ground = (np.asarray(theta, dtype=float) - self.lesson.window.center) / self.lesson.window.width
        return np.append(self.surface.project(*ground), 0.0)

    def _valley(self) -> Line:
        ends = self.lesson.valley(self.member.row)
        line = Line().set_stroke(self.member.color, STROKE.residual)
        if ends is None:
            return line.set_stroke(opacity=0)
        return line.put_start_and_end_on(*(self.place(end) for end in ends))


class SheetStack(VGroup):
    """Sheets in the order of the rows; ``pin`` and the sheets' dots are put on stage by the act.

    Parameters
    ----------
    lesson, cast, theme
        What is shown.
    middle
        Where the stack's middle line stands across the frame.
    """

    def __init__(self, lesson: Lesson, cast: Cast, theme: Theme, middle: float) -> None:
        super().__init__()
        self.sheets = {
            member.row: Sheet(lesson, member, theme, (middle, TOP - PITCH * member.slot))
            for member in cast.members
        }
        self.gap = VGroup()
        if cast.gap is not None:
            self.gap = gap_dots(theme).move_to([middle, TOP - PITCH * cast.gap, 0])
        self.add(*reversed(self.sheets.values()), self.gap)  # the uppermost is drawn last
        self.pin = Line().set_stroke(theme.ink, STROKE.mark)
        self.pin_name = Formula("theta", SIZE.formula, theme.ink)
        self.pin_name.set_stroke(theme.background, NAME_HALO, background=True)
        self._put_pin(lesson.theta)

    @property
    def dots(self) -> VGroup:
        """The marks of theta, one a sheet."""
        return VGroup(*(sheet.dot for sheet in self.sheets.values()))

    def show_moment(self, moment: Moment) -> None:
        """Put pin and dots where theta is."""
        for sheet in self.sheets.values():
            sheet.dot.move_to(sheet.place(moment.theta))
        self._put_pin(moment.theta)

    def _put_pin(self, theta) -> None:
        places = [sheet.place(theta) for sheet in self.sheets.values()]
        reach = np.array([0, PIN_REACH, 0])
        self.pin.put_start_and_end_on(places[0] + reach, places[-1] - reach)
        self.pin_name.next_to(places[0] + reach, [1, 0, 0], buff=0.1)
