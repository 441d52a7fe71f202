"""The plain twin, timed: one process, Manim's own camera, writer, cache and encoder as they come."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from frames import beats_of
from lecture import cpu_of_children

from scenes.production.quality import QUALITIES
from scenes.storyboard import ACTS as FILM


def twin(quality: str, scratch: Path) -> dict[str, Any]:
    """Seconds from Python's start to the last of the twin's acts.

    The twin is the film's five acts, beat by beat as long, as a good user of Manim would write them: the same
    things stand and move; how they look differs in details. Of the surface
    that stands up, 12 pictures of 90 are drawn; for the others the time is added that one more picture takes.
    """
    beats = scratch / "beats.json"
    beats.write_text(json.dumps([beats_of(entry, quality) for entry in FILM]))
    began, before = time.perf_counter(), cpu_of_children()
    command = [sys.executable, __file__, quality, str(beats)]
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        command, cwd=scratch, env=os.environ | paths, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    taken, cpu = time.perf_counter() - began, cpu_of_children() - before
    acts = json.loads(done.stdout.splitlines()[-1])
    estimated = sum(act["estimated"] for act in acts.values())
    left_out = sum(act["left_out"] for act in acts.values())
    return {
        "seconds": taken + estimated,
        "cpu": cpu + estimated,
        "frames": sum(act["frames"] for act in acts.values()) + left_out,
        "how": f"{taken:.0f} s measured, {estimated:.0f} s for {left_out} pictures of the surface added",
        "acts": acts,
    }


def _main(quality_name: str, beats: Path) -> None:
    from manim import tempconfig
    from plain_act1_data_table import DataTable
    from plain_act2_individual_losses import IndividualLosses
    from plain_act3_point_gradients import PointGradients
    from plain_act4_full_gradient import FullGradient
    from plain_act5_why_slopes_average import WhySlopesAverage

    acts = (DataTable, IndividualLosses, PointGradients, FullGradient, WhySlopesAverage)
    quality, taken = QUALITIES[quality_name], {}
    for act_class, of_act in zip(acts, json.loads(beats.read_text()), strict=True):
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, contextlib.chdir(folder):
            settings = {
                "media_dir": ".",
                "pixel_width": quality.width,
                "pixel_height": quality.height,
                "frame_rate": quality.rate,
                "progress_bar": "none",
                "verbosity": "ERROR",
            }
            with tempconfig(settings):
                began = time.perf_counter()
                captions = {name: caption for name, caption, _ in of_act}
                act = act_class(captions, {name: frames / quality.rate for name, _, frames in of_act})
                act.render()
                taken[act_class.__name__] = {
                    "seconds": time.perf_counter() - began,
                    "frames": round(act.renderer.time * quality.rate),
                    "estimated": act.estimate(),
                    "left_out": act.pictures_left_out,
                }
    print(json.dumps(taken))


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
