"""A preview, drawn in a process of its own: the last frame of a beat or of each, or their video.

What is slow to import is imported by that process only; whoever starts it has its own wait then.
"""

import io
import itertools
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.production.errors import InputError, located
from scenes.production.looks import WIDTH, Look
from scenes.production.manifest import SHOWN
from scenes.production.quality import Quality
from scenes.production.settings import Settings

PICTURE, VIDEO = Path("preview.png"), Path("preview.mp4")


@dataclass(frozen=True)
class PreviewJob:
    """Beats of an act to draw: ``entry`` is its ``module:Class``, ``folder`` is private.

    A video of them where there is a ``quality``; else a picture. The table is read by whoever does the job,
    so that code that was saved a moment ago reads it.
    """

    entry: str
    settings: Settings
    beats: tuple[str, ...]
    folder: Path
    quality: Quality | None = None


@dataclass(frozen=True)
class Broken:
    """A source doesn't run: where and what, in one line, and the whole traceback."""

    line: str
    details: str


def draw_preview(job: PreviewJob) -> Path | InputError | Broken:
    """Draw a preview; what is wrong with input or sources is told, not raised.

    Everything is written to the job's folder, also what is said: ``log.txt``.

    Returns
    -------
    Path, InputError or Broken
        The file, relative to the job's folder; or why there is none.
    """
    try:
        from scenes.production.lessons import argument_of, lesson_of
        from scenes.production.limits import memory_limit
        from scenes.production.stills import STAGE
        from scenes.production.workplace import at_work

        lesson = lesson_of(job.settings, argument_of(job.settings))
        with at_work(job.folder, memory_limit(job.quality or STAGE, lesson.n_examples)):
            return _picture(job, lesson) if job.quality is None else _video(job, lesson, job.quality)
    except InputError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever an author's source may raise
        return Broken(located(error), traceback.format_exc())


def _picture(job: PreviewJob, lesson: Any) -> Path:
    """The beat's last frame; of several beats a sheet of them, about as large as one, without captions."""
    from scenes.production.stills import STAGE, leave, play, still_of
    from scenes.production.untouched_manim import configured

    columns = next(columns for columns in itertools.count(1) if columns**2 >= len(job.beats))
    look, captioned = Look(job.settings.theme, WIDTH // columns), len(job.beats) == 1
    pictures: list[bytes] = []
    with configured(STAGE):
        from scenes.production.pictures import png

        def take(act: Any) -> None:
            if act.beats[-1].name in job.beats:
                pictures.append(
                    png(still_of(act, caption=captioned and job.settings.captions == SHOWN), look)
                )
            if len(pictures) == len(job.beats):
                leave()

        play(job.entry, lesson, look.theme, take, captioned=job.beats if captioned else ())
    PICTURE.write_bytes(pictures[0] if len(pictures) == 1 else _sheet(pictures, columns, look))
    return PICTURE


def _sheet(pictures: Sequence[bytes], columns: int, look: Look) -> bytes:
    """Pictures in reading order."""
    from PIL import Image

    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * look.width, rows * look.height))
    for place, picture in enumerate(pictures):
        row, column = divmod(place, columns)
        sheet.paste(Image.open(io.BytesIO(picture)), (column * look.width, row * look.height))
    file = io.BytesIO()
    sheet.save(file, "png")
    return file.getvalue()


def _video(job: PreviewJob, lesson: Any, quality: Quality) -> Path:
    """The beats' frames; those before them are played, and not drawn."""
    from scenes.production.limits import be_patient
    from scenes.production.untouched_manim import configured
    from scenes.production.worker import load_act, on_stage
    from scenes.production.workplace import tell_beats

    with configured(quality):
        from scenes.production.encoder import Encoder
        from scenes.production.gated_camera import GatedCamera, only

        encoder = Encoder(VIDEO, quality)

        def take(patches: Any, repeat: int, begins_beat: bool) -> None:
            be_patient()
            if act.camera.live:
                encoder.write(patches, repeat, begins_beat)

        shown = job.settings.captions == SHOWN
        act = on_stage(load_act(job.entry), lesson, job.settings.theme, take, GatedCamera, shown)
        tell_beats(act)
        only(act, job.beats)
        act.render()
        encoder.close()
    return VIDEO
