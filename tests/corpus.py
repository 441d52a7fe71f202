"""Good and bad input, stored in tests/corpus or made, with what is said of it."""

import tomllib
from pathlib import Path

from corpus_made import MADE, PLACES

LARGE = 10_000
FOLDER = Path(__file__).parent / "corpus"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
SAME = sorted(path.name for path in (FOLDER / "same").iterdir())
ACCEPTED = sorted(path.name for path in (FOLDER / "accepted").iterdir())
TABLES: dict[str, list[str]] = EXPECTED["tables"] | {name: said for name, (_, said) in MADE.items()}
SETTINGS: dict[str, list[str]] = EXPECTED["settings"]
OPTIONS: dict[str, list[str]] = EXPECTED["options"]

__all__ = [
    "ACCEPTED",
    "FOLDER",
    "OPTIONS",
    "PLACES",
    "SAME",
    "SETTINGS",
    "TABLES",
    "is_large",
    "laid",
    "lay_settings",
]


def laid(name: str, folder: Path) -> Path:
    """A bad table, laid into a folder."""
    path = folder / name
    path.write_bytes(MADE[name][0] if name in MADE else (FOLDER / "refused" / name).read_bytes())
    return path


def is_large(name: str) -> bool:
    """Whether a bad table is so long that to read a few bytes of it at a time takes seconds."""
    return name in MADE and len(MADE[name][0]) > LARGE


def lay_settings(name: str, folder: Path) -> None:
    """A file of bad settings, laid into a folder as ``lecture.toml``."""
    (folder / "lecture.toml").write_bytes((FOLDER / "settings" / name).read_bytes())
