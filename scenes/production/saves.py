"""Saves: whether an author has written a source, the table or the settings since one looked."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

# Reading a file is an event too, for who watches.
WRITTEN = ("created", "modified", "moved")
SOURCES = (".py", ".csv")
# Seconds in which an editor writes all that it writes in one save.
SETTLING = 0.1


class Saves(FileSystemEventHandler):
    """Notes that a file was written; which one doesn't matter.

    Folders are watched, not files: editors put a new file in an old one's place.
    """

    def __init__(self, observer: BaseObserver) -> None:
        self._observer = observer
        self._packages: list[Path] = []
        self._files: set[Path] = set()
        self._noted = Event()

    def follow_package(self, package: Path) -> None:
        """Let each source in a folder count, at any depth."""
        self._packages.append(package.resolve())
        self._observer.schedule(self, str(package.resolve()), recursive=True)

    def follow(self, *files: Path) -> None:
        """Let files count, whether they are there already or not; their folders have to be."""
        for file in map(Path.resolve, files):
            self._files.add(file)
            if file.parent.is_dir():
                self._observer.schedule(self, str(file.parent))

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note it, where a file that counts was written: what watchdog calls."""
        paths = [Path(str(path)).resolve() for path in (event.src_path, event.dest_path) if path]
        if event.event_type in WRITTEN and not event.is_directory and any(map(self._counts, paths)):
            self._noted.set()

    def wait(self) -> None:
        """Return when something was saved since this returned the last time."""
        self._noted.wait()
        time.sleep(SETTLING)
        self._noted.clear()

    def _counts(self, path: Path) -> bool:
        in_a_package = any(map(path.is_relative_to, self._packages))
        return path in self._files or (in_a_package and path.suffix in SOURCES)


@contextmanager
def saves_of(packages: Iterable[Path]) -> Iterator[Saves]:
    """Watch packages, and what more is to be followed, until the context ends."""
    observer = Observer()
    saves = Saves(observer)
    for package in packages:
        saves.follow_package(package)
    observer.start()
    try:
        yield saves
    finally:
        observer.stop()
        observer.join()
