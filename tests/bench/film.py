"""The film by `lecture render`: how long it takes, alone and by processors, and how much memory."""

import heapq
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from lecture import lecture

ROWS = 100_000


def render(quality: str, scratch: Path) -> dict[str, Any]:
    """The whole film into an empty folder; then once more, with nothing to do."""
    first = lecture("render", "--quality", quality, "--out", scratch / "film", folder=scratch)
    again = lecture("render", "--quality", quality, "--out", scratch / "film", folder=scratch)
    assert "nothing to do" in again.said
    return {"seconds": first.seconds, "cpu": first.cpu, "again": again.seconds, **_made(scratch / "film")}


def scaling(quality: str, scratch: Path) -> dict[str, Any]:
    """The film on one processor and on two, and on paper by four and eight workers.

    On paper, a worker takes one act after another, each as long as it took where one worker had a processor
    to itself.
    """
    out = {cpus: scratch / f"on-{cpus}" for cpus in (1, 2)}
    seconds = {}
    for cpus, folder in out.items():
        jobs = ("--jobs", 1) if cpus == 1 else ()
        order = ("render", "--quality", quality, "--out", folder, *jobs)
        seconds[cpus] = lecture(*order, folder=scratch, cpus=cpus).seconds
    alone = _made(out[1])
    acts = [act["seconds"] for act in alone["acts"].values()]
    around = seconds[1] - sum(acts)  # start-up and joining
    return {
        "frames": alone["frames"],
        "seconds": {str(cpus): taken for cpus, taken in seconds.items()},
        "on_paper": {str(n): around + _longest(acts, n) for n in (1, 2, 4, 8)},
    }


def rows(quality: str, scratch: Path) -> dict[str, Any]:
    """The film of a table of many rows."""
    random = np.random.default_rng(0)
    x = random.uniform(-2, 2, ROWS)
    table = scratch / "many.csv"
    y = 0.4 + 1.3 * x + random.normal(0, 1, ROWS)
    np.savetxt(table, np.column_stack([x, y]), "%.6f", ",", header="x,y", comments="")
    out = scratch / "many"
    run = lecture("render", "--quality", quality, "--data", table, "--out", out, folder=scratch)
    return {"rows": ROWS, "seconds": run.seconds, **_made(out)}


def _made(folder: Path) -> dict[str, Any]:
    """What the manifest says of a film's acts."""
    acts = json.loads((folder / "manifest.json").read_text("utf-8"))["acts"]
    return {
        "frames": sum(act["frames"] for act in acts.values()),
        "bytes": sum(act["video"]["bytes"] for act in acts.values()),
        "megabytes": max(act["making"]["megabytes"] for act in acts.values()),
        "acts": {
            stem: {"frames": act["frames"], "seconds": act["making"]["seconds"]} for stem, act in acts.items()
        },
    }


def _longest(seconds: Sequence[float], workers: int) -> float:
    """When the last worker is done, where whoever is free takes the longest act that is left."""
    busy_until = [0.0] * workers
    for taken in sorted(seconds, reverse=True):
        heapq.heappush(busy_until, heapq.heappop(busy_until) + taken)
    return max(busy_until)
