"""Faults, outside CI: ``make faults``. Kills, pairs, a full disk, damage, renders without end, all twice.

Each part prints how far it is and what went wrong; a table ends it, and ``--json`` keeps the figures.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from faults_damage import damages
from faults_disk import IN_A_NAMESPACE
from faults_kills import AIMS, NAMES, Ground, interrupts, kills, kills_in_a_row, resumed
from faults_oracle import SOON, Film, film
from faults_pairs import PAIRS
from faults_twice import twice
from lecture_of_two_acts import LONG, TESTS, TINY

REAL = (sys.executable, "-m", "scenes.production.cli")


@dataclass
class Part:
    """What was tried of a promise: how often, what went wrong, and figures worth knowing."""

    promise: str
    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, what: str, wrong: list[str]) -> None:
        """Count a trial."""
        self.tried += 1
        self.wrong += [f"{what}: {problem}" for problem in wrong]
        print(f"{self.promise}: {self.tried}, {what}{': ' + '; '.join(wrong) if wrong else ''}", flush=True)


def kill_parts(options: argparse.Namespace) -> Iterator[Part]:
    """Kills of the command, its workers and the joining, while it renders and while it makes all."""
    with film("render", "--quality", LONG.name) as made:
        yield from _kills(made, options.kills, "render", options)
    with film("all", "--quality", TINY.name) as made:
        yield from _kills(made, options.kills_of_all, "all", options)


def interrupt_parts(options: argparse.Namespace) -> Iterator[Part]:
    """Interrupts at any moment."""
    part = Part("render: SIGINT or SIGTERM to the command")
    with film("render", "--quality", LONG.name) as made:
        ground = Ground(made)
        ground.prepare()
        for kill in islice(interrupts(ground, options.seed), options.interrupts):
            part.add(f"{kill.who} after {kill.after:.2f} s", kill.wrong)
    yield part


def real_kill_parts(options: argparse.Namespace) -> Iterator[Part]:
    """Kills on the real film, each command going on from where the one before was killed."""
    part = Part(f"the real film at {options.real_quality}: SIGKILL")
    with film("render", "--quality", options.real_quality, command=REAL) as made:
        ground = Ground(made, learns=False)
        ground.prepare()
        for kill in islice(kills_in_a_row(ground, options.seed), options.real_kills):
            part.add(f"{kill.who} after {kill.after:.2f} s", kill.wrong)
        part.wrong += resumed(ground, NAMES[0])
    yield part


def _kills(made: Film, count: int, command: str, options: argparse.Namespace) -> Iterator[Part]:
    if not count:
        return
    ground = Ground(made)
    ground.prepare()
    for place, who in enumerate(AIMS):
        part = Part(f"{command}: SIGKILL to the {who}")
        afters, gone = [], []
        for kill in islice(
            kills(ground, who, options.seed, options.resume_every), count // 3 + (place < count % 3)
        ):
            part.add(f"after {kill.after:.2f} s", kill.wrong)
            afters.append(kill.after)
            gone.append(kill.gone_in)
        if afters:
            part.figures = {"earliest": min(afters), "latest": max(afters), f"gone in (of {SOON})": max(gone)}
            yield part


def pair_parts(options: argparse.Namespace) -> Iterator[Part]:
    """Two commands at once."""
    with ExitStack() as films:
        grounds = [Ground(films.enter_context(film("render", "--quality", TINY.name))) for _ in range(2)]
        for ground in grounds:
            ground.prepare()
        for place, (name, pair) in enumerate(PAIRS.items()):
            part, random = Part(f"two commands: {name}"), Random(f"{name} {options.seed}")
            for number in range(options.pairs // 3 + (place < options.pairs % 3)):
                part.add(f"pair {number + 1}", pair((grounds[0], grounds[1]), random))
            yield part


def disk_parts(options: argparse.Namespace) -> Iterator[Part]:
    """A disk that is full."""
    part = Part("a full disk")
    for told in _lines(
        (*IN_A_NAMESPACE, sys.executable, str(TESTS / "faults_disk.py"), f"--step={options.step}")
    ):
        part.add(f"{told['pages']} pages of room, status {told['status']}", told["wrong"])
    yield part


def damage_parts(options: argparse.Namespace) -> Iterator[Part]:
    """Files that are spoilt."""
    part = Part("a spoilt file is named and made again")
    with film("all", "--quality", TINY.name) as made:
        for what, wrong in islice(damages(made), options.damages):
            part.add(what, wrong)
    yield part


def long_parts(options: argparse.Namespace) -> Iterator[Part]:
    """Renders in one go: with processes for the acts, and, far more, without."""
    yield _renders("renders in one go, a process an act", str(options.renders_of_processes))
    yield _renders("renders in one go, all in one process", str(options.renders), "--here")


def _renders(promise: str, *arguments: str) -> Part:
    part, first = Part(promise), {}
    for told in _lines((sys.executable, str(TESTS / "faults_long.py"), *arguments)):
        first = (
            told if told["renders"] <= 2 else first
        )  # what the first imports and caches is held on purpose
        grown = [
            f"{name}: {first[name]} -> {told[name]}"
            for name in ("descriptors", "threads", "processes")
            if told[name] > first[name]
        ]
        figures = {name: value for name, value in told.items() if name != "wrong"}
        part.add(", ".join(f"{name} {value}" for name, value in figures.items()), told["wrong"] + grown)
        part.tried, part.figures = told["renders"], figures
    part.figures["megabytes at first"] = first["megabytes"]
    return part


def twice_parts(options: argparse.Namespace) -> Iterator[Part]:
    """Everything twice."""
    part = Part(f"all twice, {options.twice_quality}, on one CPU and on all")
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        files, wrong, seconds = twice(Path(folder), "--quality", options.twice_quality)
    part.add(f"{files} files", wrong)
    part.tried = files
    part.figures = {"seconds on one": seconds[0], "on all": seconds[1]}
    yield part


PARTS: dict[str, Callable[[argparse.Namespace], Iterator[Part]]] = {
    "kills": kill_parts,
    "interrupts": interrupt_parts,
    "pairs": pair_parts,
    "disk": disk_parts,
    "damage": damage_parts,
    "long": long_parts,
    "twice": twice_parts,
    "real": real_kill_parts,
}


def _lines(command: tuple[str, ...]) -> Iterator[dict]:
    """What another script prints, line by line."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=TESTS) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def main() -> int:
    """Try the parts that are named; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments of kills and pairs")
    parser.add_argument("--kills", type=int, default=180, help="while the small film is rendered")
    parser.add_argument("--kills-of-all", type=int, default=30, help="while all is made of it")
    parser.add_argument("--resume-every", type=int, default=1, help="after how many kills one is resumed")
    parser.add_argument("--interrupts", type=int, default=50)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--step", type=int, default=1, help="pages by which a full disk grows")
    parser.add_argument("--damages", type=int, help="how many (default: three of each file)")
    parser.add_argument("--renders", type=int, default=1000, help="in one go, all in one process")
    parser.add_argument("--renders-of-processes", type=int, default=200, help="in one go, a process an act")
    parser.add_argument("--twice-quality", default="standard")
    parser.add_argument("--real-kills", type=int, default=12, help="while the real film is rendered")
    parser.add_argument("--real-quality", default="draft")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}")
    done = []
    for name in options.parts or PARTS:
        began = time.monotonic()
        for part in PARTS[name](options):
            part.seconds, began = round(time.monotonic() - began, 1), time.monotonic()
            done.append(part)
            if options.json:
                options.json.write_text(json.dumps([asdict(part) for part in done], indent=2) + "\n")
    _print_table(done)
    return int(any(part.wrong for part in done))


def _print_table(done: list[Part]) -> None:
    width = max(len(part.promise) for part in done)
    print(f"\n{'what':{width}}  {'tried':>6}  {'wrong':>5}  {'minutes':>7}  figures")
    for part in done:
        figures = ", ".join(f"{name} {value:.4g}" for name, value in part.figures.items())
        minutes = part.seconds / 60
        print(f"{part.promise:{width}}  {part.tried:6}  {len(part.wrong):5}  {minutes:7.1f}  {figures}")
    for problem in (problem for part in done for problem in part.wrong):
        print(problem)


if __name__ == "__main__":
    sys.exit(main())
