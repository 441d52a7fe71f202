"""The parts of `make faults`: each tries a promise again and again, and counts what went wrong."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
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
    if options.renders_of_processes:
        yield _renders("renders in one go, a process an act", str(options.renders_of_processes))
    if options.renders:
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
