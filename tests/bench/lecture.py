"""The command that is measured, called as a user calls it, in a folder without settings of anybody's."""

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What one call took, on the clock and of processors, and what it printed on standard output."""

    seconds: float
    cpu: float
    said: str


def lecture(*arguments: object, folder: Path, tree: Path | None = None, cpus: int | None = None) -> Run:
    """Call ``lecture`` and wait.

    Parameters
    ----------
    *arguments
        Its command and options.
    folder
        The working folder.
    tree
        Where ``core`` and ``scenes`` are, if not where this process has them.
    cpus
        On how many processors it may run; all if not given.

    Raises
    ------
    RuntimeError
        If its status isn't 0: what it said.
    """
    found = [entry for entry in sys.path if entry]
    command = [sys.executable, "-P", "-m", "scenes.production.cli", *map(str, arguments)]
    began, before = time.perf_counter(), cpu_of_children()
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tree)] * bool(tree) + found)},
        preexec_fn=None if cpus is None else lambda: _stay_on(cpus),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"lecture {' '.join(map(str, arguments))}: {done.stderr.strip()}")
    return Run(time.perf_counter() - began, cpu_of_children() - before, done.stdout)


def cpu_of_children() -> float:
    """Processor seconds of all processes that this one has waited for, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _stay_on(cpus: int) -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cpus])
