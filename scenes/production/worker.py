"""One act, drawn in a process and a folder of its own."""

import contextlib
import faulthandler
import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from scenes.production.lessons import Argument
from scenes.production.notes import Notes
from scenes.production.quality import Quality

LOG = "log.txt"
VIDEO = Path("act.mp4")
# Seconds without a new frame after which an act is given up.
PATIENCE = 300


@dataclass(frozen=True)
class Job:
    """An act to draw: ``entry`` is its ``module:Class``, ``folder`` its private staging folder.

    ``captions`` says whether they stand in the picture.
    """

    entry: str
    argument: Argument
    theme: str
    quality: Quality
    folder: Path
    captions: bool = True


@dataclass(frozen=True)
class DrawnBeat:
    """A beat that was drawn; ``clip`` is relative to the job's folder."""

    name: str
    caption: str
    start: int
    end: int
    clip: Path
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawnAct:
    """What a worker made: files in its folder, already checked."""

    heading: str
    frames: int
    seconds: float
    peak_megabytes: int
    video: Path
    beats: list[DrawnBeat]


def render_act(job: Job) -> DrawnAct:
    """Draw an act, check its video, and cut its beats out of it.

    Everything is written to the job's folder, also what is said: ``log.txt``.
    """
    began = time.monotonic()
    job.folder.mkdir(parents=True, exist_ok=True)
    with logged(job.folder / LOG), contextlib.chdir(job.folder):
        act, heading = _drawn(job)
        beats = _checked_beats(job, act)
    frames = act.beats[-1].end
    return DrawnAct(heading, frames, time.monotonic() - began, _peak_megabytes(), VIDEO, beats)


def _drawn(job: Job) -> tuple[Any, str]:
    """The act after it was played into ``act.mp4``, and its heading."""
    from scenes.production.untouched_manim import configured

    be_patient()
    with configured(job.quality):
        from scenes.camera import StageCamera
        from scenes.production.encoder import Encoder

        lesson = job.argument.lesson()
        act_class = load_act(job.entry)
        encoder = Encoder(VIDEO, job.quality)
        notes = Notes([name for name, _ in act_class.captions(lesson)])
        sink = partial(_take_frame, encoder, notes)
        act = on_stage(act_class, lesson, job.theme, sink, StageCamera, job.captions)
        act.render()
        encoder.close()
        faulthandler.cancel_dump_traceback_later()
        return act, act_class.title(lesson)


def load_act(entry: str) -> Any:
    """The class of an act, by its entry in the table of contents."""
    module, _, name = entry.partition(":")
    return getattr(import_module(module), name)


def on_stage(
    act_class: Any, lesson: Any, theme: str, sink: Any, camera_class: Any, captions: bool = True
) -> Any:
    """An act that is ready to be played, and gives each of its frames to a sink."""
    from manim import CairoRenderer

    from scenes.production.writer import FrameWriter

    writer: Any = partial(FrameWriter, sink=sink)
    renderer = CairoRenderer(file_writer_class=writer, camera_class=camera_class)
    return act_class(lesson=lesson, theme=theme, captions=captions, renderer=renderer)


def _take_frame(encoder: Any, notes: Notes, pixels: Any, repeat: int, begins_beat: bool) -> None:
    encoder.write(pixels, repeat, begins_beat)
    notes.add(repeat, begins_beat)
    be_patient()


def be_patient() -> None:
    """Wait for the next frame, but not for ever: then this process ends itself."""
    faulthandler.dump_traceback_later(PATIENCE, exit=True)


def gave_up(folder: Path) -> bool:
    """Whether the worker of this folder ended itself because nothing happened for so long."""
    log = folder / LOG
    return log.exists() and b"\nTimeout (" in b"\n" + log.read_bytes()


def _checked_beats(job: Job, act: Any) -> list[DrawnBeat]:
    from scenes.production.checks import check_act
    from scenes.production.remux import cut

    check_act(VIDEO, job.quality, act.beats[-1].end, [beat.end - 1 for beat in act.beats])
    beats = [
        DrawnBeat(beat.name, beat.caption, beat.start, beat.end, _clip(number, beat), beat.formulas)
        for number, beat in enumerate(act.beats, 1)
    ]
    for beat in beats:
        cut(VIDEO, beat.clip, beat.start, beat.end, job.quality.rate)
    return beats


def _clip(number: int, beat: Any) -> Path:
    return Path(f"{number:02d}-{beat.name}.mp4")


@contextlib.contextmanager
def logged(path: Path) -> Iterator[None]:
    """Send what is written to the standard streams, by libraries too, to a file."""
    kept = [os.dup(1), os.dup(2)]
    with path.open("ab") as log:
        try:
            for stream in (1, 2):
                os.dup2(log.fileno(), stream)
            yield
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for stream, original in zip((1, 2), kept, strict=True):
                os.dup2(original, stream)
                os.close(original)


def _peak_megabytes() -> int:
    """The most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)
