"""Who plays: the rows that the film shows, each with its place, its colour and its index."""

from dataclasses import dataclass

from core import Lesson
from scenes.theme import Theme

# Up to this many rows all are shown; beyond, five of them and a gap.
SLOTS = 6
GAP_SLOT = 4
# Rows from here on are called by letters.
LONG_INDEX = 100


@dataclass(frozen=True)
class Member:
    """A row on stage.

    ``row`` counts from 0 (as in core); ``label`` is Typst's code for its index on the screen: 1, 2 …
    or, where figures would be long, the letters i and N; ``slot`` is its place among the panels
    and in the table.
    """

    row: int
    label: str
    slot: int
    color: str
    text_color: str


@dataclass(frozen=True)
class Cast:
    """The rows shown, in order, and the slot left for those that aren't."""

    members: tuple[Member, ...]
    gap: int | None

    @property
    def n_slots(self) -> int:
        """Places taken by rows and gap."""
        return len(self.members) + (self.gap is not None)

    def member(self, row: int) -> Member:
        """The member that plays a row that is shown."""
        return next(member for member in self.members if member.row == row)


def cast(lesson: Lesson, theme: Theme) -> Cast:
    """The cast of a lesson: colours go by slot, so that a row keeps its own in the whole film."""
    gap = GAP_SLOT if lesson.hides_rows else None
    slots = [slot for slot in range(len(lesson.shown) + (gap is not None)) if slot != gap]
    return Cast(
        tuple(
            Member(row, label_of(lesson, row), slot, theme.rows[slot], theme.row_texts[slot])
            for row, slot in zip(lesson.shown, slots, strict=True)
        ),
        gap,
    )


def label_of(lesson: Lesson, row: int) -> str:
    """What a row's index is written as."""
    if row + 1 < LONG_INDEX:
        return str(row + 1)
    return "N" if row == lesson.n_examples - 1 else "i"
