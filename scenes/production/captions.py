"""Captions and transcript, timed by frames; what stands on the screen, in words."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scenes.production.manifest import ActRecord, BeatRecord
from scenes.reading import frames_to_read, lines_of, parts_of

TRANSCRIPT_COLUMNS = 100
INDENT = "    "  # of a formula in the transcript


@dataclass(frozen=True)
class Cue:
    """A caption and its frames in the film; ``end`` is the first after it."""

    text: str
    start: int
    end: int


def cues_of(acts: Iterable[ActRecord]) -> list[Cue]:
    """The captions of acts that follow each other; one that is too long to stand at once in several."""
    cues: list[Cue] = []
    begin = 0
    for act in acts:
        cues += [cue for beat in act.beats for cue in _cues_of_beat(beat, begin, act.rate)]
        begin += act.frames
    return cues


def chapters_of(acts: Iterable[ActRecord]) -> list[Cue]:
    """The beats of acts that follow each other."""
    chapters: list[Cue] = []
    begin = 0
    for act in acts:
        chapters += [Cue(beat.caption, begin + beat.start, begin + beat.end) for beat in act.beats]
        begin += act.frames
    return chapters


def srt(cues: Sequence[Cue], rate: int) -> str:
    """Captions as SubRip."""
    return "\n".join(
        f"{number}\n{_clock(cue.start, rate, ',')} --> {_clock(cue.end, rate, ',')}\n{on_lines(cue)}\n"
        for number, cue in enumerate(cues, 1)
    )


def vtt(cues: Sequence[Cue], rate: int) -> str:
    """Captions as WebVTT."""
    blocks = (
        f"{_clock(cue.start, rate, '.')} --> {_clock(cue.end, rate, '.')}\n{_escaped(on_lines(cue))}\n"
        for cue in cues
    )
    return "\n".join(("WEBVTT\n", *blocks))


def on_lines(cue: Cue) -> str:
    """A caption broken into lines, as it is in the picture."""
    return "\n".join(lines_of(cue.text))


def transcript(title: str, acts: Sequence[ActRecord]) -> str:
    """The film as a text to read: acts with when they begin, each beat's sentence, its formulas in words."""
    paragraphs = [title]
    begin = 0
    for act in acts:
        paragraphs.append(f"{act.number}. {act.heading} ({_minutes(begin, act.rate)})")
        paragraphs += map(_paragraph, act.beats)
        begin += act.frames
    return "\n\n".join(paragraphs) + "\n"


def alt_text(heading: str, caption: str, formulas: Sequence[str] = ()) -> str:
    """What a beat's last frame shows, for those who don't see it: one paragraph.

    Parameters
    ----------
    heading, caption
        The act's title and the beat's sentence.
    formulas
        In words, as the beat has them.
    """
    said = f"On the screen: {'; '.join(formulas)}." if formulas else ""
    return " ".join(filter(None, (_sentence(heading), _sentence(caption), said)))


def _cues_of_beat(beat: BeatRecord, begin: int, rate: int) -> list[Cue]:
    """Each part of the caption gets the frames that it takes to read, and its share of the others."""
    parts = parts_of(beat.caption)
    needed = [frames_to_read(part, rate) for part in parts]
    spare = beat.end - beat.start - sum(needed)
    ends = [spent + spare * spent // sum(needed) for spent in accumulate(needed)]
    starts = [0, *ends[:-1]]
    first = begin + beat.start
    return [
        Cue(part, first + start, first + end) for part, start, end in zip(parts, starts, ends, strict=True)
    ]


def _paragraph(beat: BeatRecord) -> str:
    formulas = (
        textwrap.fill(formula, TRANSCRIPT_COLUMNS, initial_indent=INDENT, subsequent_indent=2 * INDENT)
        for formula in beat.formulas
    )
    return "\n".join((textwrap.fill(beat.caption, TRANSCRIPT_COLUMNS), *formulas))


def _sentence(text: str) -> str:
    """Words with a stop at their end, where they have none."""
    return text if not text or text.endswith((".", "?", "!", "…")) else f"{text}."


def _clock(frame: int, rate: int, point: str) -> str:
    """When a frame begins, rounded down, so that no caption outlasts the film."""
    milliseconds = frame * 1000 // rate
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{milliseconds:03d}"


def _minutes(frame: int, rate: int) -> str:
    minutes, seconds = divmod(frame // rate, 60)
    return f"{minutes}:{seconds:02d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
