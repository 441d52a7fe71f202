"""Where a worker works: its private folder, with what it says in a log, and limits of memory and time."""

import contextlib
import faulthandler
import os
import re
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from scenes.production.quality import Quality

LOG = "log.txt"
# Names the beat that is being played.
BEAT = "beat.txt"
# Seconds without a new frame after which an act is given up.
PATIENCE = 300
# Megabytes that a worker may hold: some three times what it was seen to.
FOR_ITSELF, PER_MEGAPIXEL, PER_MILLION_ROWS = 1000, 300, 1000
# Whether what is done here is given up when it takes too long.
_watched = ContextVar("watched", default=False)


class TooMuchMemoryError(Exception):
    """A worker needs more memory than it may have."""


def memory_limit(quality: Quality, n_examples: int) -> int:
    """Megabytes that a worker may hold: larger frames and longer tables need more."""
    pixels, rows = quality.width * quality.height / 1e6, n_examples / 1e6
    return round(FOR_ITSELF + PER_MEGAPIXEL * pixels + PER_MILLION_ROWS * rows)


@contextlib.contextmanager
def at_work(folder: Path, megabytes: int) -> Iterator[None]:
    """Work in a folder, and nowhere else: temporary files and what is said go there too.

    Raises
    ------
    TooMuchMemoryError
        If the work needs more memory than ``megabytes``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        logged(folder / LOG),
        contextlib.chdir(folder),
        _temporary_files_in(folder.resolve()),
        _memory_limited(megabytes),
        _time_limited(),
    ):
        yield


def be_patient() -> None:
    """Wait for the next frame, but not for ever: then a process that is at work ends itself."""
    if _watched.get():
        faulthandler.dump_traceback_later(PATIENCE, exit=True)


def gave_up_after(folder: Path) -> str | None:
    """How long nothing had happened when the worker of this folder ended itself; None if it didn't."""
    with contextlib.suppress(OSError):
        found = re.search(rb"^Timeout \(([\d:.]+)\)!", (folder / LOG).read_bytes(), re.MULTILINE)
        return found[1].decode() if found else None
    return None


def tell_beats(act: Any) -> None:
    """Let an act leave word of the beat that it is in, where a process is at work."""
    begin_beat, end_beat = act.begin_beat, act.end_beat

    def begin_beat_and_tell(method: Any) -> None:
        _tell(f"in beat {method.__name__.replace('_', '-')}")
        begin_beat(method)

    def end_beat_and_tell() -> None:
        end_beat()
        _tell(f"after beat {act.beats[-1].name}")

    act.begin_beat, act.end_beat = begin_beat_and_tell, end_beat_and_tell


def told_beat(folder: Path) -> str:
    """Where the worker of a folder is, or was when it ended: "in beat the-examples"."""
    try:
        return (folder / BEAT).read_text()
    except OSError:
        return "before its first beat"


def peak_megabytes() -> int:
    """The most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _tell(where: str) -> None:
    if _watched.get():
        Path(BEAT).write_text(where)


@contextlib.contextmanager
def logged(path: Path) -> Iterator[None]:
    """Send what is written to the standard streams, by libraries too, to a file."""
    kept = [os.dup(1), os.dup(2)]
    with path.open("ab") as log:
        try:
            for stream in (1, 2):
                os.dup2(log.fileno(), stream)
            yield
        finally:
            with contextlib.suppress(OSError):  # of a full disk others have complained by now
                sys.stdout.flush()
                sys.stderr.flush()
            for stream, original in zip((1, 2), kept, strict=True):
                os.dup2(original, stream)
                os.close(original)


@contextlib.contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Let temporary files go the way of a folder, also where this process is killed."""
    kept, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = kept


@contextlib.contextmanager
def _memory_limited(megabytes: int) -> Iterator[None]:
    """Limit what this process may write to; macOS takes the limit and doesn't mind it."""
    kept, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes << 20
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most < 0 else min(wanted, most), most))
    try:
        yield
    except MemoryError as error:
        raise TooMuchMemoryError(
            f"it needs more memory than the {megabytes} MB that it may take; "
            "choose a lower quality or a shorter table"
        ) from error
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (kept, most))


@contextlib.contextmanager
def _time_limited() -> Iterator[None]:
    """Give up what takes too long between two frames."""
    token = _watched.set(True)
    be_patient()
    try:
        yield
    finally:
        _watched.reset(token)
        faulthandler.cancel_dump_traceback_later()
