"""What a user waits for before anything is drawn: the light commands, and the first picture."""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lecture import lecture

STARTS = 7
COMMANDS = {"help": ("--help",), "numbers": ("numbers",), "check": ("check",)}
PYTHON = {"python": "pass", "numpy": "import numpy", "manim": "import manim"}


def commands(quality: str, scratch: Path) -> dict[str, Any]:
    """Seconds of the commands that draw nothing, and of Python that only imports, in turns."""
    taken: dict[str, list[float]] = {name: [] for name in (*COMMANDS, *PYTHON)}
    for _ in range(STARTS):
        for name, words in COMMANDS.items():
            taken[name].append(lecture(*words, folder=scratch).seconds)
        for name, code in PYTHON.items():
            taken[name].append(_python(code, scratch))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def preview(quality: str, scratch: Path) -> dict[str, Any]:
    """Seconds to the still of a film's first beat, of its last, and of an act's last; in an empty folder."""
    wanted = {"first": "1/1", "last": "5/3", "act": "4"}
    seconds = {
        name: lecture("preview", word, "--out", scratch / f"preview-{name}", folder=scratch).seconds
        for name, word in wanted.items()
    }
    return {"seconds": seconds}


def _python(code: str, folder: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    return time.perf_counter() - began
