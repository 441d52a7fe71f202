"""Whether what draws and encodes can be loaded, and what the whole makes of a small act."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.quoting import spelled
from scenes import storyboard
from scenes.production.doctor.check import Check
from scenes.production.doctor.probe import PROBES
from scenes.production.errors import InputError, one_line
from scenes.production.lessons import argument_of
from scenes.production.pool import CallFailedError, pool_of
from scenes.production.quality import Quality
from scenes.production.settings import Settings
from scenes.production.worker import DrawnAct, Job, render_act

LONGEST = 60
"""Seconds that loading may take."""
SMALL = Quality("trial", 256, 144, 2)
SYSTEM = (
    "on Debian type: sudo apt-get install libcairo2-dev libpango1.0-dev; on macOS: brew install cairo pango"
)
AGAIN = "install the libraries anew: rm -rf .venv && make set-up"
REMEDIES = {"cairo": SYSTEM, "pango": SYSTEM}


def library_checks() -> Iterator[Check]:
    """What is loaded, each."""
    said = {line["what"]: line for line in _probed()}
    for what in PROBES:
        line = said.get(what, {"failed": "the process that loads it ended"})
        remedy = REMEDIES.get(what, AGAIN) if "failed" in line else ""
        yield Check(what, spelled(line.get("found") or line["failed"]), remedy)


def _probed() -> list[dict[str, Any]]:
    """What the probe says, in a folder where no settings of Manim's are."""
    with tempfile.TemporaryDirectory() as empty:
        program = [sys.executable, "-m", "scenes.production.doctor.probe"]
        try:
            done = subprocess.run(program, capture_output=True, cwd=empty, timeout=LONGEST, check=False)
        except subprocess.TimeoutExpired as error:
            return _lines(error.stdout or b"")
        return _lines(done.stdout)


def _lines(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith(b"{")]


def trial() -> Check:
    """Draw the first act at two small frames a second, encode it, and look at the video."""
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder, pool_of(1) as pool:
            job = Job(storyboard.ACTS[0], argument_of(Settings()), "dark", SMALL, Path(folder))
            drawn: DrawnAct = pool.submit(render_act, job).result()
    except (CallFailedError, InputError, OSError) as error:
        return Check("trial", one_line(error), f"{AGAIN}; if it stays, report it with lecture render --debug")
    seconds = time.monotonic() - began
    return Check(
        "trial", f"{drawn.frames} frames drawn and encoded in {seconds:.1f} s, {drawn.peak_megabytes} MB"
    )
