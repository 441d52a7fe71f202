"""An act played once, with all that is found out about it on the way."""

import traceback
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import stage_laws_data
import stage_laws_gradients
import stage_laws_heights
import stage_laws_planes
from stage_frame import Frame, laws_of
from stage_play import FILM_RATE, LOW_RATE, act_classes, on_stage, small_pictures, without_motion
from stage_still import Still, TextsBuilt, glyphs_of, still_of
from stage_tables import lesson_of
from stage_truth import Truth

from core import Lesson
from scenes.stage import Act, Beat

LAW_FILES = (stage_laws_planes, stage_laws_data, stage_laws_gradients, stage_laws_heights)
OPAQUE = 0.999
FEW = 5  # breaches of a law that are kept


@dataclass(frozen=True)
class Shot:
    """Frames alike: how many, in which beat, whether nothing moves and the caption is fully there."""

    beat: int
    frames: int
    at_rest: bool
    caption_shown: bool


@dataclass
class Reel:
    """What came out when an act was played: see the tests for what each part is used for."""

    lesson: Lesson
    theme: str
    rate: int
    act: Act | None = None
    shots: list[Shot] = field(default_factory=list)
    found: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    broken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    stills: list[Still] = field(default_factory=list)
    texts: list[Any] = field(default_factory=list)
    first: np.ndarray | None = None
    last: np.ndarray | None = None
    settled: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)

    @property
    def beats(self) -> list[Beat]:
        assert self.act is not None
        return self.act.beats


class Recording:
    """Plays an act, and holds each frame against the laws."""

    def __init__(self, number: int, lesson: Lesson, theme: str, rate: int, drawn: bool) -> None:
        self.reel = Reel(lesson, theme, rate)
        self.truth, self.drawn, self.strict = Truth(lesson), drawn, False
        self.laws = [each for each in laws_of(number) if each.applies(lesson)]
        self.act = on_stage(act_classes()[number - 1], lesson, theme, self.take)
        self.names = [name for name, _ in type(self.act).captions(lesson)]
        self.reel.act = self.act
        self._watch_settling()

    def take(self, act: Act, repeat: int) -> None:
        """Look at a frame."""
        beat, at_rest = len(act.beats), bool(act.is_current_animation_frozen_frame())
        frame = Frame(act, self.truth, self.names[beat], at_rest)
        self.reel.shots.append(Shot(beat, repeat, at_rest, caption_shown(frame)))
        for each in self.laws:
            self._hold_against(each, frame)
        if at_rest and not self.strict:
            del self.reel.stills[beat:]
            self.reel.stills.append(still_of(frame, self.reel.texts))
        if self.drawn and self.reel.first is None:
            self.reel.first = self.picture()

    def _hold_against(self, each: Any, frame: Frame) -> None:
        try:
            found = each.check(frame)
        except AssertionError as breach:
            if self.strict:
                raise
            if len(self.reel.broken[each.name]) < FEW:
                where = "at rest" if frame.at_rest else "moving"
                self.reel.broken[each.name].append(f"{frame.beat}, {where}: {first_line(breach)}")
        else:
            if found is not None:
                self.reel.found[each.name].append(found)

    def picture(self) -> np.ndarray:
        """All that is on stage, drawn: (height, width, 4)."""
        camera, renderer = self.act.camera, self.act.renderer
        kept, renderer.static_image = renderer.static_image, None
        camera.live = True
        renderer.update_frame(self.act)
        camera.live, renderer.static_image = False, kept
        return camera.pixel_array.copy()

    def _watch_settling(self) -> None:
        settle = self.act.settle_on

        def watched(*standing: Any) -> None:
            before = self.picture() if self.drawn else None
            settle(*standing)
            if before is not None:
                self.reel.settled.append((before, self.picture()))

        self.act.settle_on = watched  # type: ignore[method-assign]

    def play(self) -> Reel:
        with TextsBuilt(self.reel.texts):
            self.act.render()
        if self.drawn:
            self.reel.last = self.picture()
        return self.reel


def first_line(breach: AssertionError) -> str:
    """What was wrong, or where that is checked."""
    return next(iter(str(breach).splitlines()), "") or traceback.format_tb(breach.__traceback__)[-1].strip()


def caption_shown(frame: Frame) -> bool:
    """Whether the caption stands there, fully visible."""
    caption = getattr(frame.act, "shown_caption", None)
    if caption is None or not frame.stands(caption):
        return False
    glyphs = [glyph for line in caption for glyph in glyphs_of(line)]
    return all(glyph.get_fill_opacity() > OPAQUE for glyph in glyphs)


def play(
    number: int,
    lesson: Lesson,
    theme: str = "dark",
    rate: int = LOW_RATE,
    moving: bool = True,
    drawn: bool = False,
) -> Reel:
    """Play an act; without motion, each animation is seen at its beginning and its end alone."""
    with TemporaryDirectory() as scratch, small_pictures(Path(scratch), rate):
        recording = Recording(number, lesson, theme, rate, drawn)
        if not moving:
            without_motion(recording.act)
        return recording.play()


def play_strictly(number: int, lesson: Lesson) -> None:
    """Play an act without its motions until a law is broken: AssertionError."""
    with TemporaryDirectory() as scratch, small_pictures(Path(scratch)):
        recording = Recording(number, lesson, "dark", LOW_RATE, drawn=False)
        recording.strict = True
        without_motion(recording.act)
        recording.play()


@cache
def reel(number: int, table: str) -> Reel:
    """An act with a table, every frame of it; seams are drawn for the packaged tables."""
    packaged = table in ("six", "norris")
    return play(number, lesson_of(table), moving=table not in ("one", "two"), drawn=packaged)


@cache
def film_reel(number: int, table: str) -> Reel:
    """An act as long as in the film, in the light theme, without the motions between."""
    return play(number, lesson_of(table), "light", FILM_RATE, moving=False)
