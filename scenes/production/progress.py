"""How far a render is: a bar an act on a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from scenes.production.notes import Note

# A beat's length before any was drawn, in seconds: a guess.
GUESSED_BEAT = 9.0


class Watch(Protocol):
    """What shows how far acts are."""

    def begin(self, stem: str, expected: int | None) -> None:
        """An act waits for its turn; ``expected`` frames, if it was drawn before."""

    def note(self, stem: str, note: Note) -> None:
        """An act has got this far."""

    def end(self, stem: str, outcome: str, frames: int | None) -> None:
        """An act is done, or failed."""


@contextmanager
def watching(console: Console, rate: int) -> Iterator[Watch]:
    """Bars on a terminal; lines where there is none."""
    if not console.is_terminal:
        yield Lines(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[count]:>13}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("[dim]{task.fields[beat]}", markup=True),
    )
    with Progress(*columns, console=console) as bars:
        yield Bars(bars, rate)


class Lines:
    """One line when a beat begins."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last: dict[str, int] = {}

    def begin(self, stem: str, expected: int | None) -> None:
        """Say nothing yet."""

    def note(self, stem: str, note: Note) -> None:
        """Say which beat an act has come to."""
        if note.begun != self._last.get(stem):
            self._last[stem] = note.begun
            self._say(f"{stem}: {note.kind} {note.begun} of {note.beats}, {note.beat}")

    def end(self, stem: str, outcome: str, frames: int | None) -> None:
        """Say what came of an act."""
        self._say(f"{stem}: {outcome}" + (f", {frames} frames" if frames else ""))

    def _say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class Bars:
    """A bar an act. Its end is known if the act was drawn before, and otherwise guessed."""

    def __init__(self, bars: Progress, rate: int) -> None:
        self._bars = bars
        self._rate = rate
        self._tasks: dict[str, TaskID] = {}
        self._expected: dict[str, int | None] = {}

    def begin(self, stem: str, expected: int | None) -> None:
        """Add an act's bar."""
        self._expected[stem] = expected
        self._tasks[stem] = self._bars.add_task(stem, start=False, total=expected, count="", beat="waiting")

    def note(self, stem: str, note: Note) -> None:
        """Move an act's bar."""
        task = self._tasks[stem]
        if not self._bars.tasks[task].started:
            self._bars.start_task(task)
        expected = self._expected[stem]
        total = max(expected or self._guess(note), note.frames)
        about = "" if expected else "~"
        self._update(
            task, completed=note.frames, total=total, count=f"{note.frames}/{about}{total}", beat=note.beat
        )

    def end(self, stem: str, outcome: str, frames: int | None) -> None:
        """Fill an act's bar, or stop it."""
        task = self._tasks[stem]
        if frames:
            self._update(task, completed=frames, total=frames, count=f"{frames}")
        self._update(task, beat=outcome)
        self._bars.stop_task(task)

    def _guess(self, note: Note) -> int:
        """The act's frames if the beats to come are as long as those that were drawn."""
        guessed = GUESSED_BEAT * self._rate
        drawn = max(note.begun - 1, 0)
        per_beat = note.frames / (drawn + 0.5) if drawn else guessed
        return round(max(note.frames + per_beat * (note.beats - note.begun + 0.5), note.frames))

    def _update(self, task: TaskID, **fields: Any) -> None:
        self._bars.update(task, **fields)
