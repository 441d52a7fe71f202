"""Cameras that let a mobject paint itself with cairo: on a video's pixels, or on any surface of cairo's."""

from collections.abc import Iterable
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject, VMobject


class StageCamera(Camera):
    """Manim's camera, but for mobjects with a method ``paint(ctx, camera)``, which paint themselves.

    Attributes
    ----------
    mixes_colors
        Whether the surface takes a mesh whose colours mix; else faces are painted in one colour each.
    """

    mixes_colors = True

    def display_vectorized(self, vmobject: VMobject, ctx: cairo.Context) -> "StageCamera":
        """Draw one mobject in the cairo context."""
        if not paints_itself(vmobject):
            return super().display_vectorized(vmobject, ctx)
        ctx.save()
        ctx.new_path()  # Manim leaves the path of the mobject before, and its line's ends and corners
        ctx.set_line_cap(cairo.LINE_CAP_BUTT)
        ctx.set_line_join(cairo.LINE_JOIN_MITER)
        vmobject.paint(ctx, self)
        ctx.new_path()
        ctx.restore()
        return self

    def source(self, ctx: cairo.Context, color, opacity: float = 1.0) -> None:
        """Set a colour; Manim's pixel array has red and blue exchanged for cairo."""
        ctx.set_source_rgba(*self.channels(color), opacity)

    def channels(self, color) -> tuple[float, float, float]:
        """Channels of a colour (3,) in the order that this camera's surface wants."""
        red, green, blue = (float(channel) for channel in color[:3])
        return blue, green, red

    def line_width(self, stroke_width: float) -> float:
        """A stroke width in the units of the frame."""
        return stroke_width * self.cairo_line_width_multiple


def paints_itself(vmobject: VMobject) -> bool:
    """Whether a mobject has a method ``paint(ctx, camera)``; Manim answers for any name that it has one."""
    return hasattr(type(vmobject), "paint")


class SurfaceCamera(StageCamera):
    """Draws a stage on a surface of cairo's, such as a page of a PDF, where red is red.

    Parameters
    ----------
    ctx
        Its matrix takes units of the frame to the surface.
    mixes_colors
        False for SVG, where cairo would put a picture made of pixels in a mesh's place.
    """

    def __init__(self, ctx: cairo.Context, mixes_colors: bool = True) -> None:
        super().__init__(pixel_width=BLIND[0], pixel_height=BLIND[1])
        self.ctx = ctx
        self.mixes_colors = mixes_colors

    def get_cairo_context(self, pixel_array: np.ndarray) -> cairo.Context:
        """The surface's context, in place of one on the pixels."""
        return self.ctx

    def set_cairo_context_color(self, ctx: cairo.Context, rgbas, vmobject: VMobject) -> "SurfaceCamera":
        """Set a colour or a gradient, rgbas (K, 4), which Manim would exchange red and blue of."""
        return super().set_cairo_context_color(ctx, np.asarray(rgbas)[:, [2, 1, 0, 3]], vmobject)

    def channels(self, color) -> tuple[float, float, float]:
        """Channels of a colour (3,), in their own order."""
        red, green, blue = (float(channel) for channel in color[:3])
        return red, green, blue

    def type_or_raise(self, mobject: Mobject) -> Any:
        """The kind of a mobject.

        Raises
        ------
        TypeError
            If it is made of pixels: it would be missing from the surface without a word.
        """
        if not isinstance(mobject, VMobject):
            raise TypeError(f"{type(mobject).__name__} is made of pixels; figures are drawn of outlines")
        return super().type_or_raise(mobject)


class BlindCamera(StageCamera):
    """Draws nothing: for acts that are played for what stands on stage alone."""

    def __init__(self, **options) -> None:
        super().__init__(**options | {"pixel_width": BLIND[0], "pixel_height": BLIND[1]})

    def redraw(self, mobjects: Iterable[Mobject]) -> None:
        """Leave the pixels as they are."""

    def take_patches(self) -> list[Any]:
        """Nothing ever changed."""
        return []


# Pixels, 16:9, of a camera that draws none.
BLIND = (16, 9)
