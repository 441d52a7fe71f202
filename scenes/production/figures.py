"""Figures: which are to be drawn, drawing them, and publishing what was made."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenes.production.acts import ActFile
from scenes.production.crew import Crew
from scenes.production.errors import RenderFailedError, unknown
from scenes.production.figure_worker import DrawnFigure, FigureJob, draw_figures
from scenes.production.folder import OutputFolder
from scenes.production.keys import digest, drawn_with, file_hash, forget_sources, sources_of
from scenes.production.lessons import Argument
from scenes.production.looks import FORMATS, Look
from scenes.production.manifest import Origin
from scenes.production.progress import Watch
from scenes.production.shelf import Shelf

MAKERS = ("beats.py", "captions.py", "figure_worker.py", "looks.py", "pictures.py", "stills.py", "svg.py")


@dataclass(frozen=True)
class FigureOrder:
    """What is to be drawn: beats of acts (no names: all), in some looks and formats."""

    acts: Sequence[ActFile]
    film_acts: Sequence[ActFile]
    argument: Argument
    lesson: Any
    origin: Origin
    looks: tuple[Look, ...]
    formats: tuple[str, ...] = FORMATS
    beats: tuple[str, ...] = ()
    force: bool = False

    def beats_of(self, act: ActFile) -> tuple[str, ...]:
        """The beats of an act that are wanted."""
        return tuple(beat for beat in act.beats if beat in self.beats or not self.beats)


@dataclass
class FigureOutcome:
    """What was drawn: how many pictures by look, and of how many beats."""

    pictures: dict[str, int] = field(default_factory=dict)
    beats: dict[str, int] = field(default_factory=dict)

    def add(self, look: str, pictures: int) -> None:
        """Count a beat's pictures in one look."""
        self.pictures[look] = self.pictures.get(look, 0) + pictures
        self.beats[look] = self.beats.get(look, 0) + 1


def figure_key(act: ActFile, lesson: Any, look: Look) -> str:
    """The key of an act's figures: the same only where they are."""
    makers = [file_hash(Path(__file__).with_name(name)) for name in MAKERS]
    return digest((act.entry, lesson, look, drawn_with(), sources_of(act), makers))


def chosen_beats(words: Sequence[str], acts: Sequence[ActFile]) -> tuple[str, ...]:
    """The beats that the user named, in film order; none where none is named.

    Raises
    ------
    InputError
        For a word that names no beat of these acts.
    """
    names = [beat for act in acts for beat in act.beats]
    wanted = {word.casefold().replace("_", "-"): word for word in words}
    for name, word in wanted.items():
        if name not in names:
            raise unknown("--beat", "beat", word, names)
    return tuple(name for name in names if name in wanted)


class Figures:
    """One drawing of figures into a folder that this process holds."""

    def __init__(self, order: FigureOrder, folder: OutputFolder, executor: Executor, watch: Watch) -> None:
        self.order = order
        self.folder = folder
        self.watch = watch
        self.crew = Crew(folder, executor, watch)
        self.shelf = Shelf(folder, order.origin)
        self.acts = {act.stem: act for act in order.acts if order.beats_of(act)}
        self.keys = self._keys()
        self.outcome = FigureOutcome()

    def run(self) -> FigureOutcome:
        """Draw what is missing or changed.

        Raises
        ------
        RenderFailedError
            If an act failed; the figures of the others are drawn and published.
        """
        self.shelf.drop_all_but({act.place_of(beat) for act in self.order.film_acts for beat in act.beats})
        missing = {stem: self._looks_missing(act) for stem, act in self.acts.items()}
        most_first = sorted(self.acts.values(), key=lambda act: len(act.beats), reverse=True)
        jobs = {act.stem: self._job(act, missing[act.stem]) for act in most_first if missing[act.stem]}
        for stem, job in sorted(jobs.items()):
            self.watch.begin(stem, len(job.looks) * len(job.beats))
        if failures := self.crew.work(draw_figures, jobs, self._publish):
            raise RenderFailedError(failures)
        return self.outcome

    def _keys(self) -> dict[tuple[str, str], str]:
        """By act and look."""
        order = self.order
        return {
            (stem, look.name): figure_key(act, order.lesson, look)
            for stem, act in self.acts.items()
            for look in order.looks
        }

    def _looks_missing(self, act: ActFile) -> tuple[Look, ...]:
        """The looks in which a figure that is wanted isn't there, or isn't up to date."""
        return tuple(look for look in self.order.looks if self.order.force or not self._has(act, look.name))

    def _has(self, act: ActFile, look: str) -> bool:
        key, formats = self.keys[act.stem, look], self.order.formats
        return all(
            self.shelf.has(look, act.place_of(beat), key, formats) for beat in self.order.beats_of(act)
        )

    def _job(self, act: ActFile, looks: tuple[Look, ...]) -> FigureJob:
        order = self.order
        return FigureJob(
            entry=act.entry,
            argument=order.argument,
            looks=looks,
            formats=order.formats,
            beats=order.beats_of(act),
            folder=self.folder.staging_for(act.stem),
        )

    def _publish(self, stem: str, drawn: Sequence[DrawnFigure], staged: Path) -> None:
        forget_sources()  # what changed while it was drawn may be in it or not: then it has no key
        keys = self._keys()
        for figure in drawn:
            look, place = figure.look.name, self.acts[stem].place_of(figure.beat)
            key = keys[stem, look] if keys[stem, look] == self.keys[stem, look] else ""
            files = {format_: staged / path for format_, path in figure.files.items()}
            self.shelf.put(look, place, key, files)
            self.outcome.add(look, len(files))
        self.shelf.note()
        self.folder.drop_log(stem)
        self.watch.end(stem, f"{len(drawn)} figures", None)
