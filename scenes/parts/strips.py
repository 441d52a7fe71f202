"""The table taken apart: one strip a row, with the loss that the row makes alone."""

from typing import TYPE_CHECKING

from manim import Animation, FadeIn, FadeOut, GrowFromPoint, ReplacementTransform, Transform, VGroup, VMobject

from core import Lesson
from scenes.cast import Cast, Member
from scenes.notation import OF_DATA, decimals_for, write
from scenes.parts.marks import gap_dots, index_mark
from scenes.parts.numeral import Numeral
from scenes.parts.panels import PanelSet, Unfold
from scenes.parts.rows_table import RowsTable
from scenes.parts.spacing import moved_apart
from scenes.parts.typeset import Formula, named
from scenes.theme import LAYOUT, SIZE, Theme

if TYPE_CHECKING:
    from scenes.stage import Act

HEAD_Y = 2.75
FIRST_Y, LAST_Y = 2.15, -2.2
COLUMNS = {"index": 0.15, "x": 0.95, "y": 1.8}
LOSS_X = 2.4
LOSS_IS = "ell = inline(1/2) (hat(y) - y)^2"
SPARSE_PITCH = 1.2


class Strips(VGroup):
    """Index, x, y and loss of each row, spread over the left of the stage."""

    def __init__(self, lesson: Lesson, cast: Cast, theme: Theme) -> None:
        super().__init__()
        self.lesson, self.cast, self.theme = lesson, cast, theme
        rows = list(lesson.shown)
        self.decimals = {
            "x": decimals_for(lesson.x[rows], OF_DATA),
            "y": decimals_for(lesson.y[rows], OF_DATA),
        }
        self.numbers = {member.row: self._numbers(member) for member in cast.members}
        self.loss_of = {member.row: self._loss(member) for member in cast.members}
        self.heads = {
            name: Formula(name, SIZE.label, theme.quiet).move_to([LAYOUT.left + COLUMNS[name], HEAD_Y, 0])
            for name in ("x", "y")
        }
        self.loss_is = Formula(LOSS_IS, SIZE.label, theme.quiet)
        self.loss_is.move_to([0, HEAD_Y, 0]).shift([LAYOUT.left + LOSS_X - self.loss_is.get_left()[0], 0, 0])
        moved_apart([self._column("index"), self._column("x"), self._column("y"), self.losses])
        self.gap = VGroup()
        if cast.gap is not None:
            self.gap = gap_dots(theme).move_to([LAYOUT.left + COLUMNS["y"], self.height_of(cast.gap), 0])
        self.strips = VGroup(*(self.of_row(member.row) for member in cast.members))
        self.add(*self.heads.values(), self.strips, self.gap)

    @property
    def losses(self) -> VGroup:
        """The losses of all rows shown."""
        return VGroup(self.loss_is, *self.loss_of.values())

    def _column(self, name: str) -> VGroup:
        """Cells of a column, under their head where it has one."""
        head = [self.heads[name]] if name in self.heads else []
        return VGroup(*head, *(cells[name] for cells in self.numbers.values()))

    def of_row(self, row: int) -> VGroup:
        """A row's strip."""
        return VGroup(*self.numbers[row].values(), self.loss_of[row])

    def height_of(self, slot: int) -> float:
        """The height on the picture of a slot's strip."""
        pitch = min(SPARSE_PITCH, (FIRST_Y - LAST_Y) / max(1, self.cast.n_slots - 1))
        return FIRST_Y - pitch * slot

    def from_table(self, table: RowsTable) -> list[Animation]:
        """The table's cells come apart; predictions go back into the model."""
        moves = [
            Transform(table.rows[row][name], numeral)
            for row, cells in self.numbers.items()
            for name, numeral in cells.items()
        ]
        moves += [Transform(table.headers[name], head) for name, head in self.heads.items()]
        moves += [Transform(table.gap, self.gap)] if self.cast.gap is not None else []
        return [*moves, FadeOut(table.column("prediction"))]

    def take_place_of(self, table: RowsTable, act: "Act") -> None:
        """Stand where the table's cells have come to."""
        act.take_off(table)
        act.add(*self.heads.values(), self.gap, *(VGroup(*cells.values()) for cells in self.numbers.values()))

    def into_panels(self, panels: PanelSet, unfolded: int) -> list[Animation]:
        """Each strip folds into its row's panel; the row ``unfolded`` has its plane already."""
        moves: list[Animation] = [FadeOut(*self.heads.values(), self.loss_is, self.gap), FadeIn(panels.gap)]
        for row, panel in panels.panels.items():
            strip = self.of_row(row)
            moves += [ReplacementTransform(self.numbers[row]["index"], panel.index)]
            moves += [FadeOut(part) for part in strip if part is not self.numbers[row]["index"]]
            if row != unfolded:
                moves += [
                    Unfold(panel.plane, strip.get_center()),
                    GrowFromPoint(panel.valley, strip.get_center()),
                ]
        return moves

    def _numbers(self, member: Member) -> dict[str, VMobject]:
        place = {
            name: [LAYOUT.left + across, self.height_of(member.slot), 0] for name, across in COLUMNS.items()
        }
        cells: dict[str, VMobject] = {"index": index_mark(member, SIZE.index).move_to(place["index"])}
        for name, values in (("x", self.lesson.x), ("y", self.lesson.y)):
            text = write(values[member.row], self.decimals[name])
            cells[name] = Numeral(text, SIZE.number, member.text_color, "point").place(place[name])
        return cells

    def _loss(self, member: Member) -> Formula:
        i = member.label
        code = f'{named(f"ell_{i}", "loss")} = "loss"(y_{i}, hat(y)_{i})'
        formula = Formula(code, SIZE.label, self.theme.ink, {"loss": member.text_color})
        formula.move_to([0, self.height_of(member.slot), 0])
        return formula.shift([LAYOUT.left + LOSS_X - formula.get_left()[0], 0, 0])
