"""Work for several processes: doing it, how far each is, and what came of it."""

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path
from typing import Any

from scenes.production.errors import Failure
from scenes.production.folder import OutputFolder
from scenes.production.notes import read_note
from scenes.production.pool import CallFailedError
from scenes.production.progress import Watch
from scenes.production.workplace import LOG, told_beat, what_ended

# Seconds between two looks at how far the workers are.
LOOK_EVERY = 0.2


class Crew:
    """Processes that work for one command, each in a staging folder of its own."""

    def __init__(self, folder: OutputFolder, executor: Executor, watch: Watch) -> None:
        self.folder = folder
        self.executor = executor
        self.watch = watch

    def work(
        self,
        function: Callable[[Any], Any],
        jobs: Mapping[str, Any],
        finish: Callable[[str, Any, Path], None],
    ) -> list[Failure]:
        """Do jobs at the same time; return the failures.

        Parameters
        ----------
        function
            Does one job, in a process of its own.
        jobs
            By name, those to be begun first in front; each has its private ``folder``.
        finish
            Called with a job's name, what came of it and its folder, as soon as it is done.
        """
        waiting = {self.executor.submit(function, job): name for name, job in jobs.items()}
        failures = []
        while waiting:
            done, _ = wait(waiting, LOOK_EVERY, FIRST_COMPLETED)
            for name in waiting.values():
                if note := read_note(jobs[name].folder):
                    self.watch.note(name, note)
            for future in done:
                name = waiting.pop(future)
                failures += self._finish(name, future, jobs[name].folder, finish)
        return failures

    def _finish(
        self, name: str, future: Future[Any], staged: Path, finish: Callable[[str, Any, Path], None]
    ) -> list[Failure]:
        """Hand on what a job came to; or keep its log, and return what happened."""
        try:
            finish(name, future.result(), staged)
            return []
        except (CallFailedError, OSError) as error:
            self.watch.end(name, "failed", None)
            what = what_ended(staged, error)
            details = getattr(error, "details", "")
            log = self.folder.keep_log(name, staged / LOG, f"{details}\n{what}\n")
            return [Failure(name, told_beat(staged), what, log, details)]
