"""A render: which acts are to be drawn, drawing them, and publishing what was made."""

import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scenes.production.acts import ActFile
from scenes.production.crew import Crew
from scenes.production.errors import Failure, RenderFailedError
from scenes.production.film import film_key, make_film
from scenes.production.folder import OutputFolder
from scenes.production.keys import act_key, forget_sources
from scenes.production.lessons import Argument
from scenes.production.manifest import SHOWN, ActRecord, Making, Manifest, Origin, read_manifest
from scenes.production.progress import Watch
from scenes.production.publish import cut_again, publish_act
from scenes.production.quality import Quality
from scenes.production.worker import DrawnAct, Job, render_act


@dataclass(frozen=True)
class Order:
    """What is to be made.

    ``acts`` are those asked for and ``film_acts`` all of the film's; the film is made where they are the
    same. ``origin`` says in the manifest what they are made from.
    """

    acts: Sequence[ActFile]
    film_acts: Sequence[ActFile]
    argument: Argument
    lesson: Any
    theme: str
    quality: Quality
    origin: Origin
    force: bool = False
    captions: str = SHOWN

    @property
    def with_film(self) -> bool:
        """Whether the film is to be made too."""
        return list(self.acts) == list(self.film_acts)


@dataclass
class Outcome:
    """What a render made, by the acts' names in file names."""

    rendered: list[ActRecord] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    recut: list[str] = field(default_factory=list)
    film_made: bool = False
    manifest: Manifest = field(default_factory=Manifest)


class Render:
    """One render into a folder that this process holds."""

    def __init__(self, order: Order, folder: OutputFolder, executor: Executor, watch: Watch) -> None:
        self.order = order
        self.folder = folder
        self.watch = watch
        self.crew = Crew(folder, executor, watch)
        self.manifest = read_manifest(folder.manifest)
        self.keys = {act.stem: self._key(act) for act in order.acts}
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """Make what is missing or changed.

        Raises
        ------
        RenderFailedError
            If an act failed; the others are finished and published.
        """
        before = self.manifest
        self._drop_acts_that_left()
        failures = self._draw([act for act in self.order.acts if not self._is_made(act)])
        if failures:
            raise RenderFailedError(failures)
        if self.order.with_film:
            self._make_film()
        if self.manifest != before:
            self._write_manifest()
        self.outcome.manifest = self.manifest
        return self.outcome

    def _is_made(self, act: ActFile) -> bool:
        """Whether an act's video is there and up to date; clips that aren't whole are cut again."""
        record = self.manifest.acts.get(act.stem)
        current = record and record.key == self.keys[act.stem] and self.folder.holds(record.video)
        if self.order.force or record is None or not current:
            return False
        if not all(self.folder.holds(beat.clip) for beat in record.beats):
            self._keep(act.stem, cut_again(self.folder, act.stem, record))
            self.outcome.recut.append(act.stem)
        self.folder.drop_log(act.stem)
        self.outcome.unchanged.append(act.stem)
        return True

    def _draw(self, acts: Sequence[ActFile]) -> list[Failure]:
        """Draw acts at the same time, and publish each as soon as it is done; return the failures."""
        for act in acts:
            self.watch.begin(act.stem, self._frames_expected(act.stem))
        longest_first = sorted(acts, key=self._seconds_expected, reverse=True)
        jobs = {act.stem: self._job(act, self.folder.staging_for(act.stem)) for act in longest_first}
        by_stem = {act.stem: act for act in acts}
        return self.crew.work(
            render_act, jobs, lambda stem, drawn, staged: self._publish(by_stem[stem], drawn, staged)
        )

    def _job(self, act: ActFile, staged: Path) -> Job:
        order = self.order
        shown = order.captions == SHOWN
        return Job(act.entry, order.argument, order.theme, order.quality, staged, shown)

    def _publish(self, act: ActFile, drawn: DrawnAct, staged: Path) -> None:
        order = self.order
        video, beats = publish_act(self.folder, act.stem, drawn, staged)
        record = ActRecord(
            entry=act.entry,
            number=act.number,
            slug=act.slug,
            heading=drawn.heading,
            key=self._key_of_what_was_drawn(act),
            theme=order.theme,
            quality=order.quality.name,
            rate=order.quality.rate,
            frames=drawn.frames,
            seconds=drawn.frames / order.quality.rate,
            making=_making(drawn),
            origin=order.origin.name,
            video=video,
            beats=beats,
            captions=order.captions,
        )
        self._keep(act.stem, record)
        self.folder.drop_log(act.stem)
        self.outcome.rendered.append(record)
        self.watch.end(act.stem, f"done in {drawn.seconds:.0f} s", drawn.frames)

    def _key_of_what_was_drawn(self, act: ActFile) -> str:
        """The act's key; none if its sources changed while it was drawn: it may have come from either."""
        forget_sources()
        key = self._key(act)
        return key if key == self.keys[act.stem] else ""

    def _key(self, act: ActFile) -> str:
        order = self.order
        return act_key(act, order.lesson, order.theme, order.quality, order.captions)

    def _frames_expected(self, stem: str) -> int | None:
        record = self.manifest.acts.get(stem)
        return round(record.seconds * self.order.quality.rate) if record else None

    def _seconds_expected(self, act: ActFile) -> float:
        """How long drawing an act took the last time; the longest are begun first."""
        record = self.manifest.acts.get(act.stem)
        return record.making.seconds if record else 0.0

    def _make_film(self) -> None:
        acts = [self.manifest.acts[act.stem] for act in self.order.film_acts]
        film = self.manifest.film
        if film and film.key == film_key(acts) and all(map(self.folder.holds, film.files)):
            return
        film = make_film(self.folder, acts)
        self.manifest = replace(self.manifest, film=film)
        self.outcome.film_made = True

    def _keep(self, stem: str, record: ActRecord) -> None:
        """Enter an act into the manifest at once: an interrupt after this loses nothing of it."""
        old = self.manifest.acts.get(stem)
        acts = dict(sorted((self.manifest.acts | {stem: record}).items()))
        self._remove_all_but(old, record)  # before it is forgotten: nobody would know it for ours afterwards
        self.manifest = replace(self.manifest, acts=acts).knowing(self.order.origin)
        self._write_manifest()

    def _drop_acts_that_left(self) -> None:
        """Remove outputs of acts that are no longer in the film."""
        stems = {act.stem for act in self.order.film_acts}
        for stem, record in self.manifest.acts.items():
            if stem not in stems:
                self._remove_all_but(record, None)
        self.manifest = replace(
            self.manifest, acts={stem: act for stem, act in self.manifest.acts.items() if stem in stems}
        )

    def _remove_all_but(self, old: ActRecord | None, new: ActRecord | None) -> None:
        kept = {file.path for file in new.files} if new else set()
        for file in old.files if old else ():
            if file.path not in kept:
                self.folder.remove(file)

    def _write_manifest(self) -> None:
        self.folder.write_manifest(self.manifest)


def _making(drawn: DrawnAct) -> Making:
    ended = datetime.now(UTC).isoformat(timespec="seconds")
    return Making(ended, round(drawn.seconds, 2), drawn.peak_megabytes)


def timed_out(began: float) -> str:
    """How long something took, for a person."""
    seconds = time.monotonic() - began
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
