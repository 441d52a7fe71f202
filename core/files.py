"""Files that somebody named: opened only where they are regular ones, as others never end or answer."""

import os
import stat
from contextlib import ExitStack
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from core.errors import DatasetError, Place


def opened(path: str | PathLike[str]) -> BinaryIO:
    """The regular file at `path`, to be read and closed by the caller.

    Raises
    ------
    DatasetError
        If there is none, it is a folder, a pipe or a device, or it can't be read.
    """
    place = Place(os.fspath(path))
    try:
        _refuse_irregular(Path(path).stat().st_mode, place)
        # What was a file may be a pipe by now: without waiting, and looked at again.
        file = os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")
    except DatasetError:
        raise
    except PermissionError:
        raise DatasetError(place, "permission denied", "make the file readable") from None
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        raise DatasetError(place, "no such file", "check the path") from None
    except OSError as error:
        raise DatasetError(place, "can't be read", (error.strerror or str(error)).lower()) from None
    with ExitStack() as closing:
        closing.push(file)
        _refuse_irregular(os.fstat(file.fileno()).st_mode, place)
        closing.pop_all()
    return file


def _refuse_irregular(mode: int, place: Place) -> None:
    if stat.S_ISDIR(mode):
        raise DatasetError(place, "is a folder", "name a file")
    if not stat.S_ISREG(mode):
        raise DatasetError(place, "not a regular file", "save its content as a file")
