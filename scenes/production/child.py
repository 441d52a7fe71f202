"""A process that runs one function for its parent: ``python -m scenes.production.child``.

Standard input brings the function and its arguments, and stays open as long as the parent lives;
standard output takes the result.
"""

import os
import pickle
import struct
import sys
import traceback
from threading import Thread
from typing import IO, Any

LENGTH = struct.Struct("!Q")


def main() -> None:
    """Run what standard input says."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what others print goes where complaints go
    task = _receive(sys.stdin.buffer)
    Thread(target=_die_with_the_parent, name="parent", daemon=True).start()
    result = _outcome(task)
    answer.write(result)
    answer.close()


def _outcome(task: bytes) -> bytes:
    try:
        function, arguments = pickle.loads(task)  # from our own parent
        return pickle.dumps((True, function(*arguments)))
    except BaseException as error:  # noqa: BLE001 - the parent is told
        traceback.print_exc()
        return pickle.dumps((False, _plain(error)))


def _plain(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def send(stream: IO[bytes], function: Any, arguments: tuple[Any, ...]) -> None:
    """Give a child its function."""
    task = pickle.dumps((function, arguments))
    stream.write(LENGTH.pack(len(task)) + task)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    header = stream.read(LENGTH.size)
    if len(header) < LENGTH.size:
        os._exit(1)
    return stream.read(LENGTH.unpack(header)[0])


def _die_with_the_parent() -> None:
    """The parent never closes this stream: it ends when the parent does."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
