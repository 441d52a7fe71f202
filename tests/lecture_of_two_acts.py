"""The command `lecture`, for the film of two acts; with `--quality tiny` it takes some 3 seconds."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from scenes import storyboard
from scenes.production import cli, quality
from scenes.production.interrupts import ENDERS

ACTS = ("film_of_two_acts:Circles", "film_of_two_acts:Squares")
TINY = quality.Quality("tiny", 256, 144, 10)
# Each play lasts 75 frames, so that whoever aims at one hits it.
LONG = quality.Quality("long", 256, 144, 150)

TESTS = Path(__file__).parent


@dataclass
class Ended:
    """A command that has ended."""

    status: int
    out: str
    err: str


COMMAND = (sys.executable, str(TESTS / Path(__file__).name))
PATHS = {"PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS)))}


def lecture(folder: Path, *arguments: str, through: Sequence[str] = (), **environment: str) -> Ended:
    """Run the command with the film of two acts in a working folder, ``through`` another program."""
    ended = subprocess.run(
        [*through, *COMMAND, *arguments],
        cwd=folder,
        env=os.environ | PATHS | environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def heed_interrupts() -> None:
    """Be ended as a terminal's child is: what runs behind a shell's & or under nohup ignores some signals."""
    for ender in ENDERS:
        signal.signal(ender, signal.SIG_DFL)


def hashes(folder: Path) -> dict[str, str]:
    """Hash by path of every file that users see."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and ".lecture" not in path.parts]
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    storyboard.ACTS = ACTS
    quality.QUALITIES |= {look.name: look for look in (TINY, LONG)}
    sys.exit(cli.main())
