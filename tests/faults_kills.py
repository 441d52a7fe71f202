"""SIGKILL at random moments: to the command, to a worker, while the film is joined."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from faults_oracle import (
    SOON,
    Film,
    Hashes,
    content_of,
    is_locked,
    left_over,
    seconds_until_gone,
    spoilt,
    unlike,
)

# What is made in turn: so that old and new differ in every file but those of words.
OTHER_DATA = "x,y\n-1,2\n1,3\n2,7\n"
NAMES = ("six", "other.csv")
# Who is killed where kills follow each other.
SOMEBODY = ("command", "command", "worker", "joining")


@dataclass
class Ground:
    """A film, its whole folders by the data they are of, and how long a command takes.

    ``learns`` says whether commands make all of it each time, so that this can be learnt from them; ``soon``
    is in how many seconds workers have to end after their parent.
    """

    film: Film
    learns: bool = True
    soon: float = SOON
    wholes: dict[str, Hashes] = field(default_factory=dict)
    seconds: float = 0.0
    joining: float = 0.0

    def prepare(self) -> None:
        """Make it of each table once, undisturbed."""
        (self.film.folder / NAMES[1]).write_text(OTHER_DATA)
        for name in NAMES:
            began = time.monotonic()
            process = self.film.start("--data", name)
            _wait_for_the_joining(self.film, process)
            joined = time.monotonic()
            _, err = process.communicate()
            assert process.returncode == 0, err
            self.seconds, self.joining = time.monotonic() - began, time.monotonic() - joined
            self.wholes[name] = content_of(self.film.out)

    def wait(self, process: "subprocess.Popen[str]", seconds: float) -> None:
        """Let a command run for so long; where it ends before, it has become faster."""
        began = time.monotonic()
        while (waited := time.monotonic() - began) < seconds:
            if process.poll() is not None:
                self.seconds = min(self.seconds, waited) if self.learns else self.seconds
                return
            time.sleep(0.005)


@dataclass(frozen=True)
class Kill:
    """A kill that hit a living process: who was hit, after how long, when all were gone, what was wrong."""

    who: str
    after: float
    gone_in: float
    wrong: list[str]


Aim = Callable[[Ground, "subprocess.Popen[str]", Random], int | None]


def at_the_command(ground: Ground, process: "subprocess.Popen[str]", random: Random) -> int | None:
    """The command, at any moment."""
    ground.wait(process, random.uniform(0, ground.seconds))
    return process.pid


def at_a_worker(ground: Ground, process: "subprocess.Popen[str]", random: Random) -> int | None:
    """One of its workers, at any moment from when there are some."""
    ground.wait(process, random.uniform(0, 0.8 * ground.seconds))  # later the film is joined
    while process.poll() is None:
        if workers := [worker for worker in ground.film.processes() if worker != process.pid]:
            return random.choice(workers)
    return None


def at_the_joining(ground: Ground, process: "subprocess.Popen[str]", random: Random) -> int | None:
    """The command, while it joins the film and publishes it."""
    _wait_for_the_joining(ground.film, process)
    time.sleep(random.uniform(0, ground.joining))
    return process.pid


AIMS: dict[str, Aim] = {"command": at_the_command, "worker": at_a_worker, "joining": at_the_joining}


def kills(ground: Ground, who: str, seed: int, resume_every: int = 1) -> Iterator[Kill]:
    """Kill again and again; a kill that comes too late is no kill, and the next one is tried.

    After every ``resume_every``-th of a command (0: none), it is given again and must make what an
    undisturbed one does.
    """
    random, hits = Random(f"{who} {seed}"), 0
    while True:
        name = random.choice(NAMES)
        if kill := _kill(ground, who, random, "--data", name, "--force"):
            hits += 1
            if who != "worker" and resume_every and hits % resume_every == 0:
                kill.wrong.extend(resumed(ground, name))
            yield kill


def kills_in_a_row(ground: Ground, seed: int) -> Iterator[Kill]:
    """Kill again and again, and let each command go on from where the one before was killed.

    Those that get to the end must make what an undisturbed one does; then the other table has its turn.
    """
    random, turn = Random(f"in a row {seed}"), 0
    while True:
        name = NAMES[turn % 2]
        if kill := _kill(ground, random.choice(SOMEBODY), random, "--data", name):
            yield kill
        else:
            wrong = unlike(ground.film.out, ground.wholes[name]) + left_over(ground.film)
            assert not wrong, wrong
            turn += 1


def _kill(ground: Ground, who: str, random: Random, *arguments: str) -> Kill | None:
    film = ground.film
    process = film.start(*arguments)
    began = time.monotonic()
    aimed = AIMS[who](ground, process, random)
    after = time.monotonic() - began
    if aimed is None or process.poll() is not None:
        process.communicate()
        return None
    os.kill(aimed, signal.SIGKILL)
    if who == "worker":
        return _after_a_worker(ground, process, after)
    process.communicate()
    if process.returncode != -signal.SIGKILL:
        return None  # it ended in the moment before
    wrong = ["its lock is held"] if is_locked(film.out) else []
    gone_in = 0.0
    if random.random() < 0.5:  # the other half is resumed while workers of the one before still end
        gone_in = seconds_until_gone(film, 5 * ground.soon)
        wrong += ["workers live on"] if gone_in > ground.soon else []
    return Kill(who, after, gone_in, wrong + spoilt(film.out, *ground.wholes.values()))


def _after_a_worker(ground: Ground, process: "subprocess.Popen[str]", after: float) -> Kill | None:
    """The command goes on, and says who was killed."""
    _, err = process.communicate()
    if process.returncode == 0:
        return None  # it had done its work by then
    told = err.splitlines()[-1]
    wrong = [] if process.returncode == 1 and "failed" in told and "SIGKILL" in told else [f"told {told!r}"]
    wrong += spoilt(ground.film.out, *ground.wholes.values())
    failed = sum(line.endswith(": failed") for line in err.splitlines())
    wrong += [] if failed == 1 else [f"{failed} failed with it"]
    return Kill("worker", after, seconds_until_gone(ground.film, 5 * ground.soon), wrong)


def interrupts(ground: Ground, seed: int) -> Iterator[Kill]:
    """Interrupt a command, or ask it to end, at any moment: it tidies up, and says so."""
    random = Random(f"interrupts {seed}")
    while True:
        ender = random.choice((signal.SIGINT, signal.SIGTERM))
        process = ground.film.start("--data", random.choice(NAMES), "--force")
        began = time.monotonic()
        ground.wait(process, random.uniform(0, ground.seconds))
        if process.poll() is None:
            began_work = holds(ground.film, process.pid)
            process.send_signal(ender)
            after = time.monotonic() - began
            if (kill := _after_an_interrupt(ground, process, ender, after, began_work)) is not None:
                yield kill
        else:
            process.communicate()


def _after_an_interrupt(
    ground: Ground, process: "subprocess.Popen[str]", ender: int, after: float, began_work: bool
) -> Kill | None:
    _, err = process.communicate()
    if process.returncode == 0:
        return None  # all was done by then
    if process.returncode == -ender:  # Python itself was just beginning
        wrong = [f"ended by {ender} after {after:.2f} s"] if began_work else []
    else:
        told = process.returncode == 130 and err.splitlines()[-1].startswith("interrupted")
        wrong = [] if told and "Traceback" not in err else [f"{process.returncode}: {err[-500:]}"]
    wrong += spoilt(ground.film.out, *ground.wholes.values()) + left_over(ground.film)
    return Kill(signal.Signals(ender).name, after, 0.0, wrong)


def resumed(ground: Ground, name: str) -> list[str]:
    """What is wrong after the command was given again."""
    made = ground.film.make("--data", name)
    if made.status:
        return [f"resumed with status {made.status}: {made.err[-300:]}"]
    return unlike(ground.film.out, ground.wholes[name]) + left_over(ground.film)


def holds(film: Film, process: int) -> bool:
    """Whether a process holds a film's folder."""
    return f'"process": {process}' in (film.out / ".lecture" / "lock").read_text()


def _wait_for_the_joining(film: Film, process: "subprocess.Popen[str]") -> None:
    while process.poll() is None and not set(film.staged("film-*")) - film.left:
        time.sleep(0.001)
