"""One act's figures, drawn in a process and a folder of their own, without a video."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.production.lessons import Argument
from scenes.production.limits import memory_limit
from scenes.production.looks import Look
from scenes.production.notes import Notes
from scenes.production.stills import STAGE, leave, play, still_of
from scenes.production.workplace import at_work


@dataclass(frozen=True)
class FigureJob:
    """Figures to draw of an act: ``entry`` is its ``module:Class``.

    ``beats`` are names of those wanted; ``folder`` is private.
    """

    entry: str
    argument: Argument
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
    with at_work(job.folder, memory_limit(STAGE, len(job.argument.problem.dataset))):
        from scenes.production.untouched_manim import configured

        with configured(STAGE):
            notes = Notes(job.beats * len(job.looks), "figure")
            return [figure for look in job.looks for figure in _of_look(job, look, notes)]


def _of_look(job: FigureJob, look: Look, notes: Notes) -> list[DrawnFigure]:
    drawn: list[DrawnFigure] = []
    folder = Path(look.name)
    folder.mkdir()

    def take(act: Any) -> None:
        beat = act.beats[-1].name
        if beat in job.beats:
            drawn.append(DrawnFigure(look, beat, _write(act, look, job.formats, folder / beat)))
            notes.add(1, True)
        if len(drawn) == len(job.beats):
            leave()

    play(job.entry, job.argument.lesson(), look.theme, take)
    return drawn


def _write(act: Any, look: Look, formats: tuple[str, ...], stem: Path) -> dict[str, Path]:
    from scenes.production.pictures import WRITERS

    still = still_of(act, look.transparent, look.caption)
    files = {format_: stem.with_name(f"{stem.name}.{format_}") for format_ in formats}
    for format_, path in files.items():
        path.write_bytes(WRITERS[format_](still, look))
    return files
