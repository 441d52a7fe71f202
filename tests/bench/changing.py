"""What is made again when an author changes one caption."""

import shutil
from pathlib import Path
from typing import Any

from lecture import lecture

import scenes

ACT, BEFORE, AFTER = "act04_full_gradient.py", "Order does not matter.", "The order does not matter."
STEM = ACT[3:5] + "-" + ACT[6:-3].replace("_", "-")


def caption(quality: str, scratch: Path) -> dict[str, Any]:
    """Which acts' videos and figures are made again, in a copy of the project; at draft quality."""
    tree = _copy(scratch / "tree")
    out = scratch / "changed"
    calls = (("render", "--quality", "draft"), ("figures", "--format", "svg"))
    for call in calls:
        lecture(*call, "--out", out, folder=scratch, tree=tree)
    before = _times(out)
    source = tree / "scenes" / ACT
    text = source.read_text("utf-8")
    assert BEFORE in text
    source.write_text(text.replace(BEFORE, AFTER), "utf-8")
    runs = [lecture(*call, "--out", out, folder=scratch, tree=tree) for call in reversed(calls)]
    after = _times(out)
    made = [path for path, written in after.items() if before.get(path) != written]
    return {
        "changed": STEM,
        "videos": sorted({Path(path).stem for path in made if path.startswith("acts/")}),
        "figures": sorted({Path(path).parent.name for path in made if path.endswith(".svg")}),
        "seconds": {call[0]: run.seconds for call, run in zip(reversed(calls), runs, strict=True)},
    }


def _copy(tree: Path) -> Path:
    for package in ("core", "scenes"):
        source = Path(scenes.__file__).parent.parent / package
        shutil.copytree(source, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tree


def _times(folder: Path) -> dict[str, int]:
    """When each video and figure was written."""
    files = [path for kind in ("*.mp4", "*.svg") for path in folder.rglob(kind)]
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in files}
