"""The slides of a film, whatever they are written as."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.production.captions import alt_text
from scenes.production.manifest import ActRecord, BeatRecord, FileRecord


@dataclass(frozen=True)
class Slide:
    """A beat as a slide: its clip, its sentence, and what its notes and its description say."""

    clip: FileRecord
    frames: int
    caption: str
    notes: str
    description: str


@dataclass(frozen=True)
class Deck:
    """The slides in the order of the film, by acts.

    ``theme`` is a theme's name, ``quality`` that of the clips; ``rate`` is their frames a second.
    """

    title: str
    theme: str
    quality: str
    rate: int
    parts: tuple[tuple[str, tuple[Slide, ...]], ...]

    @property
    def slides(self) -> list[Slide]:
        """All slides."""
        return [slide for _, slides in self.parts for slide in slides]


def deck_of(title: str, acts: Sequence[ActRecord]) -> Deck:
    """The slides of rendered acts."""
    parts = tuple((act.heading, tuple(_slide(act, beat) for beat in act.beats)) for act in acts)
    return Deck(title, acts[0].theme, acts[0].quality, acts[0].rate, parts)


def _slide(act: ActRecord, beat: BeatRecord) -> Slide:
    notes = "\n".join((beat.caption, *beat.formulas))
    description = alt_text(act.heading, beat.caption, beat.formulas)
    return Slide(beat.clip, beat.end - beat.start, beat.caption, notes, description)
