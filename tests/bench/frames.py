"""The film's raw frames, act by act, as the encoder gets them, and how long each took to draw."""

import contextlib
import gc
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from scenes.boxes import Patch
from scenes.production.lessons import argument_of
from scenes.production.quality import QUALITIES
from scenes.production.settings import Settings
from scenes.production.untouched_manim import configured
from scenes.production.worker import load_act, on_stage


@dataclass
class Drawn:
    """What came of drawing an act.

    ``frames`` holds each picture (height, width, 3), uint8, with how often it is shown, where they were
    kept; ``shown`` counts them as a viewer does. ``seconds`` has a time for each picture.
    """

    frames: list[tuple[np.ndarray, int]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    shown: int = 0


def draw(entry: str, quality: str, folder: Path, kept: bool) -> Drawn:
    """Draw an act of the packaged table six, without encoding it.

    A picture's time is from when the last one was handed on: moving, building what comes on stage, drawing.
    """
    drawn = Drawn()
    size = QUALITIES[quality]
    picture = np.zeros((size.height, size.width, 3), np.uint8)
    began = time.perf_counter()

    def take(patches: list[Patch], repeat: int, begins_beat: bool) -> None:
        nonlocal began, picture
        drawn.seconds.append(time.perf_counter() - began)
        drawn.shown += repeat
        if kept:
            picture = picture.copy() if patches else picture
            for patch in patches:
                picture[patch.box.pixels] = patch.pixels[..., :3]
            drawn.frames.append((picture, repeat))
        began = time.perf_counter()

    with contextlib.chdir(folder), configured(size):
        from scenes.film_camera import FilmCamera

        act_class, lesson = load_act(entry), argument_of(Settings()).lesson()
        gc.freeze()  # as a worker does
        began = time.perf_counter()
        on_stage(act_class, lesson, "dark", take, FilmCamera).render()
    return drawn


def beats_of(entry: str, quality: str) -> list[tuple[str, str, int]]:
    """Name, caption and frames of each beat of an act, which is played without being drawn."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), configured(QUALITIES[quality]):
        from scenes.camera import BlindCamera

        act_class, lesson = load_act(entry), argument_of(Settings()).lesson()
        act = on_stage(act_class, lesson, "dark", lambda *frame: None, BlindCamera)
        act.update_to_time = lambda t: None  # nothing needs to move for its frames to be counted
        act.render()
        return [(beat.name, beat.caption, beat.end - beat.start) for beat in act.beats]
