"""Manim as it comes: no settings of the user or of the working folder."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scenes.production.quality import Quality

SEED = 0


def import_manim() -> Any:
    """Import Manim where it finds no ``manim.cfg``: neither the home's nor the working folder's.

    A broken one would make the import itself fail.
    """
    with tempfile.TemporaryDirectory() as empty, _home_and_here(empty):
        import manim
    return manim


@contextmanager
def configured(quality: Quality) -> Iterator[None]:
    """Manim's settings for one act: its scratch files go to the current folder, no video is written."""
    manim = import_manim()
    wanted = _settings(quality)
    if missing := wanted.keys() - manim.config.keys():
        raise KeyError(
            f"Manim has no setting {', '.join(sorted(missing))}"
        )  # tempconfig drops these silently
    with manim.tempconfig(wanted):
        yield


def _settings(quality: Quality) -> dict[str, Any]:
    return {
        "media_dir": "manim",
        "tex_dir": "manim/tex",
        "text_dir": "manim/text",
        "images_dir": "manim/images",
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.rate,
        "disable_caching": True,
        "dry_run": True,
        "notify_outdated_version": False,
        "progress_bar": "none",
        "verbosity": "WARNING",
        "seed": SEED,
    }


@contextmanager
def _home_and_here(folder: str) -> Iterator[None]:
    here, home = Path.cwd(), os.environ.get("HOME")
    os.chdir(folder)
    os.environ["HOME"] = folder
    try:
        yield
    finally:
        os.chdir(here)
        if home is None:
            del os.environ["HOME"]
        else:
            os.environ["HOME"] = home
