"""What the page shows, beat by beat, out of the manifest and the numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from scenes.production.manifest import ActRecord, BeatRecord, FileRecord, FilmRecord


@dataclass(frozen=True)
class Contents:
    """All that a page is made of, and that its key is of.

    Attributes
    ----------
    acts, film
        As they were rendered, in film order.
    numbers
        What `lecture numbers` prints.
    rows
        By index in the table, the row's place among the film's colours.
    names
        Of the data, of x and of y: the user's, and so anything.
    figures, handouts
        Published files, by path.
    captions_shown
        Whether the captions are in the film's pictures.
    """

    acts: Sequence[ActRecord]
    film: FilmRecord
    numbers: Mapping[str, Any]
    rows: Mapping[int, int]
    names: tuple[str, str, str]
    figures: Mapping[str, FileRecord] = field(default_factory=dict)
    handouts: Mapping[str, FileRecord] = field(default_factory=dict)
    captions_shown: bool = True

    @property
    def theme(self) -> str:
        """The film's theme."""
        return self.acts[0].theme

    @property
    def rate(self) -> int:
        """The film's frames a second."""
        return self.acts[0].rate

    def film_file(self, suffix: str) -> FileRecord:
        """The film, its captions or its transcript, by the file's suffix."""
        return next(file for file in self.film.files if file.path.endswith(f".{suffix}"))

    def beats(self) -> list["Placed"]:
        """Every beat, in film order."""
        return list(_placed(self.acts))

    def figure(self, beat: "Placed", theme: str, kind: str) -> FileRecord | None:
        """A beat's picture, if it was made."""
        return self.figures.get(f"figures/{theme}/{beat.path}.{kind}")


@dataclass(frozen=True)
class Placed:
    """A beat at its place: ``index`` counts the film's beats from 0, ``number`` its act's from 1.

    ``start`` and ``end`` are frames of the film; ``path`` is what its files are called.
    """

    act: ActRecord
    beat: BeatRecord
    index: int
    number: int
    start: int
    end: int
    path: str

    @property
    def id(self) -> str:
        """Its name within the page."""
        return self.path.replace("/", "-")

    @property
    def place(self) -> str:
        """Act and beat as numbers."""
        return f"{self.act.number}.{self.number}"

    @property
    def seconds(self) -> float:
        """When it begins."""
        return self.start / self.act.rate


def by_path(files: Iterable[FileRecord]) -> dict[str, FileRecord]:
    """Published files by their path."""
    return {file.path: file for file in files}


def _placed(acts: Iterable[ActRecord]) -> Iterator[Placed]:
    index = begin = 0
    for act in acts:
        for number, beat in enumerate(act.beats, 1):
            path = PurePosixPath(beat.clip.path).relative_to("beats").with_suffix("").as_posix()
            yield Placed(act, beat, index, number, begin + beat.start, begin + beat.end, path)
            index += 1
        begin += act.frames
