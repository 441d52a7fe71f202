"""Notes that a worker leaves of how far it is, for whoever shows it."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "progress.json"
# Seconds between two notes.
EVERY = 0.2


@dataclass(frozen=True)
class Note:
    """How far an act is: the beat it is in, how many of its beats were begun, frames so far.

    ``kind`` says what is counted, where it isn't beats.
    """

    beat: str
    begun: int
    beats: int
    frames: int
    kind: str = "beat"


class Notes:
    """Counts an act's frames, and leaves a note in the current folder now and then.

    Parameters
    ----------
    beats
        Names of the act's beats, in order.
    kind
        What is counted: beats, or one picture or page of each.
    """

    def __init__(self, beats: Sequence[str], kind: str = "beat") -> None:
        self._beats, self._kind = beats, kind
        self._begun = 0
        self._frames = 0
        self._noted = float("-inf")

    def add(self, frames: int, begins_beat: bool) -> None:
        """Count frames; leave a note if the last one is old enough."""
        self._frames += frames
        self._begun += begins_beat
        if time.monotonic() - self._noted >= EVERY:
            self._leave()
            self._noted = time.monotonic()

    def _leave(self) -> None:
        beat = self._beats[min(self._begun, len(self._beats)) - 1]
        note = Note(beat, self._begun, len(self._beats), self._frames, self._kind)
        new = Path(f"{FILE}.new")
        new.write_text(json.dumps(asdict(note)))
        new.replace(FILE)


def read_note(folder: Path) -> Note | None:
    """The last note that was left in a folder; None before the first."""
    try:
        return Note(**json.loads((folder / FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return None
