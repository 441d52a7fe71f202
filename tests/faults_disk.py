"""A disk that is full: a small file system in memory, with a little more room each time, until all fits.

``python tests/faults_disk.py STEP`` mounts one where it may (as root, or within ``unshare -rm``) and prints
a line of JSON for each amount of room.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from faults_kills import NAMES, OTHER_DATA
from faults_oracle import Film, content_of, left_over, spoilt, unlike

KIB = 1024
PAGE = 4 * KIB
# What all that is made and staged may take at most.
DISK = 64 * KIB * KIB
# As a user of one's own namespace who may mount; `faults` starts it so.
IN_A_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


def sweep(film: Film, step: int) -> Iterator[tuple[int, int, list[str]]]:
    """Make the film with ever more pages of room; yield the room, the status and what is wrong."""
    film.out.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", film.out], check=True)
    try:
        yield from _sweep_mounted(film, step)
    finally:
        subprocess.run(["umount", film.out], check=True)


def _sweep_mounted(film: Film, step: int) -> Iterator[tuple[int, int, list[str]]]:
    (film.folder / NAMES[1]).write_text(OTHER_DATA)
    assert film.make("--data", NAMES[1]).status == 0
    new = content_of(film.out)
    assert film.make("--data", NAMES[0]).status == 0
    old, kept = content_of(film.out), film.folder / "kept"
    shutil.copytree(film.out, kept)
    status, pages = 1, 0
    while status:
        filler = _fill(film.out, pages)
        made = film.make("--data", NAMES[1])
        filler.unlink()
        status = made.status
        wrong = spoilt(film.out, old, new)
        wrong += [] if status in (0, 1) and "Traceback" not in made.err else [f"{status}: {made.err[-500:]}"]
        wrong += _resumed(film, new)
        yield pages, status, wrong
        pages += step
        _restore(kept, film.out)


def _fill(folder: Path, pages: int) -> Path:
    """Take all room but some pages."""
    filler = folder / ".filler"
    room = shutil.disk_usage(folder).free - pages * PAGE
    with filler.open("wb") as file:
        for _ in range(room // PAGE):
            file.write(bytes(PAGE))
    return filler


def _resumed(film: Film, new: dict[str, str]) -> list[str]:
    made = film.make("--data", NAMES[1])
    return unlike(film.out, new) + left_over(film) + ([made.err[-500:]] if made.status else [])


def _restore(kept: Path, out: Path) -> None:
    for path in out.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(kept, out, dirs_exist_ok=True)


def main(step: int) -> None:
    """Print what came of each amount of room."""
    film = Film(("render", "--quality", "tiny"))
    try:
        for pages, status, wrong in sweep(film, step):
            print(json.dumps({"pages": pages, "status": status, "wrong": wrong}), flush=True)
    finally:
        film.remove()


if __name__ == "__main__":
    main(int(sys.argv[1]))
