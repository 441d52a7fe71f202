"""A lock on a file, which says who holds it, and which the system frees when its holder dies."""

import fcntl
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from core.errors import DatasetError
from core.files import opened
from scenes.production.errors import InputError


@contextmanager
def lock(path: Path, what: str) -> Iterator[None]:
    """Hold a lock; the file is empty again afterwards.

    Raises
    ------
    InputError
        If another process holds it; ``what`` names what it holds.
    """
    with path.open("a+", encoding="utf-8") as file:
        _hold(file, fcntl.LOCK_EX, what)
        file.truncate(0)
        file.write(json.dumps(_myself()))
        file.flush()
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)


@contextmanager
def unlocked(path: Path, what: str) -> Iterator[None]:
    """Keep others from holding a lock meanwhile, and write nothing.

    Raises
    ------
    InputError
        If another process holds it; ``what`` names what it holds.
    """
    try:
        file = opened(path)
    except DatasetError:  # nobody has ever held it, or it isn't for us to read
        yield
        return
    with file:
        _hold(file, fcntl.LOCK_SH, what)
        yield


def _hold(file: IO[Any], how: int, what: str) -> None:
    """Lock a file at once, or say who holds it."""
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held = f"{what} is in use by {_holder(file)}"
        raise InputError("--out", held, "wait for it, or choose another") from error


def _myself() -> dict[str, str | int]:
    return {
        "command": " ".join(["lecture", *sys.argv[1:]]),
        "process": os.getpid(),
        "host": platform.node(),
        "since": time.strftime("%H:%M:%S"),
    }


def _holder(file: IO[Any]) -> str:
    file.seek(0)
    try:
        holder = json.load(file)
        since = f"process {holder['process']} on {holder['host']}, since {holder['since']}"
        return f'"{holder["command"]}" ({since})'
    except (ValueError, KeyError, TypeError):
        return "another command"
