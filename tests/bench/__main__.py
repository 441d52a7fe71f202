"""How fast core is and how fast the film is made, beside what others take: `make bench`.

Each part measures both sides of its ratios in one run. Parts that are measured again take the place of what
FILE held of them, so that the whole, which takes many minutes, can be measured in pieces.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import changing
import film
import plain
import starting
import surfaces
import yardstick
from rich.console import Console
from rich.table import Table
from rows import ROWS

FILE = Path(".venv/bench.json")
CORE = Path(__file__).parents[1] / "bench_core.py"


def core(quality: str, scratch: Path) -> dict[str, Any]:
    """What `core` takes, beside JAX: in a process of its own, which has one thread."""
    figures = scratch / "core.json"
    subprocess.run([sys.executable, CORE, "--json", figures], check=True)
    return json.loads(figures.read_text())


PARTS: dict[str, Callable[[str, Path], dict[str, Any]]] = {
    "core": core,
    "render": film.render,
    "encoding": yardstick.encoding,
    "twin": plain.twin,
    "drawing": yardstick.drawing,
    "surface": surfaces.surface,
    "caption": changing.caption,
    "commands": starting.commands,
    "preview": starting.preview,
    "scaling": film.scaling,
    "rows": film.rows,
    "likenesses": yardstick.likenesses,
}


def main() -> None:
    """Measure, print the table, write the figures."""
    options = _options()
    kept = _read(options.json, options.quality)
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.parts or PARTS:
            print(f"{name} ...", file=sys.stderr, flush=True)
            began = time.perf_counter()
            figures = PARTS[name](options.quality, Path(scratch))
            of = {"measured": _now(), "commit": _commit(), "took": time.perf_counter() - began}
            kept["parts"][name] = of | figures
            options.json.write_text(json.dumps(kept, indent=2) + "\n")
    kept["table"] = show(kept["parts"], kept["about"])
    options.json.write_text(json.dumps(kept, indent=2) + "\n")
    print(f"in {options.json}")


def show(figures: dict[str, Any], about: dict[str, Any]) -> list[dict[str, Any]]:
    """Print the table of what was measured; return its lines."""
    title = " · ".join(f"{name} {value}" for name, value in about.items())
    table = Table(title=title, title_justify="left")
    for header, side in (
        ("what", "left"),
        ("goal", "right"),
        ("measured", "right"),
        ("", "left"),
        ("of", "left"),
    ):
        table.add_column(header, justify=side)
    lines = []
    for row in ROWS:
        if not all(part in figures for part in row.parts):
            continue
        value = row.value(figures)
        met = row.is_met(value)
        verdict = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}[met]
        table.add_row(row.what, row.goal, f"{value:.3g} {row.unit}".strip(), verdict, row.note(figures))
        lines.append({"what": row.what, "goal": row.goal, "measured": value, "unit": row.unit, "met": met})
    Console(width=None if Console().is_terminal else 200).print(table)
    return lines


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (all)")
    parser.add_argument(
        "--quality", default="standard", help="of the film: draft for a quick look (standard)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", default=FILE, help=f"the figures ({FILE})")
    options = parser.parse_args()
    if wrong := [part for part in options.parts if part not in PARTS]:
        parser.error(f"no part {', '.join(wrong)}; parts: {', '.join(PARTS)}")
    return options


def _read(path: Path, quality: str) -> dict[str, Any]:
    """What a file holds of the same quality on the same machine; else nothing."""
    about = _about(quality)
    try:
        held = json.loads(path.read_text())
        return held if held["about"] == about else {"about": about, "parts": {}}
    except (OSError, ValueError, KeyError):
        return {"about": about, "parts": {}}


def _about(quality: str) -> dict[str, Any]:
    return {
        "quality": quality,
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "manim": version("manim"),
        "av": version("av"),
    }


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "none"


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")


if __name__ == "__main__":
    main()
