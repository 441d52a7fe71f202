"""The rows' losses at theta as bars, and their mean; alive while theta moves."""

import numpy as np
from manim import Line, Rectangle, VGroup

from core import Lesson, Moment
from scenes.cast import Cast
from scenes.notation import ABOUT, decimals_for, equals, same_decimals, write, write_about
from scenes.parts.marks import gap_dots
from scenes.parts.numeral import Numeral
from scenes.parts.typeset import Formula, Words
from scenes.theme import SIZE, STROKE, Theme

BAR_WIDTH = 0.5
VALUE_CAP = 0.19
TALLEST = 3.9
SAMPLES = 60
VALUE_DROP = 0.68
TITLE_Y = 2.75


class LossBars(VGroup):
    """A bar a row shown, and one for the mean over all rows, on one base line.

    Parameters
    ----------
    lesson, cast, theme
        What is shown.
    left, right, base
        Where the bars stand, in units of the frame.
    """

    def __init__(
        self, lesson: Lesson, cast: Cast, theme: Theme, left: float, right: float, base: float
    ) -> None:
        super().__init__()
        self.lesson, self.cast, self.theme, self.base = lesson, cast, theme, base
        self.decimals = decimals_for(lesson.losses[list(lesson.shown)])
        self.unit = TALLEST / self._highest()
        self.step = (right - left) / (cast.n_slots + 1)
        self.middles = [left + self.step * (slot + 0.5) for slot in range(cast.n_slots + 1)]
        self.floor = Line([left, base, 0], [right, base, 0]).set_stroke(theme.line, STROKE.thin)
        self.bars = {m.row: self._bar(m.slot, m.color) for m in cast.members}
        self.values = {m.row: self._value(m.slot) for m in cast.members}
        self.names = {m.row: self._name(f"ell_{m.label}", m.slot, m.text_color) for m in cast.members}
        self.mean_bar = self._bar(cast.n_slots, theme.ink)
        self.mean_value = self._value(cast.n_slots)
        self.mean_name = self._name("L", cast.n_slots, theme.ink)
        self.mean_line = Line([left, base, 0], [right, base, 0]).set_stroke(theme.ink, STROKE.thin)
        self.gap = VGroup()
        if cast.gap is not None:
            self.gap = gap_dots(theme, vertical=False).move_to([self.middles[cast.gap], base + 0.2, 0])
        self.rows = VGroup(
            self.floor, *self.bars.values(), *self.values.values(), *self.names.values(), self.gap
        )
        self.mean = VGroup(self.mean_line, self.mean_bar, self.mean_value, self.mean_name)
        whole = "" if not lesson.hides_rows else f", L over all {lesson.n_examples}"
        self.title = Words(f"heights at the pin{whole}", SIZE.label, theme.quiet)
        self.title.place([(left + right) / 2, TITLE_Y, 0])
        self.add(self.rows, self.mean, self.title)
        self.show_moment(lesson.at_theta(lesson.theta))

    @property
    def codes(self) -> list[str]:
        """A line a bar: what it is the height of, and how high it stands, as Typst mathematics."""
        signs = {row: equals(self.moment.losses[row], self.decimals) for row in self.bars}
        rows = [f"{self.names[row].code} {signs[row]} {self.values[row].text}" for row in self.bars]
        mean = self.mean_value.text
        return [*rows, f"{self.mean_name.code} {'' if mean.startswith(ABOUT) else '='} {mean}"]

    def show_moment(self, moment: Moment) -> None:
        """Show losses and their mean at another theta."""
        self.moment = moment
        for row, bar in self.bars.items():
            self._set(bar, self.values[row], moment.losses[row])
        self._set(self.mean_bar, self.mean_value, moment.risk)
        height = self.base + self.unit * moment.risk
        left, right = self.floor.get_start()[0], self.floor.get_end()[0]
        self.mean_line.put_start_and_end_on([left, height, 0], [right, height, 0])

    def _set(self, bar: Rectangle, value: Numeral, loss: float) -> None:
        middle, height = bar.get_x(), self.unit * loss
        half = BAR_WIDTH / 2
        corners = [(-half, 0), (half, 0), (half, height), (-half, height), (-half, 0)]
        bar.set_points_as_corners([[middle + x, self.base + y, 0] for x, y in corners])
        value.set_text(self.written(value, loss))

    def written(self, value: Numeral, loss: float) -> str:
        """Figures of a loss; the mean says where it is rounded."""
        if value is not self.mean_value:
            return write(loss, self.decimals)
        shown = self.lesson.losses[list(self.lesson.shown)]
        return write_about(loss, same_decimals(shown, loss))

    def _bar(self, slot: int, color: str) -> Rectangle:
        bar = Rectangle(width=BAR_WIDTH, height=BAR_WIDTH).set_fill(color, 1).set_stroke(width=0)
        return bar.move_to([self.middles[slot], self.base, 0])

    def _value(self, slot: int) -> Numeral:
        value = Numeral("0", VALUE_CAP, self.theme.ink)
        return value.place([self.middles[slot], self.base - VALUE_DROP, 0])

    def _name(self, code: str, slot: int, color: str) -> Formula:
        return Formula(code, SIZE.label, color).move_to([self.middles[slot], self.base - 0.3, 0])

    def _highest(self) -> float:
        """The largest loss of a row shown, or mean, on the way that theta takes."""
        moments = (self.lesson.at_theta(self.lesson.knob_walk(t)) for t in np.linspace(0, 1, SAMPLES))
        highest = max(
            max(float(np.max(moment.losses[list(self.lesson.shown)])), moment.risk) for moment in moments
        )
        return highest or 1.0
