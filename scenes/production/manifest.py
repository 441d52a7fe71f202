"""The manifest: what is in the output folder, from which inputs, and how long it took."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from core.errors import DatasetError
from core.files import opened

VERSION = 3
# Where captions are: in the picture, or in a track of their own only.
SHOWN, TRACK = "shown", "track"


@dataclass(frozen=True)
class FileRecord:
    """A published file: its path in the output folder, and what was in it."""

    path: str
    sha256: str
    bytes: int

    def __post_init__(self) -> None:
        path = PurePosixPath(self.path)
        if path.is_absolute() or ".." in path.parts or "\0" in self.path:
            raise ValueError(f"{self.path} is not in the output folder")


@dataclass(frozen=True)
class Origin:
    """What something was made from: the table and choices, versions of what draws, and typefaces."""

    inputs: dict[str, Any]
    versions: dict[str, str]
    fonts: dict[str, str]

    @property
    def name(self) -> str:
        """What records call it: the same for equal origins only."""
        return _sha256(asdict(self))[:12]


@dataclass(frozen=True)
class Making:
    """When an act was drawn, in UTC, how long that took, and the most memory that it held.

    Of all that a manifest says, this alone differs where the same is made twice.
    """

    ended: str
    seconds: float
    megabytes: int


@dataclass(frozen=True)
class BeatRecord:
    """A beat: its frames in its act (``end`` is the first after it), its clip, its formulas in words."""

    name: str
    caption: str
    start: int
    end: int
    clip: FileRecord
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActRecord:
    """An act as it was rendered: ``origin`` names what it was made from."""

    entry: str
    number: int
    slug: str
    heading: str
    key: str
    theme: str
    quality: str
    rate: int
    frames: int
    seconds: float
    making: Making
    origin: str
    video: FileRecord
    beats: list[BeatRecord]
    captions: str = SHOWN

    @property
    def files(self) -> list[FileRecord]:
        """The act's video and its clips."""
        return [self.video, *(beat.clip for beat in self.beats)]


@dataclass(frozen=True)
class FilmRecord:
    """The film: the key of what it was joined from, and its files."""

    key: str
    frames: int
    seconds: float
    acts: list[str]
    files: list[FileRecord]


@dataclass(frozen=True)
class Product:
    """What was made beside the acts: the key of all that it depends on, and its files.

    ``origin`` names what it was made from; nothing where that is the acts and the film.
    """

    key: str
    files: list[FileRecord]
    origin: str = ""


@dataclass(frozen=True)
class Manifest:
    """Everything in the output folder.

    ``acts`` is by the act's name in file names, ``pages`` by the page's file. ``figures`` are by their
    folder, which is the theme where they look as usual, then by act and beat
    (``01-data-table/01-the-examples``); ``handouts`` by theme; ``slides`` by format; ``origins`` by the name
    that records call them by.
    """

    acts: dict[str, ActRecord] = field(default_factory=dict)
    film: FilmRecord | None = None
    pages: dict[str, Product] = field(default_factory=dict)
    figures: dict[str, dict[str, Product]] = field(default_factory=dict)
    handouts: dict[str, Product] = field(default_factory=dict)
    slides: dict[str, Product] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)

    def knowing(self, origin: Origin) -> "Manifest":
        """The same, and what an origin's name stands for."""
        return replace(self, origins=self.origins | {origin.name: origin})

    def files(self) -> Iterator[FileRecord]:
        """Every published file but the manifest itself."""
        for act in self.acts.values():
            yield from act.files
        if self.film:
            yield from self.film.files
        for product in self._products():
            yield from product.files

    def to_json(self) -> str:
        """The manifest as text, with the origins that are named in it; it ends in its own hash."""
        named = {act.origin for act in self.acts.values()} | {made.origin for made in self._products()}
        origins = {name: self.origins[name] for name in sorted(named & self.origins.keys())}
        return _as_text({"manifest": VERSION} | asdict(replace(self, origins=origins)))

    def _products(self) -> Iterator[Product]:
        for products in (self.pages, *self.figures.values(), self.handouts, self.slides):
            yield from products.values()


class NoManifestError(Exception):
    """A folder has no manifest that can be read; ``is_there`` says whether it has a file of its name."""

    def __init__(self, problem: str, is_there: bool = True) -> None:
        super().__init__(problem)
        self.is_there = is_there


def read_manifest(path: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none, or none that can be read."""
    try:
        return load_manifest(path)
    except NoManifestError:
        return Manifest()


def load_manifest(path: Path) -> Manifest:
    """The manifest of a folder.

    Raises
    ------
    NoManifestError
        If there is none, it isn't what was written, or another version of this program wrote it.
    """
    try:
        with opened(path) as file:
            text = file.read().decode()
        stored = json.loads(text)
        if stored["manifest"] != VERSION:
            raise NoManifestError("another version of lecture wrote it")
        stored.pop("sha256")
        if text != _as_text(stored):
            raise NoManifestError("it isn't what was written")
        return _manifest(stored)
    except DatasetError as error:
        raise NoManifestError(error.problem, os.path.lexists(path)) from error
    except OSError as error:
        raise NoManifestError((error.strerror or "unreadable").lower()) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoManifestError("it isn't what was written") from error


def _as_text(stored: dict[str, Any]) -> str:
    return json.dumps(stored | {"sha256": _sha256(stored)}, indent=2, ensure_ascii=False) + "\n"


def _sha256(stored: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(stored).encode()).hexdigest()


def _manifest(stored: dict[str, Any]) -> Manifest:
    return Manifest(
        acts={stem: _act(record) for stem, record in stored["acts"].items()},
        film=stored["film"] and _film(stored["film"]),
        pages=_products(stored["pages"]),
        figures={look: _products(beats) for look, beats in stored["figures"].items()},
        handouts=_products(stored["handouts"]),
        slides=_products(stored["slides"]),
        origins={name: Origin(**origin) for name, origin in stored["origins"].items()},
    )


def _act(stored: dict[str, Any]) -> ActRecord:
    made = {"making": Making(**stored["making"]), "video": FileRecord(**stored["video"])}
    return ActRecord(**stored | made | {"beats": [_beat(beat) for beat in stored["beats"]]})


def _beat(stored: dict[str, Any]) -> BeatRecord:
    clip, formulas = FileRecord(**stored["clip"]), tuple(stored["formulas"])
    return BeatRecord(**stored | {"clip": clip, "formulas": formulas})


def _film(stored: dict[str, Any]) -> FilmRecord:
    return FilmRecord(**stored | {"files": [FileRecord(**file) for file in stored["files"]]})


def _products(stored: dict[str, Any]) -> dict[str, Product]:
    return {
        name: Product(**product | {"files": [FileRecord(**file) for file in product["files"]]})
        for name, product in stored.items()
    }
