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
from typing import TextIO

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
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _in_use(what, file) from error
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
        file = path.open(encoding="utf-8")
    except OSError:  # nobody has ever held it, or it isn't for us to read
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _in_use(what, file) from error
        yield


def _in_use(what: str, file: TextIO) -> InputError:
    return InputError("--out", f"{what} is in use by {_holder(file)}", "wait for it, or choose another")


def _myself() -> dict[str, str | int]:
    return {
        "command": " ".join(["lecture", *sys.argv[1:]]),
        "process": os.getpid(),
        "host": platform.node(),
        "since": time.strftime("%H:%M:%S"),
    }


def _holder(file: TextIO) -> str:
    file.seek(0)
    try:
        holder = json.load(file)
        since = f"process {holder['process']} on {holder['host']}, since {holder['since']}"
        return f'"{holder["command"]}" ({since})'
    except (ValueError, KeyError, TypeError):
        return "another command"
