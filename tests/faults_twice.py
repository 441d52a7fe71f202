"""Everything twice, from two clones, once on one CPU: the same bytes, but for what says when."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from faults_oracle import MANIFEST, but_for_when, content_of, unlike
from lecture_of_two_acts import TESTS

ALL = ("-m", "scenes.production.cli", "all")


def twice(folder: Path, *arguments: str) -> tuple[int, list[str], list[float]]:
    """Make all in two clones of what is committed here.

    Returns
    -------
    int
        How many files were compared.
    list of str
        Those that differ.
    list of float
        How many seconds each took.
    """
    outs, seconds = [], []
    for name, cpus in (("one", {min(os.sched_getaffinity(0))}), ("all", os.sched_getaffinity(0))):
        clone = folder / f"on {name}"
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", TESTS.parent, clone], check=True)
        began = time.monotonic()
        _make_all(clone, cpus, arguments)
        seconds.append(time.monotonic() - began)
        outs.append(clone / "media")
    first, second = outs
    whole = _but_for_the_readmes(content_of(first))
    wrong = [path for path in unlike(second, content_of(first)) if not path.startswith("gallery/")]
    manifests = [but_for_when(json.loads((out / MANIFEST).read_text("utf-8"))) for out in outs]
    return len(whole) + 1, wrong + ([MANIFEST] if manifests[0] != manifests[1] else []), seconds


def _make_all(clone: Path, cpus: set[int], arguments: tuple[str, ...]) -> None:
    subprocess.run(
        [sys.executable, *ALL, *arguments],
        cwd=clone,
        env=os.environ | {"PYTHONPATH": str(clone)},
        preexec_fn=lambda: os.sched_setaffinity(0, cpus),
        check=True,
        capture_output=True,
    )


def _but_for_the_readmes(files: dict[str, str]) -> dict[str, str]:
    """Without the pictures that the repository holds."""
    return {path: sha for path, sha in files.items() if not path.startswith("gallery/")}
