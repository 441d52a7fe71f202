"""Two commands at once: on one folder, on two, and of two tables."""

import time
from collections.abc import Callable
from random import Random

from faults_kills import NAMES, Ground, holds
from faults_oracle import Film, left_over, unlike


def on_one_folder(grounds: tuple[Ground, Ground], random: Random) -> list[str]:
    """The second is told who is there, and the first makes what it would have made."""
    ground, _ = grounds
    first = ground.film.start("--data", NAMES[0], "--force")
    _wait_until_held(ground.film, first.pid)
    time.sleep(random.uniform(0, 0.4 * ground.seconds))
    second = ground.film.make("--data", NAMES[1], "--force")
    late = first.poll() is not None
    first.communicate()
    told = f"(process {first.pid} on " in second.err and len(second.err.splitlines()) == 1
    wrong = [] if (second.status, told) == (2, True) or late else [f"{second.status}: {second.err}"]
    wrong += [] if first.returncode == 0 else [f"the first ended with {first.returncode}"]
    return wrong + unlike(ground.film.out, ground.wholes[NAMES[0]]) + left_over(ground.film)


def on_two_folders(grounds: tuple[Ground, Ground], random: Random) -> list[str]:
    """Each makes what it would have made alone, of the same table."""
    name = random.choice(NAMES)
    return _both(grounds, (name, name), random)


def of_two_tables(grounds: tuple[Ground, Ground], random: Random) -> list[str]:
    """Each makes what it would have made alone, of its own table."""
    return _both(grounds, NAMES if random.random() < 0.5 else NAMES[::-1], random)


def _both(grounds: tuple[Ground, Ground], names: tuple[str, str], random: Random) -> list[str]:
    processes = []
    for ground, name in zip(grounds, names, strict=True):
        processes.append(ground.film.start("--data", name, "--force"))
        time.sleep(random.uniform(0, 0.2))
    wrong = []
    for ground, name, process in zip(grounds, names, processes, strict=True):
        _, err = process.communicate()
        wrong += [] if process.returncode == 0 else [err]
        wrong += unlike(ground.film.out, ground.wholes[name]) + left_over(ground.film)
    return wrong


def _wait_until_held(film: Film, process: int) -> None:
    while not holds(film, process):
        time.sleep(0.005)


PAIRS: dict[str, Callable[[tuple[Ground, Ground], Random], list[str]]] = {
    "one folder": on_one_folder,
    "two folders": on_two_folders,
    "two tables": of_two_tables,
}
