"""The data table: a row an example, a column a quantity, alive while theta moves."""

import numpy as np
from manim import Line, VGroup, VMobject

from core import Lesson, Moment
from scenes.cast import Cast, Member
from scenes.notation import OF_DATA, decimals_for, write
from scenes.parts.marks import gap_dots, index_mark
from scenes.parts.numeral import Numeral
from scenes.parts.spacing import moved_apart
from scenes.parts.typeset import Formula, Words
from scenes.theme import SIZE, STROKE, Theme

HEADERS = {"x": "x", "y": "y", "prediction": "hat(y) = f(x, theta)", "residual": "r = hat(y) - y"}
COLUMNS = {"index": 0.15, "x": 1.2, "y": 2.3, "prediction": 3.7, "residual": 5.3}
COLORS = {
    "x": lambda theme, member: member.text_color,
    "y": lambda theme, member: member.text_color,
    "prediction": lambda theme, member: theme.ink,
    "residual": lambda theme, member: theme.ink,
}
COLUMN_GAP = 0.16
PITCH = 0.41
HEADER_GAP = 0.5
LEGEND_X = 2.75
# Numbers hang on their decimal points; their middle is left of it.
HEADER_SHIFT = 0.12


class RowsTable(VGroup):
    """Rows of index, x, y, prediction and residual.

    Parameters
    ----------
    lesson, cast, theme
        What is shown.
    corner
        Upper left corner (2,) in units of the frame.
    """

    def __init__(self, lesson: Lesson, cast: Cast, theme: Theme, corner: tuple[float, float]) -> None:
        super().__init__()
        self.lesson, self.cast, self.theme, self.corner = lesson, cast, theme, corner
        self.decimals = self._decimals()
        self.columns = dict(COLUMNS)
        self.headers = {name: self._header(name) for name in HEADERS}
        self.rows = {member.row: self._row(member) for member in cast.members}
        self._move_columns_apart()
        self.rule = Line(*(self._rule_end(name) for name in ("index", "residual")))
        self.rule.set_stroke(theme.line, STROKE.thin)
        self.gap = VGroup()
        if cast.gap is not None:
            self.gap = VGroup(gap_dots(theme).move_to(self.place("y", cast.gap)).scale(0.8), *self._legend())
        self.add(
            *self.headers.values(),
            self.rule,
            *(VGroup(*row.values()) for row in self.rows.values()),
            self.gap,
        )

    def place(self, column: str, slot: float) -> list[float]:
        """Where a cell stands: its decimal point, or its middle."""
        return [self.corner[0] + self.columns[column], self.corner[1] - HEADER_GAP - PITCH * slot, 0]

    def column(self, name: str) -> VGroup:
        """Header and cells of a column."""
        return VGroup(self.headers[name], *(row[name] for row in self.rows.values()))

    def row(self, row: int) -> VGroup:
        """All cells of a row."""
        return VGroup(*self.rows[row].values())

    def show_moment(self, moment: Moment) -> None:
        """Show predictions and residuals at another theta."""
        for row, cells in self.rows.items():
            cells["prediction"].set_text(write(moment.predictions[row], self.decimals["prediction"]))
            cells["residual"].set_text(write(moment.residuals[row], self.decimals["residual"]))

    @property
    def codes(self) -> list[str]:
        """Which rows the letters stand for, where rows are called by letters, as Typst mathematics."""
        return [f"{m.label} = {m.row + 1}" for m in self.cast.members if m.label in "iN"]

    def _legend(self) -> list[Words]:
        if not self.codes:
            return []
        words = Words(",  ".join(self.codes), SIZE.number, self.theme.quiet)
        return [words.place([self.corner[0] + LEGEND_X, self.place("y", self.cast.gap)[1], 0], "left")]

    def _decimals(self) -> dict[str, int]:
        rows = list(self.lesson.shown)
        # Predictions and residuals move with theta: one figure after the point at least, two at most.
        bounds = {name: {"least": 1, "most": 2} for name in ("prediction", "residual")}
        return {
            name: decimals_for(self._values(name)[rows], OF_DATA, **bounds.get(name, {})) for name in COLORS
        }

    def _header(self, name: str) -> Formula:
        header = Formula(HEADERS[name], SIZE.label, self.theme.quiet)
        x, y, _ = self.place(name, -1.05)
        return header.move_to([x - HEADER_SHIFT, y, 0])

    def _move_columns_apart(self) -> None:
        """Give wide numbers the room that they take."""
        indices = VGroup(*(row["index"] for row in self.rows.values()))
        shifts = moved_apart([indices, *map(self.column, HEADERS)], COLUMN_GAP)
        for name, shift in zip(COLUMNS, shifts, strict=True):
            self.columns[name] += shift

    def _rule_end(self, column: str) -> list[float]:
        x, y, _ = self.place(column, -0.55)
        return [x + (0.75 if column == "residual" else -0.1), y, 0]

    def _row(self, member: Member) -> dict[str, VMobject]:
        cells: dict[str, VMobject] = {
            "index": index_mark(member, SIZE.index).move_to(self.place("index", member.slot))
        }
        for name, color in COLORS.items():
            numeral = Numeral(self._text(name, member.row), SIZE.number, color(self.theme, member), "point")
            cells[name] = numeral.place(self.place(name, member.slot))
        return cells

    def _text(self, name: str, row: int) -> str:
        return write(self._values(name)[row], self.decimals[name])

    def _values(self, name: str) -> np.ndarray:
        lesson = self.lesson
        columns = {
            "x": lesson.x,
            "y": lesson.y,
            "prediction": lesson.predictions,
            "residual": lesson.residuals,
        }
        return columns[name]
