"""One act's figures, drawn in a process and a folder of their own, without a video."""

import contextlib
import faulthandler
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.production.captions import alt_text
from scenes.production.lessons import Argument
from scenes.production.looks import Look
from scenes.production.notes import Notes
from scenes.production.quality import Quality
from scenes.production.worker import LOG, be_patient, load_act, logged, on_stage


@dataclass(frozen=True)
class FigureJob:
    """Figures to draw of an act: ``entry`` is its ``module:Class``.

    ``beats`` are names of those wanted. The act is played at ``quality``; ``folder`` is private.
    """

    entry: str
    argument: Argument
    quality: Quality
    looks: tuple[Look, ...]
    formats: tuple[str, ...]
    beats: tuple[str, ...]
    folder: Path


@dataclass(frozen=True)
class DrawnFigure:
    """A beat's picture in one look; ``files``, by format, are relative to the job's folder."""

    look: Look
    beat: str
    files: dict[str, Path]


def draw_figures(job: FigureJob) -> list[DrawnFigure]:
    """Play an act once for each look, and draw the last frame of each beat that is wanted.

    Everything is written to the job's folder, also what is said: ``log.txt``.
    """
    job.folder.mkdir(parents=True, exist_ok=True)
    with logged(job.folder / LOG), contextlib.chdir(job.folder):
        from scenes.production.untouched_manim import configured

        with configured(job.quality):
            notes = Notes(job.beats * len(job.looks))
            return [figure for look in job.looks for figure in _of_look(job, look, notes)]


def _of_look(job: FigureJob, look: Look, notes: Notes) -> list[DrawnFigure]:
    drawn: list[DrawnFigure] = []
    folder = Path(look.name)
    folder.mkdir()

    def take(act: Any) -> None:
        if act.beats[-1].name in job.beats:
            name = act.beats[-1].name
            drawn.append(DrawnFigure(look, name, _write(act, look, job.formats, folder / name)))
            notes.add(1, True)
            _leave_early(len(drawn) == len(job.beats))

    play(job.entry, job.argument.lesson(), look.theme, take)
    return drawn


def _write(act: Any, look: Look, formats: tuple[str, ...], stem: Path) -> dict[str, Path]:
    from scenes.production.pictures import WRITERS

    still = still_of(act, look)
    files = {format_: stem.with_name(f"{stem.name}.{format_}") for format_ in formats}
    for format_, path in files.items():
        path.write_bytes(WRITERS[format_](still, look))
    return files


def still_of(act: Any, look: Look) -> Any:
    """What stands on stage, at a beat's end."""
    from scenes.production.pictures import Still

    beat = act.beats[-1]
    return Still(
        mobjects=[*act.mobjects, *act.foreground_mobjects],
        left_out=[] if look.caption else [act.shown_caption],
        background=None if look.transparent else act.theme.background,
        title=beat.caption,
        description=alt_text(act.title(act.lesson), beat.caption, beat.formulas),
    )


def play(entry: str, lesson: Any, theme: str, take: Callable[[Any], None]) -> Any:
    """Play an act without drawing it; call ``take`` with it when a beat's last frame stands."""
    from scenes.camera import BlindCamera

    be_patient()
    act = on_stage(load_act(entry), lesson, theme, lambda *frame: be_patient(), BlindCamera)
    end_beat = act.end_beat

    def end_beat_and_take() -> None:
        end_beat()  # it holds, and only what is held is drawn as it ends
        take(act)

    act.end_beat = end_beat_and_take
    act.render()
    faulthandler.cancel_dump_traceback_later()
    return act


def _leave_early(all_drawn: bool) -> None:
    """End the act where no other beat of it is wanted."""
    if all_drawn:
        from manim.utils.exceptions import EndSceneEarlyException

        raise EndSceneEarlyException
