"""Where a worker works: a private folder, with what it says in a log, and word of the beat that it is in."""

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scenes.production.beats import at_each_beats_end, at_each_beats_start
from scenes.production.errors import one_line
from scenes.production.limits import is_watched, memory_limited, time_limited

LOG = "log.txt"
# Names the beat that is being played.
BEAT = "beat.txt"


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
        memory_limited(megabytes),
        time_limited(),
    ):
        yield


def what_ended(folder: Path, error: BaseException) -> str:
    """Why the work in a folder failed, in a line; where a worker ended itself, for how long nothing came."""
    with contextlib.suppress(OSError):
        found = re.search(rb"^Timeout \(([\d:.]+)\)!", (folder / LOG).read_bytes(), re.MULTILINE)
        if found:
            return f"no new frame for {found[1].decode()}"
    return one_line(error)


def tell_beats(act: Any) -> None:
    """Let an act leave word of the beat that it is in, where a process is at work."""
    at_each_beats_start(act, lambda name: _tell(f"in beat {name}"))
    at_each_beats_end(act, lambda act: _tell(f"after beat {act.beats[-1].name}"))


def told_beat(folder: Path) -> str:
    """Where the worker of a folder is, or was when it ended: "in beat the-examples"."""
    try:
        return (folder / BEAT).read_text()
    except OSError:
        return "before its first beat"


def _tell(where: str) -> None:
    if is_watched():
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
