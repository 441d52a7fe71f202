"""Whether an output folder holds what its manifest says: ``lecture verify``. Nothing is written."""

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

from scenes.production.errors import InputError
from scenes.production.folder import OutputFolder
from scenes.production.lock import unlocked
from scenes.production.manifest import FileRecord, Manifest, NoManifestError, load_manifest
from scenes.production.output_check import PREVIEWS

DIFFERS, MISSING, FOREIGN = "differs", "missing", "not of it"
# Folders beside the outputs that are not made of one lecture: pictures of the README, previews of an author.
BESIDE = frozenset({"gallery", PREVIEWS})


@dataclass(frozen=True)
class Finding:
    """A file that isn't as the manifest says: its path in the folder, which kind, and what is wrong."""

    path: str
    kind: str
    problem: str


@dataclass(frozen=True)
class Verified:
    """How many files the manifest names, and what was found wrong."""

    files: int
    findings: list[Finding]


def verified(root: Path) -> Verified:
    """Hold every file of a folder against its manifest.

    Raises
    ------
    InputError
        If there is no manifest, or a command is writing to the folder.
    """
    folder = OutputFolder(root)
    with unlocked(folder.private / "lock", str(root)):
        try:
            manifest = load_manifest(folder.manifest)
        except NoManifestError as error:
            if not error.is_there:
                raise InputError(
                    "--out", f"{folder.manifest}: no such file", "make one: lecture all"
                ) from error
            return Verified(
                0, [Finding(folder.manifest.name, DIFFERS, f"{error}; make all anew: lecture all")]
            )
        records = list(manifest.files())
        findings = [*_spoilt(folder, records), *_foreign(folder, manifest)]
    return Verified(len(records), sorted(findings, key=lambda finding: finding.path))


def as_dict(found: Verified) -> dict[str, Any]:
    """What was found, as JSON has it."""
    return {"ok": not found.findings, "files": found.files, "findings": [asdict(f) for f in found.findings]}


def _spoilt(folder: OutputFolder, records: list[FileRecord]) -> Iterator[Finding]:
    for record in records:
        path = folder.root / record.path
        if not os.path.lexists(path):
            yield Finding(record.path, MISSING, "is missing")
        elif _leads_elsewhere(path, folder.root):
            yield Finding(record.path, DIFFERS, "is a link, or in a folder that is one")
        elif not S_ISREG(path.stat().st_mode):
            yield Finding(record.path, DIFFERS, "is not a file")
        elif (size := path.stat().st_size) != record.bytes:
            yield Finding(record.path, DIFFERS, f"has {size} bytes, not {record.bytes}")
        elif not folder.holds(record):
            yield Finding(record.path, DIFFERS, "has another SHA-256")


def _leads_elsewhere(path: Path, root: Path) -> bool:
    return path.resolve() != root.resolve() / path.relative_to(root)


def _foreign(folder: OutputFolder, manifest: Manifest) -> Iterator[Finding]:
    known = {record.path for record in manifest.files()} | {folder.manifest.name}
    for path in _files_in(folder.root):
        if path not in known:
            yield Finding(path, FOREIGN, f"is not of {folder.manifest.name}")


def _files_in(root: Path) -> Iterator[str]:
    """Paths of all that isn't a folder; what is hidden, at the top, is not an output."""
    for where, folders, files in os.walk(root):
        here = Path(where)
        if here == root:
            folders[:] = [name for name in folders if not name.startswith(".") and name not in BESIDE]
            files = [name for name in files if not name.startswith(".")]
        links = [name for name in folders if (here / name).is_symlink()]
        yield from ((here / name).relative_to(root).as_posix() for name in (*links, *files))
