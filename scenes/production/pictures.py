"""A stage as a picture in a file: the bytes of an SVG, a PDF or a PNG, the same each time."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import cairo
from manim import ManimColor, Mobject, config
from PIL import Image

from scenes.camera import SurfaceCamera
from scenes.production.looks import Look
from scenes.production.stills import Still
from scenes.production.svg import tidy

# Units of an SVG; its width in a page is the look's.
UNITS = (1920, 1080)
POINTS_A_CM = 72 / 2.54
# 16:9, and as wide as a 4:3 slide of Beamer; LaTeX brings it to any other width.
PDF_CM = (12.8, 7.2)


def svg(still: Still, look: Look) -> bytes:
    """Outlines, with title and description."""
    file = io.BytesIO()
    surface = cairo.SVGSurface(file, *UNITS)
    _draw(cairo.Context(surface), still, *UNITS, mixes_colors=False)
    surface.finish()
    size = (look.width, look.height)
    return tidy(file.getvalue().decode(), UNITS, size, still.title, still.description).encode()


def pdf(still: Still, look: Look) -> bytes:
    """One page of outlines, in centimetres, whatever the look's width."""
    file = io.BytesIO()
    width, height = (side * POINTS_A_CM for side in PDF_CM)
    surface = cairo.PDFSurface(file, width, height)
    describe(surface, still.title, still.description)
    _draw(cairo.Context(surface), still, width, height)
    surface.finish()
    return file.getvalue()


def describe(surface: cairo.PDFSurface, title: str, subject: str) -> None:
    """Give a PDF its title and subject, and no date, which would differ each time."""
    surface.set_metadata(cairo.PDFMetadata.TITLE, title)
    surface.set_metadata(cairo.PDFMetadata.SUBJECT, subject)
    surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, "")


def png(still: Still, look: Look) -> bytes:
    """Pixels: those of the video where it is as wide."""
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, look.width, look.height)
    _draw(cairo.Context(surface), still, look.width, look.height)
    surface.flush()
    kind, order = ("RGBA", "BGRa") if still.background is None else ("RGB", "BGRX")
    size, row = (look.width, look.height), surface.get_stride()
    picture = Image.frombuffer(kind, size, bytes(surface.get_data()), "raw", order, row, 1)
    file = io.BytesIO()
    picture.save(file, "png")
    return file.getvalue()


WRITERS: dict[str, Callable[[Still, Look], bytes]] = {"svg": svg, "pdf": pdf, "png": png}


def _draw(ctx: Any, still: Still, width: float, height: float, mixes_colors: bool = True) -> None:
    """Draw on a surface of this size; 16:9, or a pixel's part away from it."""
    fill(ctx, still.background)
    frame_width, frame_height = config.frame_width, config.frame_height
    ctx.set_matrix(cairo.Matrix(width / frame_width, 0, 0, -height / frame_height, width / 2, height / 2))
    draw(ctx, still.mobjects, still.left_out, mixes_colors)


def fill(ctx: Any, background: str | None) -> None:
    """Fill the surface with a colour, or leave it clear."""
    if background is not None:
        ctx.set_source_rgb(*ManimColor(background).to_rgb())
        ctx.paint()


def draw(
    ctx: Any, mobjects: Sequence[Mobject], left_out: Sequence[Mobject] = (), mixes_colors: bool = True
) -> None:
    """Draw mobjects but for those left out; the context's matrix takes units of the frame to its surface."""
    SurfaceCamera(ctx, mixes_colors).capture_mobjects(mobjects, excluded_mobjects=list(left_out))
