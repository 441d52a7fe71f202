"""One act, drawn in a process and a folder of its own."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from scenes.production.lessons import Argument
from scenes.production.limits import be_patient, memory_limit, peak_megabytes
from scenes.production.notes import Notes
from scenes.production.quality import Quality
from scenes.production.workplace import at_work, tell_beats

VIDEO = Path("act.mp4")


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
    with at_work(job.folder, memory_limit(job.quality, len(job.argument.problem.dataset))):
        act, heading = _drawn(job)
        beats = _checked_beats(job, act)
    frames = act.beats[-1].end
    return DrawnAct(heading, frames, time.monotonic() - began, peak_megabytes(), VIDEO, beats)


def _drawn(job: Job) -> tuple[Any, str]:
    """The act after it was played into ``act.mp4``, and its heading."""
    from scenes.production.untouched_manim import configured

    with configured(job.quality):
        from scenes.film_camera import FilmCamera
        from scenes.production.encoder import Encoder

        lesson = job.argument.lesson()
        act_class = load_act(job.entry)
        encoder = Encoder(VIDEO, job.quality)
        notes = Notes([name for name, _ in act_class.captions(lesson)])
        sink = partial(_take_frame, encoder, notes)
        act = on_stage(act_class, lesson, job.theme, sink, FilmCamera, job.captions)
        tell_beats(act)
        with _kept_from_the_collector():
            act.render()
        encoder.close()
        return act, act_class.title(lesson)


@contextmanager
def _kept_from_the_collector() -> Iterator[None]:
    """What is there stays: meanwhile, Python's collector needn't go through it again and again."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def load_act(entry: str) -> Any:
    """The class of an act, by its entry in the table of contents."""
    module, _, name = entry.partition(":")
    return getattr(import_module(module), name)


def on_stage(
    act_class: Any, lesson: Any, theme: str, sink: Any, camera_class: Any, captions: bool = True
) -> Any:
    """An act that is ready to be played, and gives each of its frames to a sink (see `FrameWriter`)."""
    from scenes.production.renderer import FilmRenderer
    from scenes.production.writer import FrameWriter

    writer: Any = partial(FrameWriter, sink=sink)
    renderer = FilmRenderer(file_writer_class=writer, camera_class=camera_class)
    return act_class(lesson=lesson, theme=theme, captions=captions, renderer=renderer)


def _take_frame(encoder: Any, notes: Notes, patches: Any, repeat: int, begins_beat: bool) -> None:
    encoder.write(patches, repeat, begins_beat)
    notes.add(repeat, begins_beat)
    be_patient()


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
