"""Keys: one hash of everything that an act's frames depend on."""

import hashlib
import platform
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from scenes.production.acts import ActFile
from scenes.production.quality import ENCODER, Quality

# What draws, sets type, lays out and encodes.
PACKAGES = ("manim", "numpy", "pycairo", "typst", "contourpy", "av", "svgelements", "pillow")
# What words and formulas are set in.
TYPEFACES = ("New Computer Modern", "New Computer Modern Math")
# Of production, only what frames pass through.
FRAME_MAKERS = (
    "encoder.py",
    "picture.py",
    "quality.py",
    "remux.py",
    "renderer.py",
    "untouched_manim.py",
    "worker.py",
    "writer.py",
)
_OTHER_ACT = re.compile(r"act\d\d_.*\.py")


def digest(value: Any) -> str:
    """SHA-256 of a value made of dataclasses, arrays, numbers, text and collections of them.

    Raises
    ------
    TypeError
        For anything else: a value that is left out would be a change that isn't noticed.
    """
    sha = hashlib.sha256()
    _feed(sha, value)
    return sha.hexdigest()


def act_key(act: ActFile, lesson: Any, theme: str, quality: Quality, captions: str) -> str:
    """The key of an act: the same only where its frames are."""
    return digest((act.entry, lesson, theme, quality, captions, ENCODER, drawn_with(), sources_of(act)))


def drawn_with() -> tuple[dict[str, str], dict[str, str]]:
    """What draws: versions, and typefaces."""
    return versions(), typefaces()


@cache
def versions() -> dict[str, str]:
    """Versions of what makes frames."""
    found = {"python": platform.python_version(), "machine": f"{platform.system()} {platform.machine()}"}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "none"
    return found


@cache
def typefaces() -> dict[str, str]:
    """Where each typeface comes from: Typst's wheel, or files of this machine's, which go before it."""
    from typst import Fonts

    files: dict[str, set[str]] = {family: set() for family in TYPEFACES}
    for font in Fonts().fonts():
        if font.family in files and font.path:
            files[font.family].add(font.path)
    return {family: _whence(sorted(paths)) for family, paths in files.items()}


def _whence(paths: list[str]) -> str:
    if not paths:
        return f"typst {version('typst')}"
    return ", ".join(f"{Path(path).name} {file_hash(Path(path))}" for path in paths)


def sources_of(act: ActFile) -> dict[str, str]:
    """Hash by name of each source file that an act's frames depend on: not those of other acts."""
    core, scenes = package_folder("core"), package_folder("scenes")
    return _hashes_of(core) | _hashes_of(scenes) | {"act": file_hash(act.path)}


@cache
def _hashes_of(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder.parent).as_posix(): file_hash(path) for path in _frame_sources(folder)}


def _frame_sources(folder: Path) -> Iterable[Path]:
    for path in sorted(folder.rglob("*.py")):
        inside = path.relative_to(folder).parts
        other = inside == ("storyboard.py",) or (len(inside) == 1 and _OTHER_ACT.fullmatch(path.name))
        if not other and (inside[0] != "production" or path.name in FRAME_MAKERS):
            yield path


def forget_sources() -> None:
    """Look at the sources anew: they may have changed since."""
    _hashes_of.cache_clear()


def file_hash(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def package_folder(name: str) -> Path:
    """Where the sources of a package are."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(next(iter(spec.submodule_search_locations)))


def _feed(sha: Any, value: Any) -> None:
    """Add a value, with its kind and length, so that no two values read the same."""
    if is_dataclass(value) and not isinstance(value, type):
        _feed_all(sha, type(value).__qualname__, [(f.name, getattr(value, f.name)) for f in fields(value)])
    elif isinstance(value, np.ndarray) and value.dtype != object:
        _feed_bytes(sha, f"{value.dtype.str}{value.shape}", np.ascontiguousarray(value).tobytes())
    elif isinstance(value, dict):
        _feed_all(sha, "dict", sorted(value.items()))
    elif isinstance(value, list | tuple | np.ndarray):
        _feed_all(sha, "list", list(value))
    elif isinstance(value, str | bool | int | float | Fraction | Path | np.generic | None):
        _feed_bytes(sha, type(value).__name__, repr(value).encode())
    else:
        raise TypeError(f"no digest for {type(value).__name__}")


def _feed_all(sha: Any, kind: str, values: list[Any]) -> None:
    _feed_bytes(sha, kind, str(len(values)).encode())
    for value in values:
        _feed(sha, value)


def _feed_bytes(sha: Any, kind: str, data: bytes) -> None:
    sha.update(f"{kind} {len(data)} ".encode())
    sha.update(data)
