"""Manim's renderer, with a camera that draws anew only what changed."""

from collections.abc import Iterable
from typing import Any

from manim import CairoRenderer, Mobject, Scene
from manim.utils.iterables import list_update


class FilmRenderer(CairoRenderer):
    """Hands on of each frame the patches in which it differs from the one before.

    Its camera is a `FilmCamera`, or one that has its two methods.
    """

    camera: Any

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        """Keep no picture of what stands still: the camera leaves it as it is."""

    def update_frame(self, scene: Scene, *_: Any, **__: Any) -> None:
        """Bring the camera's picture up to date with all that is on stage."""
        self.camera.redraw(list_update(scene.mobjects, scene.foreground_mobjects))

    def get_frame(self) -> Any:
        """What changed since the last frame was taken: patches, where Manim has the whole of it."""
        return self.camera.take_patches()
