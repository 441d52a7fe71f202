"""The data as points, the model as a line, the errors as upright segments; alive while theta moves."""

from itertools import pairwise

import numpy as np
from manim import Line, Rectangle, VGroup, VMobject

from core import Lesson, Moment
from scenes.cast import Cast
from scenes.notation import decimals_for, write
from scenes.parts.density import density_cells
from scenes.parts.marks import dot
from scenes.parts.numeral import Numeral
from scenes.parts.ticks import ticks
from scenes.parts.typeset import Formula, Words
from scenes.theme import SIZE, STROKE, Theme

TICK_CAP = 0.19
TICK_GAP = 0.22
MOST_TICKS, BESIDE = 5, 0.08  # numbers along x, and the room between two of them
HIDDEN_DOT = 0.035
NAME_HALO = 6
# Letters of an axis' name at most; and for each unit of the frame that the axis is long.
LONGEST_NAME, LETTERS_A_UNIT = 24, 7


class DataPlot(VGroup):
    """A plot of y over x, with all rows: those shown in their colours, the others grey.

    Parameters
    ----------
    lesson, cast, theme
        What is shown.
    center, size
        Middle and (width, height) of the plot's field, in units of the frame.
    """

    def __init__(self, lesson: Lesson, cast: Cast, theme: Theme, center, size) -> None:
        super().__init__()
        self.lesson, self.cast, self.theme = lesson, cast, theme
        self.field = Rectangle(width=size[0], height=size[1]).move_to([*center, 0]).set_stroke(width=0)
        self.axes = self._axes()
        self.others = self._others()
        self.dots = VGroup(*(self._dot(member) for member in cast.members))
        self.residuals = VGroup(*(Line().set_stroke(m.color, STROKE.residual) for m in cast.members))
        self.line = Line().set_stroke(theme.ink, STROKE.model)
        self.line.set_z_index(2)
        self.dots.set_z_index(4)
        self.add(self.field, self.axes, self.others, self.residuals, self.line, self.dots)
        self.show_moment(lesson.at_theta(lesson.theta))

    def point(self, z: float, y: float) -> np.ndarray:
        """Place (3,) on the picture of a point (z, y) of the data's plane."""
        (z_low, z_high), (y_low, y_high) = self.lesson.plot.z, self.lesson.plot.y
        corner = self.field.get_corner([-1, -1, 0])
        return corner + [
            (z - z_low) / (z_high - z_low) * self.field.width,
            (y - y_low) / (y_high - y_low) * self.field.height,
            0,
        ]

    def dot_of(self, row: int) -> VMobject:
        """The dot of a row that is shown."""
        return self.dots[self.lesson.shown.index(row)]

    def residual_of(self, row: int) -> VMobject:
        """The residual of a row that is shown."""
        return self.residuals[self.lesson.shown.index(row)]

    def show_moment(self, moment: Moment) -> None:
        """Show line and residuals at another theta."""
        self.line.set_points_as_corners([self.point(*end) for end in self._clipped(moment.line)])
        for member, segment in zip(self.cast.members, self.residuals, strict=True):
            z, y = self.lesson.z[member.row], self.lesson.y[member.row]
            segment.set_points_as_corners(
                [self.point(z, y), self.point(z, self._inside(moment.predictions[member.row]))]
            )

    def _inside(self, y: float) -> float:
        return float(np.clip(y, *self.lesson.plot.y))

    def _clipped(self, line: np.ndarray) -> np.ndarray:
        """The part of a line (2, 2) in the plane of (z, y) that lies in the field."""
        (z0, y0), (z1, y1) = line
        if y0 == y1:
            return np.array([[z0, self._inside(y0)], [z1, self._inside(y1)]])
        shares = sorted((bound - y0) / (y1 - y0) for bound in self.lesson.plot.y)
        first, last = np.clip(shares, 0, 1)
        return np.array([[z0 + s * (z1 - z0), y0 + s * (y1 - y0)] for s in (first, last)])

    def _dot(self, member) -> VGroup:
        z, y = self.lesson.z[member.row], self.lesson.y[member.row]
        return dot(member.color, self.theme.background).move_to(self.point(z, self._inside(y)))

    def _others(self) -> VMobject:
        """Rows that have no colour: dots up to two hundred, a density beyond."""
        if self.lesson.plot_cloud is not None:
            return density_cells(self.lesson.plot_cloud, self.point, self.theme)
        rows = [row for row in range(self.lesson.n_examples) if row not in self.lesson.shown]
        marks = [
            dot(self.theme.quiet, self.theme.background, HIDDEN_DOT)
            .move_to(self.point(z, y))
            .set_stroke(width=0, background=True)
            for z, y in zip(self.lesson.z[rows], self.lesson.y[rows], strict=True)
            if self._holds(z, y)
        ]
        return VGroup(*marks)

    def _holds(self, z: float, y: float) -> bool:
        (z_low, z_high), (y_low, y_high) = self.lesson.plot.z, self.lesson.plot.y
        return bool(z_low <= z <= z_high and y_low <= y <= y_high)

    def _axes(self) -> VGroup:
        corner, right, top = (self.field.get_corner(c) for c in ([-1, -1, 0], [1, -1, 0], [-1, 1, 0]))
        lines = VGroup(Line(corner, right), Line(corner, top)).set_stroke(self.theme.line, STROKE.thin)
        outside = self._outside(self.field.get_corner([1, 1, 0]))
        return VGroup(lines, self._ticks_of_x(), self._ticks_of_y(), *self._names(right, top), *outside)

    def _outside(self, corner: np.ndarray) -> list[Words]:
        """How many rows lie outside of the field, at its upper right."""
        count = self.lesson.plot_outside
        if count == 0:
            return []
        rows = "1 row" if count == 1 else f"{count} rows"
        return [Words(f"{rows} outside", TICK_CAP, self.theme.quiet).place(corner, "right")]

    def _ticks_of_x(self) -> VGroup:
        units = self.lesson.units
        low, high = (units.center + units.scale * z for z in self.lesson.plot.z)
        for most in range(MOST_TICKS, 1, -1):
            places = ticks(low, high, most)
            decimals = decimals_for(places)
            numbers = VGroup(
                *(
                    Numeral(write(x, decimals), TICK_CAP, self.theme.quiet).place(
                        self.point(units.to_drawn(x), self.lesson.plot.y[0]) - [0, TICK_GAP, 0]
                    )
                    for x in places
                )
            )
            if all(b.get_left()[0] - a.get_right()[0] > BESIDE for a, b in pairwise(numbers)):
                return numbers
        return VGroup(numbers[-1])

    def _ticks_of_y(self) -> VGroup:
        places = ticks(*self.lesson.plot.y, most=4)
        decimals = decimals_for(places)
        return VGroup(
            *(
                Numeral(write(y, decimals), TICK_CAP, self.theme.quiet, "right").place(
                    self.point(self.lesson.plot.z[0], y) - [TICK_GAP / 2, 0, 0]
                )
                for y in places
            )
        )

    def _names(self, right: np.ndarray, top: np.ndarray) -> list[VMobject]:
        """The axes' names: x and y, or the table's own."""
        return [
            self._name_of_x(right),
            self._name(self.lesson.y_name, "y").next_to(top, [1, 0, 0], buff=0.15),
        ]

    def _name_of_x(self, right: np.ndarray) -> VMobject:
        """Beyond the axis where it is one letter, above the axis' end where it is words."""
        name = self._name(self.lesson.x_name, "x")
        if self.lesson.x_name == "x":
            return name.next_to(right, [1, 0, 0], buff=0.15)
        return name.place(right + [0, TICK_GAP, 0], "right")

    def _name(self, name: str, symbol: str) -> VMobject:
        if name == symbol:
            return Formula(symbol, SIZE.label, self.theme.quiet)
        letters = min(LONGEST_NAME, int(LETTERS_A_UNIT * self.field.width))
        words = Words(shortened(name, letters) or symbol, TICK_CAP, self.theme.quiet)
        return words.set_stroke(self.theme.background, NAME_HALO, background=True)


def shortened(name: str, letters: int) -> str:
    """A column's name, cut with an ellipsis where it has more letters than these."""
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"
