"""Faults, outside CI: ``make faults``. Kills, interrupts, pairs, a full disk, damage, all of it twice.

Each part prints how far it is and what went wrong; a table ends it, and ``--json`` keeps the figures.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from faults_parts import PARTS, Part


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
    _print_table([part for part in done if part.tried])
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
