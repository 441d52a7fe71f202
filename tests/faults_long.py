"""Renders in one go: nothing is left behind, and nothing grows.

``python tests/faults_long.py COUNT`` gives the command again and again within one process, and prints a line
of JSON ten times on the way. ``--here`` lets workers work in that process too, one after the other, so that
what they would leave behind piles up.
"""

import argparse
import gc
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from faults_oracle import content_of
from lecture_of_two_acts import ACTS, TINY

from scenes import storyboard
from scenes.production import cli, command, quality

RENDER = ("render", "--force", "--quality", TINY.name)


def held() -> dict[str, int]:
    """What this process holds: descriptors, threads, children, and megabytes of memory."""
    me = Path("/proc/self")
    children = [child for task in me.glob("task/*/children") for child in task.read_text().split()]
    resident = int((me / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return {
        "descriptors": len(list((me / "fd").iterdir())),
        "threads": threading.active_count(),
        "processes": len(children),
        "megabytes": resident // 1_000_000,
    }


def renders(count: int, folder: Path) -> Iterator[dict[str, Any]]:
    """Render again and again; tell now and then what is held, what was left, and whether a byte differs."""
    began, first = time.monotonic(), None
    for number in range(1, count + 1):
        with tempfile.TemporaryFile("w+") as said, redirect_stdout(said), redirect_stderr(said):
            status = cli.main(RENDER)
            said.seek(0)
            wrong = [said.read()] if status else []
        made = content_of(Path("media"))
        first = first or made
        left = [path.name for path in (*folder.iterdir(), *Path("media/.lecture").iterdir())]
        wrong += [name for name in left if name not in ("lock", "work")] + (
            ["other bytes"] if made != first else []
        )
        if wrong or number in (1, 2) or number % max(1, count // 10) == 0:
            seconds = round(time.monotonic() - began, 1)
            yield {"renders": number, "seconds": seconds, **held(), "wrong": wrong}


class Here(Executor):
    """Does each call at once, in this process."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Call a function, and keep what it returns."""
        done: Future[Any] = Future()
        done.set_result(function(*arguments, **options))
        gc.collect()  # what goes with a process must at least be garbage
        return done


@contextmanager
def here(jobs: int) -> Iterator[Executor]:
    """In the place of a pool of processes."""
    yield Here()


def main() -> None:
    """Print what is told on the way."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--here", action="store_true")
    options = parser.parse_args()
    if options.here:
        command.pool_of = here
    storyboard.ACTS = ACTS
    quality.QUALITIES[TINY.name] = TINY
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder  # so that whatever is left there is seen
        work = Path(folder) / "work"
        work.mkdir()
        with chdir(work):
            for told in renders(options.count, Path(folder)):
                print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
