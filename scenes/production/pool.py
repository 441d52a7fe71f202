"""A pool in which every call has a process of its own: one that dies takes no other with it."""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from scenes.production import child
from scenes.production.interrupts import uninterrupted

# So that sums don't depend on how many CPUs there are, and processes don't fight for them.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class CallFailedError(Exception):
    """A call raised, or its process ended without an answer; ``details`` is what it had to say."""

    def __init__(self, what: str, details: str = "") -> None:
        super().__init__(what)
        self.details = details


class ProcessPerCall(Executor):
    """Runs each call in a new process, at most ``jobs`` at a time.

    Parameters
    ----------
    jobs
        How many processes at once, at least 1.
    """

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="call")
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Call a function of a module, with arguments that can be pickled."""
        if options:
            raise TypeError("only positional arguments are sent")
        return self._threads.submit(self._call, function, arguments)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool; with ``cancel_futures`` the running processes are killed too."""
        if cancel_futures:
            self._stopped = True
            for process in tuple(self._running):
                process.kill()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _call(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        with tempfile.TemporaryFile() as said:
            process = self._start(said)
            try:
                answer = _ask(process, function, arguments)
            finally:
                self._running.discard(process)
            said.seek(0)
            return _result(process.returncode, answer, said.read().decode(errors="replace"))

    def _start(self, said: Any) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-P", "-m", child.__name__]  # -P: no module out of the working folder
        path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=os.environ | ONE_THREAD | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
            start_new_session=True,  # an interrupt at the keyboard is the parent's to handle
        )
        self._running.add(process)
        if self._stopped:
            process.kill()
        return process


@contextmanager
def pool_of(jobs: int) -> Iterator[ProcessPerCall]:
    """A pool that leaves no process behind, also where it is interrupted, and interrupted again."""
    pool = ProcessPerCall(jobs)
    try:
        yield pool
    finally:
        with uninterrupted():
            pool.shutdown(cancel_futures=True)


def _ask(
    process: "subprocess.Popen[bytes]", function: Callable[..., Any], arguments: tuple[Any, ...]
) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError):  # it died at once; what it said tells why
        child.send(process.stdin, function, arguments)
    answer = process.stdout.read()
    process.wait()
    process.stdout.close()
    with suppress(BrokenPipeError):
        process.stdin.close()
    return answer


def _result(status: int, answer: bytes, said: str) -> Any:
    if status < 0:
        raise CallFailedError(f"its process was ended by {signal.Signals(-status).name}", said)
    if not answer:
        raise CallFailedError(f"its process ended with status {status}", said)
    succeeded, value = pickle.loads(answer)  # from our own child
    if not succeeded:
        raise CallFailedError(value, said)
    return value
