"""The manifest: what is in the output folder, from which inputs, and how long it took."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

VERSION = 2
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
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"{self.path} is not in the output folder")


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
    """An act as it was rendered: ``inputs`` says what its numbers are of, ``versions`` what drew it."""

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
    render_seconds: float
    peak_megabytes: int
    inputs: dict[str, Any]
    versions: dict[str, str]
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
    """What was made of acts or of the film: the key of all that it depends on, and its files."""

    key: str
    files: list[FileRecord]


@dataclass(frozen=True)
class Manifest:
    """Everything in the output folder.

    ``acts`` is by the act's name in file names, ``pages`` by the page's file. ``figures`` are by their
    folder, which is the theme where they look as usual, then by act and beat
    (``01-data-table/01-the-examples``); ``handouts`` by theme; ``slides`` by format.
    """

    acts: dict[str, ActRecord] = field(default_factory=dict)
    film: FilmRecord | None = None
    pages: dict[str, Product] = field(default_factory=dict)
    figures: dict[str, dict[str, Product]] = field(default_factory=dict)
    handouts: dict[str, Product] = field(default_factory=dict)
    slides: dict[str, Product] = field(default_factory=dict)

    def to_json(self) -> str:
        """The manifest as text."""
        return json.dumps({"manifest": VERSION} | asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_manifest(path: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none, or none that can be read."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        if stored["manifest"] != VERSION:
            return Manifest()
        acts = {stem: _act(record) for stem, record in stored["acts"].items()}
        return Manifest(
            acts,
            stored["film"] and _film(stored["film"]),
            pages=_products(stored.get("pages", {})),
            figures={look: _products(beats) for look, beats in stored.get("figures", {}).items()},
            handouts=_products(stored.get("handouts", {})),
            slides=_products(stored.get("slides", {})),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def _act(stored: dict[str, Any]) -> ActRecord:
    beats = [_beat(beat) for beat in stored["beats"]]
    return ActRecord(**stored | {"video": FileRecord(**stored["video"]), "beats": beats})


def _beat(stored: dict[str, Any]) -> BeatRecord:
    clip, formulas = FileRecord(**stored["clip"]), tuple(stored["formulas"])
    return BeatRecord(**stored | {"clip": clip, "formulas": formulas})


def _film(stored: dict[str, Any]) -> FilmRecord:
    return FilmRecord(**stored | {"files": [FileRecord(**file) for file in stored["files"]]})


def _products(stored: dict[str, Any]) -> dict[str, Product]:
    return {
        name: Product(product["key"], [FileRecord(**file) for file in product["files"]])
        for name, product in stored.items()
    }
