"""A preview: one beat, or an act, as an author wants to see it at once."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from scenes.production.acts import ActFile, chosen
from scenes.production.errors import Failure, InputError, RenderFailedError, unknown
from scenes.production.folder import OutputFolder
from scenes.production.output_check import PREVIEWS
from scenes.production.pool import CallFailedError, pool_of
from scenes.production.preview_worker import Broken, PreviewJob, draw_preview
from scenes.production.quality import Quality
from scenes.production.settings import Settings
from scenes.production.workplace import LOG, told_beat, what_ended

NAME = "preview"


@dataclass(frozen=True)
class Place:
    """A beat of an act; or, with all its beats, the act."""

    act: ActFile
    beats: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its name in file names: ``04-full-gradient/04-add-and-divide`` or ``04-full-gradient``."""
        return self.act.place_of(self.beats[0]) if self.beats != self.act.beats else self.act.stem


def place_of(words: str, acts: Sequence[ActFile]) -> Place:
    """What a user means by ``ACT``, ``ACT/BEAT`` or ``BEAT``.

    Parameters
    ----------
    words
        An act as everywhere; a beat by its name, in file names too, or its number in the act.
    acts
        Those that there are.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    name, slash, beat = words.partition("/")
    if not slash and name.casefold() not in _names(acts):
        return _beat_alone(name, acts)
    (act,) = chosen([name], acts)
    return Place(act, (_beat_of(act, beat),) if slash else act.beats)


def preview(settings: Settings, place: Place, quality: Quality | None, folder: OutputFolder) -> Path:
    """Draw it: as a picture, or in a quality as a video.

    Returns
    -------
    Path
        The file, in the output folder, in whose manifest it isn't: a preview is nobody's but the author's.

    Raises
    ------
    InputError
        If table or settings aren't usable.
    RenderFailedError
        If a source doesn't run.
    """
    with tempfile.TemporaryDirectory() as staged, pool_of(1) as pool:
        job = PreviewJob(place.act.entry, settings, place.beats, Path(staged), quality)
        drawn = _drawn(job, place, folder, pool)
        target = folder.root / PREVIEWS / f"{place.path}{drawn.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        arriving = target.with_name(f".{os.getpid()}-{target.name}")  # others may draw the same
        shutil.copyfile(job.folder / drawn, arriving)
        return arriving.replace(target)


def _drawn(job: PreviewJob, place: Place, folder: OutputFolder, pool: Executor) -> Path:
    """The file that was drawn, in the job's folder."""
    try:
        drawn = pool.submit(draw_preview, job).result()
    except CallFailedError as error:
        drawn = Broken(what_ended(job.folder, error), error.details)
    if isinstance(drawn, InputError):
        raise drawn
    if isinstance(drawn, Broken):
        log = folder.keep_log(NAME, job.folder / LOG, f"{drawn.details}\n")
        raise RenderFailedError([Failure(place.path, told_beat(job.folder), drawn.line, log, drawn.details)])
    folder.drop_log(NAME)
    return drawn


def _names(acts: Sequence[ActFile]) -> set[str]:
    return {name.casefold() for act in acts for name in act.names}


def _beat_alone(word: str, acts: Sequence[ActFile]) -> Place:
    found = [Place(act, (beat,)) for act in acts for beat in act.beats if beat == _dashed(word)]
    if not found:
        names = [name for act in acts for name in (act.slug, *act.beats)]
        raise unknown("ACT/BEAT", "act or beat", word, names, "acts and beats")
    return found[0]


def _beat_of(act: ActFile, word: str) -> str:
    by_name = {f"{number}": beat for number, beat in enumerate(act.beats, 1)}
    by_name |= {f"{number:02d}-{beat}": beat for number, beat in enumerate(act.beats, 1)}
    by_name |= {beat: beat for beat in act.beats}
    if _dashed(word) not in by_name:
        raise unknown("ACT/BEAT", f"beat of {act.slug}", word, act.beats, f"1 to {len(act.beats)}")
    return by_name[_dashed(word)]


def _dashed(word: str) -> str:
    """A name as in file names, where it may have been a method's."""
    return word.casefold().replace("_", "-")
