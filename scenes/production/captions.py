"""Captions and transcript, timed by frames."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scenes.production.manifest import ActRecord

# Characters in a line of a caption, and of the transcript.
CAPTION_COLUMNS = 42
TRANSCRIPT_COLUMNS = 100


@dataclass(frozen=True)
class Cue:
    """A caption and its frames in the film; ``end`` is the first after it."""

    text: str
    start: int
    end: int


def cues_of(acts: Iterable[ActRecord]) -> list[Cue]:
    """The captions of acts that follow each other."""
    cues: list[Cue] = []
    begin = 0
    for act in acts:
        cues += [Cue(beat.caption, begin + beat.start, begin + beat.end) for beat in act.beats]
        begin += act.frames
    return cues


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
    return " ".join(filter(None, (sentence(heading), sentence(caption), said)))


def sentence(text: str) -> str:
    """Words with a stop at their end, where they have none."""
    return text if not text or text.endswith((".", "?", "!", "…")) else f"{text}."


def srt(cues: Sequence[Cue], rate: int) -> str:
    """Captions as SubRip."""
    return "\n".join(
        f"{number}\n{_clock(cue.start, rate, ',')} --> {_clock(cue.end, rate, ',')}\n{_lines(cue.text)}\n"
        for number, cue in enumerate(cues, 1)
    )


def vtt(cues: Sequence[Cue], rate: int) -> str:
    """Captions as WebVTT."""
    blocks = (
        f"{_clock(cue.start, rate, '.')} --> {_clock(cue.end, rate, '.')}\n{_escaped(_lines(cue.text))}\n"
        for cue in cues
    )
    return "\n".join(("WEBVTT\n", *blocks))


def transcript(title: str, acts: Sequence[ActRecord]) -> str:
    """The film as a text to read: a paragraph an act, and when it begins."""
    paragraphs = [title]
    begin = 0
    for act in acts:
        paragraphs.append(f"{act.number}. {act.heading} ({_minutes(begin, act.rate)})")
        paragraphs.append(textwrap.fill(" ".join(beat.caption for beat in act.beats), TRANSCRIPT_COLUMNS))
        begin += act.frames
    return "\n\n".join(paragraphs) + "\n"


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


def _lines(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), CAPTION_COLUMNS)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
