"""Manim's file writer, in whose place frames are counted and handed on."""

from collections.abc import Callable
from typing import Any

from manim import SceneFileWriter

from scenes.boxes import Patch

Sink = Callable[[list[Patch], int, bool], None]


class FrameWriter(SceneFileWriter):
    """Counts every frame in ``frames`` and gives it to a sink; Manim's own writing is switched off.

    Parameters
    ----------
    settings
        Manim's.
    sink
        Called with a frame, as the patches in which it differs from the one before, how often it is
        shown, and whether a beat begins with it.
    """

    def __init__(self, settings: Any, sink: Sink | None = None) -> None:
        self.frames = 0
        self._sink = sink
        self._begins_beat = True
        super().__init__(settings)

    def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
        """A beat begins."""
        self._begins_beat = True
        super().next_section(name, type_, skip_animations)

    def write_frame(self, patches: Any, *, repeat: int = 1) -> None:
        """Count a frame, and hand it on."""
        self.frames += repeat
        if self._sink is not None:
            self._sink(patches, repeat, self._begins_beat)
        self._begins_beat = False
