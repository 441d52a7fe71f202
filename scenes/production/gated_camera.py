"""A camera that draws some beats of an act only."""

from collections.abc import Collection, Sequence
from typing import Any

from manim import Mobject

from scenes.boxes import Patch
from scenes.film_camera import FilmCamera
from scenes.production.beats import at_each_beats_end, at_each_beats_start
from scenes.production.stills import leave


class GatedCamera(FilmCamera):
    """Draws while it is ``live``, and otherwise leaves the pixels as they are."""

    live = False

    def redraw(self, mobjects: Sequence[Mobject]) -> None:
        """Draw, or do nothing."""
        if self.live:
            super().redraw(mobjects)

    def take_patches(self) -> list[Patch]:
        """What changed; kept for later while nobody looks."""
        return super().take_patches() if self.live else []


def only(act: Any, beats: Collection[str]) -> None:
    """Let an act's camera be live during these beats, and end the act after the last of them."""
    left = set(beats)

    def be_live_or_not(name: str) -> None:
        act.camera.live = name in beats

    def end_after_the_last(act: Any) -> None:
        left.discard(act.beats[-1].name)
        if not left:
            leave()

    at_each_beats_start(act, be_live_or_not)
    at_each_beats_end(act, end_after_the_last)
