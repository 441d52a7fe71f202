"""The output folder: what is where, who holds it, and how a file gets in."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from scenes.production.errors import InputError
from scenes.production.interrupts import uninterrupted
from scenes.production.keys import file_hash
from scenes.production.lock import lock
from scenes.production.manifest import FileRecord, Manifest
from scenes.production.output_check import check_output_folder

FILM = "every-point-pulls"


class OutputFolder:
    """A folder that outputs are published in, each in one step."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.private = root / ".lecture"
        self.staging = self.private / "staging"
        self.logs = self.private / "logs"
        self.manifest = root / "manifest.json"

    def prepare(self) -> None:
        """Make the folder.

        Raises
        ------
        InputError
            If it can't be made or written to, or a folder of ours in it leads elsewhere.
        """
        check_output_folder(self.root)
        try:
            self.private.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.private), tempfile.TemporaryFile(dir=self.root):
                pass
        except (FileExistsError, NotADirectoryError) as error:
            raise InputError("--out", f"{self.root} is not a folder", "choose another") from error
        except OSError as error:
            problem = (error.strerror or "not writable").lower()
            raise InputError("--out", f"{self.root}: {problem}", "choose another folder") from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for one command, and leave nothing unfinished in it.

        Raises
        ------
        InputError
            If another command holds it.
        """
        with lock(self.private / "lock", str(self.root)):
            self._clear_staging()
            try:
                yield
            finally:
                with uninterrupted():
                    self._clear_staging()

    def _clear_staging(self) -> None:
        """Remove what a command left, this one or one that was killed."""
        shutil.rmtree(self.staging, ignore_errors=True)
        with suppress(OSError):
            self.logs.rmdir()  # if empty

    def staging_for(self, name: str) -> Path:
        """A private folder, new and empty, for one act or the film."""
        self.staging.mkdir(exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.staging.resolve()))

    def publish(self, staged: Path, path: str) -> FileRecord:
        """Move a finished file to its place in the folder, in one step.

        Raises
        ------
        InputError
            If its folder is a link to elsewhere.
        """
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if self._leads_elsewhere(target.parent):
            raise InputError("--out", f"{target.parent} leads elsewhere", "remove this link")
        record = FileRecord(path, file_hash(staged), staged.stat().st_size)
        staged.replace(target)
        return record

    def write_manifest(self, manifest: Manifest) -> None:
        """Publish what the folder holds now."""
        staged = self.staging_for("manifest") / self.manifest.name
        staged.write_text(manifest.to_json(), "utf-8")
        self.publish(staged, self.manifest.name)

    def holds(self, record: FileRecord) -> bool:
        """Whether a published file is there, and still what it was."""
        path = self.root / record.path
        try:
            found = path.stat()
            same_size = S_ISREG(found.st_mode) and found.st_size == record.bytes
            return same_size and file_hash(path) == record.sha256
        except OSError:
            return False

    def remove(self, record: FileRecord) -> None:
        """Remove a published file that nothing refers to any more, and folders that are empty without it."""
        path = self.root / record.path
        if self._leads_elsewhere(path.parent):
            return
        path.unlink(missing_ok=True)
        with suppress(OSError):
            for folder in path.relative_to(self.root).parents[:-1]:
                (self.root / folder).rmdir()

    def _leads_elsewhere(self, inside: Path) -> bool:
        return not inside.resolve().is_relative_to(self.root.resolve())

    def keep_log(self, name: str, staged: Path, more: str) -> Path | None:
        """Keep what a failed act said; None where it can't be written."""
        log = self.logs / f"{name}.log"
        try:
            self.logs.mkdir(exist_ok=True)
            said = staged.read_bytes() if staged.exists() else b""
            log.write_bytes(said + more.encode())
        except OSError:
            return None
        return log

    def drop_log(self, name: str) -> None:
        """Forget an earlier failure of an act."""
        (self.logs / f"{name}.log").unlink(missing_ok=True)
