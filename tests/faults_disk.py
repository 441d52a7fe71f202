"""A disk that is full: a small file system in memory, with a little more room each time.

``python tests/faults_disk.py ROOM…`` mounts one where it may (within `IN_A_NAMESPACE`), and prints a line of
JSON for each room, in pages; ``--step N`` tries all rooms from none on, until all fits.
"""

import argparse
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from faults_kills import NAMES, OTHER_DATA
from faults_oracle import Film, Made, content_of, left_over, spoilt, unlike

KIB = 1024
PAGE = 4 * KIB
# What all that is made and staged may take at most.
DISK = 64 * KIB * KIB
# As a user of one's own namespace who may mount; `faults` starts it so.
IN_A_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


def sweep(film: Film, rooms: Iterable[int]) -> Iterator[tuple[int, int, list[str]]]:
    """Make the film with so many pages of room, until one is enough; yield room, status and what is wrong."""
    film.out.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", film.out], check=True)
    try:
        yield from _sweep_mounted(film, rooms)
    finally:
        subprocess.run(["umount", film.out], check=True)


def _sweep_mounted(film: Film, rooms: Iterable[int]) -> Iterator[tuple[int, int, list[str]]]:
    (film.folder / NAMES[1]).write_text(OTHER_DATA)
    assert film.make("--data", NAMES[1]).status == 0
    new = content_of(film.out)
    assert film.make("--data", NAMES[0]).status == 0
    old, kept = content_of(film.out), film.folder / "kept"
    shutil.copytree(film.out, kept)
    for pages in rooms:
        filler = _fill(film.out, pages)
        made = film.make("--data", NAMES[1])
        filler.unlink()
        wrong = spoilt(film.out, old, new)
        wrong += [] if _was_told(made) else [f"{made.status}: {made.err[-500:]}"]
        wrong += _resumed(film, new)
        yield pages, made.status, wrong
        if made.status == 0:
            return
        _restore(kept, film.out)


def _was_told(made: Made) -> bool:
    """Whether a command ended as it should: it says that there is no room, if there is too little."""
    last = (made.err.splitlines() or [""])[-1].lower()
    return made.status == 0 or (made.status == 1 and "no space left" in last)


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


def main() -> None:
    """Print what came of each amount of room."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rooms", type=int, nargs="*")
    parser.add_argument("--step", type=int, default=1)
    options = parser.parse_args()
    film = Film(("render", "--quality", "tiny"))
    try:
        for pages, status, wrong in sweep(film, options.rooms or count(0, options.step)):
            print(json.dumps({"pages": pages, "status": status, "wrong": wrong}), flush=True)
    finally:
        film.remove()


if __name__ == "__main__":
    main()
