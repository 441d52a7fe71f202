"""The plane in which gradients are added: a unit of the axes is a unit of gradient."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import Line, VGroup, VMobject

from core import GradientWindow, Lesson
from scenes.cast import Cast
from scenes.notation import decimals_for, write
from scenes.parts.clearance import Segment, clear_place, clearest, edges, is_clear
from scenes.parts.density import density_cells
from scenes.parts.gradient_arrow import GradientArrow
from scenes.parts.marks import dot, index_mark
from scenes.parts.numeral import Numeral
from scenes.parts.spacing import GAP
from scenes.parts.ticks import ticks
from scenes.parts.typeset import Formula, Words
from scenes.theme import SIZE, STROKE, Theme

TICK_CAP = 0.19
TICK_LENGTH = 0.07
TICK_GAP = 0.22
TICK_ROOM = 0.85
APART = 0.4  # two indices stand at least so far from each other
INDEX_GAP = 0.24
ALONG = (0.5, 0.35, 0.65, 0.2, 0.8)  # shares of an arrow's way, for its index
TIP_GAP, NAME_TIP_GAP, NAME_PLACES = 0.3, 0.45, 24
INDEX_HALO = 6
NAME_ROOM = 1.05  # for the name beyond the end of the first axis
MOST_LINKS = 1500


class GradientPlane(VGroup):
    """Axes of gradients with equal units, as large as a box allows; arrows of all rows from the origin.

    Parameters
    ----------
    lesson, cast, theme
        What is shown.
    center, size
        Middle and (width, height) of the box, in units of the frame.
    most_unit
        Units of the frame to a unit of gradient at the most.
    window
        What it holds: the lesson's ``fan_window`` or ``chain_window``.
    ways
        Lines through gradients (K, 2) that are to be drawn: no tick's number stands in their way, nor in
        the mean's.
    """

    def __init__(
        self,
        lesson: Lesson,
        cast: Cast,
        theme: Theme,
        center,
        size,
        window: GradientWindow,
        most_unit: float = np.inf,
        ways: Sequence[np.ndarray] = (),
    ) -> None:
        super().__init__()
        self.lesson, self.cast, self.theme = lesson, cast, theme
        self.window = window
        extent = window.hi - window.lo
        room = np.asarray(size) - [NAME_ROOM, 0.0]
        self.unit = float(min(*(room / extent), most_unit))
        middle = np.asarray(center) - [NAME_ROOM / 2, 0.0]
        self.origin = np.append(middle - self.unit * (window.hi + window.lo) / 2, 0.0)
        mean = np.vstack([np.zeros(2), lesson.mean_of_gradients])
        in_the_way = [(self.c2p(a), self.c2p(b)) for way in (mean, *ways) for a, b in pairwise(way)]
        self.axes, names = self._axes(), self._names()
        in_the_way += [edge for name in names for edge in edges(name)]
        self.scale_marks = VGroup(self._ticks(in_the_way), names)
        self.add(self.axes, self.scale_marks)
        self.others = self._others()
        self.others_name = self._name_of_others(np.asarray(center) + np.asarray(size) / 2)

    def c2p(self, gradient) -> np.ndarray:
        """Place (3,) on the picture of a gradient (2,)."""
        return self.origin + self.unit * np.append(np.asarray(gradient, dtype=float)[:2], 0.0)

    def arrow(self, gradient, color: str, start=(0.0, 0.0), weight: float = 1.0) -> GradientArrow:
        """An arrow for a gradient (2,), from a place (2,) of the plane."""
        start = np.asarray(start, dtype=float)
        tip = start + np.asarray(gradient)
        return GradientArrow(self.c2p(start), self.c2p(tip), color, self.theme.background, weight)

    def fan(self) -> dict[int, GradientArrow]:
        """Arrows of the rows shown, from the origin."""
        return {m.row: self.arrow(self.lesson.gradients[m.row], m.color) for m in self.cast.members}

    def bead(self, row: int) -> VMobject:
        """A mark at the tip of a row's gradient."""
        member = self.cast.member(row)
        return dot(member.color, self.theme.background, SIZE.bead).move_to(
            self.c2p(self.lesson.gradients[row])
        )

    def index_beside(self, row: int, start, end, lines: Sequence[Segment]) -> Formula:
        """The row's index beside its arrow, where it keeps clear of lines, of the axes and their ticks.

        The middle of the arrow comes first, and there the left side of its way.
        """
        start, end = self.c2p(start), self.c2p(end)
        along = end - start
        length = float(np.linalg.norm(along))
        left = np.array([-along[1], along[0], 0.0]) / length if length else np.array([-1.0, 0.0, 0.0])
        index = index_mark(self.cast.member(row))
        places = [start + share * along + side * INDEX_GAP * left for share in ALONG for side in (1, -1)]
        index.move_to(clear_place(index, places, [*lines, *self._drawn()]))
        return index.set_stroke(self.theme.background, INDEX_HALO, background=True)

    def _drawn(self) -> list[Segment]:
        """What is drawn of the axes, as segments."""
        lines = [*self.axes, *(mark for mark in self.scale_marks[0] if isinstance(mark, Line))]
        texts = [text for marks in self.scale_marks for text in marks if not isinstance(text, Line)]
        return [(line.get_start(), line.get_end()) for line in lines] + [
            e for text in texts for e in edges(text)
        ]

    def name_at_tip(self, gradient, code: str) -> Formula:
        """A name near the tip of an arrow from the origin, where the rows' arrows leave most room."""
        turns = np.linspace(0, 2 * np.pi, NAME_PLACES, endpoint=False)
        around = np.column_stack([np.cos(turns), np.sin(turns), np.zeros(NAME_PLACES)])
        places = self.c2p(gradient) + NAME_TIP_GAP * around
        tips = [self.c2p(self.lesson.gradients[member.row]) for member in self.cast.members]
        segments = [(self.origin, tip + TIP_GAP * (tip - self.origin)) for tip in tips]
        segments += [(self.c2p((0, 0)), self.c2p(gradient)), (self.origin, self.c2p((self.window.hi[0], 0)))]
        texts = [text for marks in self.scale_marks for text in marks if not isinstance(text, Line)]
        segments += [(text.get_left(), text.get_right()) for text in texts]
        room = [min(distance(place, *segment) for segment in segments) for place in places]
        name = Formula(code, SIZE.formula * 0.9, self.theme.ink).move_to(places[int(np.argmax(room))])
        return name.set_stroke(self.theme.background, INDEX_HALO, background=True)

    def beyond_tip(self, mark: Formula, gradient, gap: float) -> Formula:
        """Put a mark beyond the tip of an arrow from the origin, on the arrow's line."""
        tip = self.c2p(gradient)
        length = float(np.linalg.norm(tip - self.origin))
        out = (tip - self.origin) / length if length else np.array([1.0, 0.0, 0.0])
        return mark.move_to(tip + gap * out).set_stroke(self.theme.background, INDEX_HALO, background=True)

    def chain_line(self, order) -> VMobject:
        """The chain in an order, as a thin line from the origin; of many links some are left out."""
        corners = [self.c2p(place) for place in way_of(self.lesson.chain(order))]
        return VMobject().set_points_as_corners(corners).set_stroke(self.theme.quiet, STROKE.level)

    def _axes(self) -> VGroup:
        low, high = self.window.lo, self.window.hi
        lines = (
            Line(self.c2p((low[0], 0)), self.c2p((high[0], 0))),
            Line(self.c2p((0, low[1])), self.c2p((0, high[1]))),
        )
        return VGroup(*lines).set_stroke(self.theme.line, STROKE.thin)

    def _ticks(self, in_the_way: Sequence[Segment]) -> VGroup:
        """Ticks of both axes."""
        return VGroup(*(mark for axis in (0, 1) for mark in self._ticks_along(axis, in_the_way)))

    def _ticks_along(self, axis: int, in_the_way: Sequence[Segment]) -> list[VMobject]:
        """Ticks of an axis, with numbers where those stand free: one at least, all on one side."""
        values = self._tick_values(axis)
        decimals = decimals_for(values) if values else 0
        sides = [
            [self._tick(axis, value, write(value, decimals), side) for value in values] for side in (1, -1)
        ]
        free = [[number for _, number in pairs if is_clear(number, in_the_way)] for pairs in sides]
        best = 0 if len(free[0]) >= len(free[1]) else 1
        lines, numbers = [line for line, _ in sides[best]], [number for _, number in sides[best]]
        return [*lines, *(free[best] or ([clearest(numbers, in_the_way)] if numbers else []))]

    def _tick_values(self, axis: int) -> list[float]:
        """Round values along an axis but 0; along the first so few that their numbers stand apart."""
        low, high = self.window.lo[axis], self.window.hi[axis]
        most = max(2, int(self.unit * (high - low) / TICK_ROOM))
        while True:
            values = [float(value) for value in ticks(low, high, most) if value != 0]
            if axis == 1 or most == 2 or self._stand_apart(values):
                return values
            most -= 1

    def _stand_apart(self, values: Sequence[float]) -> bool:
        """Whether numbers have room beside each other."""
        decimals = decimals_for(values)
        widest = max((self._number(write(value, decimals)).width for value in values), default=0.0)
        return all(self.unit * (after - before) > widest + GAP for before, after in pairwise(values))

    def _number(self, text: str) -> Numeral:
        return Numeral(text, TICK_CAP, self.theme.quiet)

    def _tick(self, axis: int, value: float, text: str, side: int) -> tuple[Line, Numeral]:
        """A tick and its number: above the first axis and left of the second, or on their other side."""
        place = self.c2p((value, 0) if axis == 0 else (0, value))
        out = side * (np.array([0, 1.0, 0]) if axis == 0 else np.array([-1.0, 0, 0]))
        mark = Line(place, place + TICK_LENGTH * out).set_stroke(self.theme.line, STROKE.thin)
        number = self._number(text)
        away = TICK_GAP if axis == 0 else max(1.6 * TICK_GAP, number.width / 2 + TICK_LENGTH + GAP)
        return mark, number.place(place + away * out)

    def _names(self) -> VGroup:
        high = self.window.hi
        first = Formula("partial \\/ partial theta_0", SIZE.label, self.theme.quiet)
        second = Formula("partial \\/ partial theta_1", SIZE.label, self.theme.quiet)
        first.next_to(self.c2p((high[0], 0)), [1, 0, 0], buff=0.1)
        second.next_to(self.c2p((0, high[1])), [0, 1, 0], buff=0.1)
        return VGroup(first, second)

    def _others(self) -> VGroup:
        """Gradients of rows that aren't shown: thin lines up to two hundred, a density beyond."""
        if self.lesson.gradient_cloud is not None:
            return density_cells(self.lesson.gradient_cloud, lambda *place: self.c2p(place), self.theme)
        hidden = [row for row in range(self.lesson.n_examples) if row not in self.lesson.shown]
        lines = (Line(self.origin, self.c2p(self.lesson.gradients[row])) for row in hidden)
        return VGroup(*lines).set_stroke(self.theme.line, STROKE.thin, opacity=0.7)

    def _name_of_others(self, corner: np.ndarray) -> VGroup:
        """What is grey, at the upper right; nothing where every row has its colour."""
        if not self.lesson.hides_rows:
            return VGroup()
        count = self.lesson.n_examples - len(self.lesson.shown)
        words = Words(f"grey: the other {count}", TICK_CAP, self.theme.quiet)
        return VGroup(words.place([*corner, 0], "right"))


def fan_marks(plane: GradientPlane) -> VGroup:
    """The index of each row shown, beyond the tip of its arrow from the origin."""
    marks = VGroup()
    for member in plane.cast.members:
        gap, mark = TIP_GAP, index_mark(member)
        plane.beyond_tip(mark, plane.lesson.gradients[member.row], gap)
        while any(np.linalg.norm(mark.get_center() - other.get_center()) < APART for other in marks):
            gap += APART
            plane.beyond_tip(mark, plane.lesson.gradients[member.row], gap)
        marks.add(mark)
    return marks


def way_of(ends: np.ndarray) -> np.ndarray:
    """A chain's line from the origin through its links' ends (N, 2); many links are thinned out."""
    kept = np.unique(np.linspace(0, len(ends) - 1, min(len(ends), MOST_LINKS)).astype(int))
    return np.vstack([np.zeros(2), ends[kept]])


def distance(point: np.ndarray, start: np.ndarray, end: np.ndarray) -> float:
    """Distance of a point (3,) from a segment."""
    way = end - start
    length = float(way @ way)
    share = np.clip((point - start) @ way / length, 0, 1) if length else 0.0
    return float(np.linalg.norm(point - start - share * way))
