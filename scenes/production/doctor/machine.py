"""The machine: processors, memory, and the output folder's disk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from scenes.production.doctor.check import Check
from scenes.production.errors import InputError
from scenes.production.output_check import check_output_folder
from scenes.production.settings import available_cpus, usual_jobs

MEGABYTE = 1_000_000
WORKER = 600 * MEGABYTE
"""What a worker holds at standard quality, with some to spare."""
OUTPUTS = 500 * MEGABYTE
"""What all outputs take at standard quality, with what is staged on the way."""
MEMINFO = Path("/proc/meminfo")


def machine_checks(out: Path) -> Iterator[Check]:
    """Processors, memory, disk, and whether the output folder can be written to."""
    yield Check("processors", f"{available_cpus()}: {usual_jobs()} acts are drawn at the same time")
    yield _memory(usual_jobs())
    try:
        check_output_folder(out)
    except InputError as error:
        yield Check("output folder", error.problem, error.remedy)
        return
    yield Check("output folder", f"{out} can be written to")
    yield _disk(out)


def _memory(jobs: int) -> Check:
    free = _free_memory()
    if free is None:
        return Check("memory", "not told by this system")
    found = f"{free // MEGABYTE} MB free"
    if free < WORKER:
        return Check("memory", found, f"close other programs: an act takes up to {WORKER // MEGABYTE} MB")
    if free < WORKER * jobs:
        return Check("memory", f"{found}: give --jobs {free // WORKER}")
    return Check("memory", found)


def _free_memory() -> int | None:
    """Bytes that programs may still take; None where the system doesn't tell, as macOS doesn't."""
    try:
        lines = dict(line.split(":", 1) for line in MEMINFO.read_text("ascii").splitlines())
        return int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None


def _disk(out: Path) -> Check:
    nearest = next(path for path in (out, *out.absolute().parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    remedy = "" if free >= OUTPUTS else f"make room for {OUTPUTS // MEGABYTE} MB, or choose another --out"
    return Check("disk", f"{free // MEGABYTE} MB free", remedy)
