"""Acts played without drawing them, and what is noted at every frame."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from manim import CairoRenderer, tempconfig

from core import Lesson
from scenes.camera import StageCamera
from scenes.production.writer import FrameWriter
from scenes.stage import Act
from scenes.storyboard import ACTS

LOW_RATE = 5
FILM_RATE = 30
WIDTH, HEIGHT = 320, 180
OnFrame = Callable[[Act, int], None]


def act_classes() -> list[type[Act]]:
    """All acts, in film order."""
    return [getattr(import_module(module), name) for module, name in (entry.split(":") for entry in ACTS)]


class GatedCamera(StageCamera):
    """Draws only while ``live``."""

    live = False

    def capture_mobjects(self, mobjects: Any, **options: Any) -> None:
        """Draw, or do nothing."""
        if self.live:
            super().capture_mobjects(mobjects, **options)


@contextmanager
def small_pictures(scratch: Path, rate: int = LOW_RATE) -> Iterator[None]:
    """Manim's settings for small pictures, with its scratch files in a folder."""
    settings = {
        "media_dir": f"{scratch}",
        "tex_dir": f"{scratch / 'tex'}",
        "text_dir": f"{scratch / 'text'}",
        "images_dir": f"{scratch / 'images'}",
        "pixel_width": WIDTH,
        "pixel_height": HEIGHT,
        "frame_rate": rate,
        "disable_caching": True,
        "dry_run": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "seed": 0,
    }
    with tempconfig(settings):
        yield


def on_stage(act_class: type[Act], lesson: Lesson, theme: str, on_frame: OnFrame) -> Act:
    """An act that calls ``on_frame(act, repeat)`` with every frame that it writes."""
    box: list[Act] = []
    writer: Any = partial(FrameWriter, sink=lambda pixels, repeat, begins: on_frame(box[0], repeat))
    renderer = CairoRenderer(file_writer_class=writer, camera_class=GatedCamera)
    box.append(act_class(lesson=lesson, theme=theme, renderer=renderer))
    return box[0]


def without_motion(act: Act) -> Act:
    """Let an act write all its frames, but move only at the beginning and end of each motion."""
    act.update_to_time = lambda t: None  # type: ignore[method-assign]
    return act
