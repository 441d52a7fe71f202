"""What a folder may hold after a fault: files that are the old or the new ones, and nothing unfinished."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from lecture_of_two_acts import COMMAND, PATHS, hashes, heed_interrupts

from scenes.production.manifest import NoManifestError, load_manifest

MANIFEST = "manifest.json"
MARK = "LECTURE_FAULT"
# Seconds in which workers end after their parent.
SOON = 2.0
Hashes = Mapping[str, str]


@dataclass
class Film:
    """A film to be made by a command, in a working folder of its own; ``mark`` is on all its processes.

    ``left`` are staging folders of earlier commands, as they were when the last one began.
    """

    arguments: Sequence[str]
    command: Sequence[str] = COMMAND
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="faults-")))
    mark: str = field(default_factory=lambda: uuid4().hex)

    left: frozenset[Path] = frozenset()

    @property
    def out(self) -> Path:
        """The output folder."""
        return self.folder / "media"

    def start(self, *more: str, **environment: str) -> "subprocess.Popen[str]":
        """Begin to make it."""
        (self.folder / "tmp").mkdir(exist_ok=True)
        self.left = frozenset(self.staged("*"))
        own = {MARK: self.mark, "TMPDIR": str(self.folder / "tmp")}
        return subprocess.Popen(
            [*self.command, *self.arguments, *more],
            cwd=self.folder,
            env=os.environ | PATHS | own | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=heed_interrupts,
        )

    def staged(self, pattern: str) -> Iterator[Path]:
        """Staging folders that are there; a command may take them all away meanwhile."""
        with suppress(FileNotFoundError):
            yield from (self.out / ".lecture" / "staging").glob(pattern)

    def make(self, *more: str, **environment: str) -> "Made":
        """Make it to the end."""
        began = time.monotonic()
        process = self.start(*more, **environment)
        out, err = process.communicate()
        return Made(process.returncode, out, err, time.monotonic() - began)

    def processes(self) -> list[int]:
        """All processes of its commands that live."""
        return [process for process in _all_processes() if self.mark in _environment(process)]

    def remove(self) -> None:
        """Forget it."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class Made:
    """A command that has ended, and how many seconds it took."""

    status: int
    out: str
    err: str
    seconds: float


@contextmanager
def film(*arguments: str, command: Sequence[str] = COMMAND) -> Iterator[Film]:
    """A film that is forgotten afterwards."""
    made = Film(arguments, command)
    try:
        yield made
    finally:
        made.remove()


def content_of(out: Path) -> dict[str, str]:
    """Hash by path of every file, without the manifest."""
    return {path: sha for path, sha in hashes(out).items() if path != MANIFEST}


def spoilt(out: Path, *wholes: Hashes) -> list[str]:
    """What is in a folder that none of some whole folders holds at its place."""
    found = [
        path for path, sha in content_of(out).items() if sha not in {whole.get(path) for whole in wholes}
    ]
    if (out / MANIFEST).exists():
        known = {(path, sha) for whole in wholes for path, sha in whole.items()}
        try:
            records = {(file.path, file.sha256) for file in load_manifest(out / MANIFEST).files()}
            found += [f"{MANIFEST} on {path}" for path, _ in records - known]
        except NoManifestError as error:
            found.append(f"{MANIFEST}: {error}")
    return found


def unlike(out: Path, whole: Hashes) -> list[str]:
    """Where a folder differs from what an undisturbed command makes."""
    found = content_of(out)
    return sorted(path for path in found.keys() | whole.keys() if found.get(path) != whole.get(path))


def left_over(made: Film) -> list[str]:
    """What a command that has ended well should not have left."""
    private = [path.name for path in (made.out / ".lecture").iterdir() if path.name != "lock"]
    temporary = [f"tmp/{path.name}" for path in (made.folder / "tmp").iterdir()]
    return private + temporary + [f"process {process}" for process in made.processes()]


def is_locked(out: Path) -> bool:
    """Whether somebody holds a folder."""
    with (out / ".lecture" / "lock").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def seconds_until_gone(made: Film, patience: float) -> float:
    """How long it takes until no process of a film is left."""
    began = time.monotonic()
    while made.processes() and time.monotonic() - began < patience:
        time.sleep(0.01)
    return time.monotonic() - began


def but_for_when(manifest: Any) -> Any:
    """A manifest without what differs where the same is made twice: when it was, and the hash of all."""
    if isinstance(manifest, list):
        return [but_for_when(part) for part in manifest]
    if not isinstance(manifest, dict):
        return manifest
    left_out = {"making", "sha256"} if "manifest" in manifest else {"making"}
    return {name: but_for_when(part) for name, part in manifest.items() if name not in left_out}


def _all_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _environment(process: int) -> str:
    """Of a process that has ended, nothing."""
    try:
        return Path(f"/proc/{process}/environ").read_text(errors="replace")
    except OSError:
        return ""
