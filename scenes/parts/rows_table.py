"""The data table: a row an example, a column a quantity, alive while theta moves."""

from manim import Line, VGroup

from core import Lesson, Moment
from scenes.cast import Cast
from scenes.notation import decimals_for, write
from scenes.parts.marks import gap_dots
from scenes.parts.numeral import Numeral
from scenes.parts.typeset import Formula
from scenes.theme import SIZE, STROKE, Theme

HEADERS = {"x": "x", "y": "y", "prediction": "hat(y) = f(x, theta)", "residual": "r = hat(y) - y"}
COLUMNS = {"index": 0.1, "x": 1.15, "y": 2.2, "prediction": 3.6, "residual": 5.25}
PITCH = 0.41
HEADER_GAP = 0.5
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
        self.headers = {name: self._header(name) for name in HEADERS}
        self.rule = Line(self.place("index", -0.55), self.place("residual", -0.55)).set_stroke(
            theme.line, STROKE.thin
        )
        self.rule.put_start_and_end_on(*(self._rule_end(name) for name in ("index", "residual")))
        self.rows = {member.row: self._row(member) for member in cast.members}
        self.gap = VGroup()
        if cast.gap is not None:
            self.gap = gap_dots(theme).move_to(self.place("y", cast.gap)).scale(0.8)
        self.add(
            *self.headers.values(),
            self.rule,
            *(VGroup(*row.values()) for row in self.rows.values()),
            self.gap,
        )

    def place(self, column: str, slot: float) -> list[float]:
        """Where a cell stands: its decimal point, or its middle."""
        return [self.corner[0] + COLUMNS[column], self.corner[1] - HEADER_GAP - PITCH * slot, 0]

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

    def _decimals(self) -> dict[str, int]:
        rows = list(self.lesson.shown)
        columns = {
            "x": self.lesson.x[rows],
            "y": self.lesson.y[rows],
            "prediction": self.lesson.predictions[rows],
            "residual": self.lesson.residuals[rows],
        }
        found = {name: decimals_for(values) for name, values in columns.items()}
        # Predictions and residuals move with theta: one figure after the point at least, two at most.
        return found | {name: min(2, max(1, found[name])) for name in ("prediction", "residual")}

    def _header(self, name: str) -> Formula:
        header = Formula(HEADERS[name], SIZE.label, self.theme.quiet)
        x, y, _ = self.place(name, -1.05)
        return header.move_to([x - HEADER_SHIFT, y, 0])

    def _rule_end(self, column: str) -> list[float]:
        x, y, _ = self.place(column, -0.55)
        return [x + (0.75 if column == "residual" else -0.1), y, 0]

    def _row(self, member) -> dict[str, Numeral]:
        values = {
            "index": (str(member.index), member.text_color, "left", SIZE.index),
            "x": (
                write(self.lesson.x[member.row], self.decimals["x"]),
                member.text_color,
                "point",
                SIZE.number,
            ),
            "y": (
                write(self.lesson.y[member.row], self.decimals["y"]),
                member.text_color,
                "point",
                SIZE.number,
            ),
            "prediction": (self._text("prediction", member.row), self.theme.ink, "point", SIZE.number),
            "residual": (self._text("residual", member.row), self.theme.ink, "point", SIZE.number),
        }
        return {
            name: Numeral(text, size, color, align).place(self.place(name, member.slot))
            for name, (text, color, align, size) in values.items()
        }

    def _text(self, name: str, row: int) -> str:
        values = {"prediction": self.lesson.predictions, "residual": self.lesson.residuals}[name]
        return write(values[row], self.decimals[name])
