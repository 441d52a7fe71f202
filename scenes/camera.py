"""A camera that lets a mobject paint itself with cairo."""

import cairo
from manim import Camera, VMobject


class StageCamera(Camera):
    """Manim's camera, but for mobjects with a method ``paint(ctx, camera)``, which paint themselves."""

    def display_vectorized(self, vmobject: VMobject, ctx: cairo.Context) -> "StageCamera":
        """Draw one mobject in the cairo context."""
        paint = getattr(type(vmobject), "paint", None)
        if paint is None:
            return super().display_vectorized(vmobject, ctx)
        ctx.save()
        ctx.new_path()  # Manim leaves the path of the mobject before
        paint(vmobject, ctx, self)
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
