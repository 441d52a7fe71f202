"""Read random broken tables and settings by the ten thousand; print how many, how slow, how large.

``make fuzz ARGS="--inputs 100000 --seed 1"``. The first input that breaks
a law ends it with status 1, and is kept.
"""

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

from fuzz_inputs import settings, table
from fuzz_laws import check_law, settings_law, table_law

LONGEST = 10
"""Seconds of processor time that an input may take."""
MOST_MEGABYTES = 1000
SHARES = [("tables", table, table_law, 0.7), ("settings", settings, settings_law, 0.2)]
SHARES += [("checked", table, check_law, 0.1)]


@dataclass
class Tally:
    """What came of one kind of inputs."""

    inputs: int = 0
    accepted: int = 0
    slowest: float = 0.0


class HangError(Exception):
    """An input took too long."""


def main() -> int:
    """Run; 0 where all laws held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=[name for name, *_ in SHARES], help="this kind alone")
    asked = parser.parse_args()
    shares = [share for share in SHARES if asked.kind in (None, share[0])]
    for alarm in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(alarm, _hangs)
    warnings.simplefilter("error")  # a warning is a line on standard error
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        tallies = {name: Tally() for name, *_ in shares}
        for number in range(asked.inputs):
            random = Random(f"{asked.seed} {number}")
            name, make, law, _ = random.choices(shares, [share for *_, share in shares])[0]
            content = make(random)
            if not _held(law, content, Path(folder), tallies[name]):
                return _failed(name, number, content)
    return _report(tallies, time.monotonic() - began)


def _held(law: Callable[[bytes, Path], bool], content: bytes, folder: Path, tally: Tally) -> bool:
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    signal.alarm(6 * LONGEST)  # where it waits; a busy machine makes it slow as well
    began = time.perf_counter()
    try:
        tally.accepted += law(content, folder)
    except Exception:  # noqa: BLE001 - whatever it is, it is what was looked for
        traceback.print_exc()
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    tally.inputs += 1
    tally.slowest = max(tally.slowest, time.perf_counter() - began)
    return True


def _failed(name: str, number: int, content: bytes) -> int:
    kept = Path(tempfile.gettempdir()) / f"fuzz-{number}"
    kept.write_bytes(content)
    print(f"input {number}, {name}, broke its law; it is kept in {kept}", file=sys.stderr)
    return 1


def _report(tallies: dict[str, Tally], seconds: float) -> int:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    for name, tally in tallies.items():
        refused = tally.inputs - tally.accepted
        print(
            f"{name:16}{tally.inputs:9,} inputs{tally.accepted:9,} accepted{refused:9,} refused, "
            f"slowest {tally.slowest * 1000:.0f} ms"
        )
    total = sum(tally.inputs for tally in tallies.values())
    print(f"{'all':16}{total:9,} inputs in {seconds:.0f} s, peak memory {peak:.0f} MB, no law broken")
    return int(peak > MOST_MEGABYTES)


def _hangs(number: int, frame: FrameType | None) -> None:
    raise HangError(f"no answer in {LONGEST} s")


if __name__ == "__main__":
    sys.exit(main())
