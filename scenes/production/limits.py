"""How much memory and time a worker may take, and ending it where it takes more."""

import faulthandler
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from scenes.production.quality import Quality

# Seconds without a new frame after which an act is given up.
PATIENCE = 300
# Megabytes that a worker may hold: two to three times what it was seen to (380 at draft, 1,450 at 4k, and 240
# for a million rows).
FOR_ITSELF, PER_MEGAPIXEL, PER_MILLION_ROWS = 1000, 300, 1000
# Whether what is done here is given up when it takes too long.
_watched = ContextVar("watched", default=False)


class TooMuchMemoryError(Exception):
    """A worker needs more memory than it may have."""


def memory_limit(quality: Quality, n_examples: int) -> int:
    """Megabytes that a worker may hold: larger frames and longer tables need more."""
    pixels, rows = quality.width * quality.height / 1e6, n_examples / 1e6
    return round(FOR_ITSELF + PER_MEGAPIXEL * pixels + PER_MILLION_ROWS * rows)


@contextmanager
def memory_limited(megabytes: int) -> Iterator[None]:
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


@contextmanager
def time_limited() -> Iterator[None]:
    """Give up what takes too long between two frames."""
    token = _watched.set(True)
    be_patient()
    try:
        yield
    finally:
        _watched.reset(token)
        faulthandler.cancel_dump_traceback_later()


def is_watched() -> bool:
    """Whether this process is a worker's, or works as one."""
    return _watched.get()


def be_patient() -> None:
    """Wait for the next frame, but not for ever: then a process that is at work ends itself."""
    if _watched.get():
        faulthandler.dump_traceback_later(PATIENCE, exit=True)


def peak_megabytes() -> int:
    """The most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)
