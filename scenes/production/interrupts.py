"""What interrupts a command: a key, an end that is asked for, a terminal that is closed."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def heed() -> None:
    """Let each of them raise KeyboardInterrupt, but for those that this process was told to ignore."""
    for ender in ENDERS:
        if signal.getsignal(ender) is not signal.SIG_IGN:  # as under nohup, or behind a shell's &
            signal.signal(ender, _interrupt)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Tidy up without being interrupted; what comes meanwhile interrupts afterwards."""
    came: list[int] = []
    kept = {ender: signal.signal(ender, lambda number, frame: came.append(number)) for ender in ENDERS}
    try:
        yield
    finally:
        for ender, handler in kept.items():
            signal.signal(ender, handler)
    if came:
        signal.raise_signal(came[0])


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
