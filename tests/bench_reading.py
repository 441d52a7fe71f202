"""How fast a long table is read, beside pandas' C reader, and in how much memory: `make bench-reading`.

Both take turns within one run. Memory, as Linux tells it, is that of a process of its
own, above what it holds before it reads.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from bench_core import timed

from core import Dataset

TURNS = 5
MEASURE = """
import re, sys
from pathlib import Path
{imports}

def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])

before = peak()
table = {call}
print((peak() - before) * 1024)
"""
OURS = MEASURE.format(imports="from core import Dataset", call="Dataset.read_csv(sys.argv[1])")
PANDAS = MEASURE.format(imports="import pandas", call="pandas.read_csv(sys.argv[1])")


def main() -> None:
    """Print a line a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    print(f"{rows:,} rows{'rows/s':>24}{'pandas':>14}{'times pandas':>15}{'bytes a row':>14}{'pandas':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in tables(rows):
            path = Path(folder) / "t.csv"
            path.write_text(content(), newline="")
            print(line(name, path, rows))


def tables(rows: int) -> list[tuple[str, Callable[[], str]]]:
    """Tables by what is in them, and how each is written."""
    numbers = np.random.default_rng(0).normal(size=(rows, 2)).tolist()
    return [
        ("17 digits", partial(_written, numbers, "{!r},{!r}\n")),
        ("4 digits", partial(_written, numbers, "{:.3f},{:.3f}\n")),
        ("CRLF, a text column", partial(_written, numbers, "{:.3f},{:.3f},København\r\n", "x,y,note\r\n")),
        ("all cells quoted", partial(_written, numbers, '"{:.3f}","{:.3f}"\n')),
    ]


def _written(numbers: list[list[float]], row: str, header: str = "x,y\n") -> str:
    return header + "".join(row.format(x, y) for x, y in numbers)


def line(name: str, path: Path, rows: int) -> str:
    """What is measured of one table."""
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(timed(lambda: Dataset.read_csv(path)))
        theirs.append(timed(lambda: pd.read_csv(path)))
    mine, other = rows / median(ours), rows / median(theirs)
    memory, more = (peak(program, path) / rows for program in (OURS, PANDAS))
    return f"{name:22}{mine:>15,.0f}{other:>14,.0f}{other / mine:>15.1f}{memory:>14.0f}{more:>9.0f}"


def peak(program: str, path: Path) -> int:
    """Bytes at the highest point of a process that reads a table, above those before."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


if __name__ == "__main__":
    main()
