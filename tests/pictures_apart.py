"""A figure's SVG and PDF as others than this project draw them, and how far apart two pictures are."""

import io
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import cairosvg
import numpy as np
import pypdfium2
import resvg_py
from PIL import Image

OFF = 3  # of 255
# Poppler reads a PDF for itself and has Cairo draw it, which smooths edges as the PNG's are smoothed.
POPPLER = shutil.which("pdftocairo")


def pixels(picture: Image.Image) -> np.ndarray:
    """(height, width, 3) or, where it has alpha, 4; int16, to be subtracted."""
    kind = "RGBA" if picture.mode == "RGBA" else "RGB"
    return np.asarray(picture.convert(kind)).astype(np.int16)


def png(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return pixels(picture)


def by_cairo(svg: Path) -> np.ndarray:
    return pixels(Image.open(io.BytesIO(cairosvg.svg2png(bytestring=svg.read_bytes()))))[..., :3]


def by_resvg(svg: Path, alpha: bool = False) -> np.ndarray:
    drawn = resvg_py.svg_to_bytes(svg_string=svg.read_text("utf-8"), skip_system_fonts=True)
    picture = Image.open(io.BytesIO(bytes(drawn)))
    return pixels(picture if alpha else picture.convert("RGB"))


def by_pdfium(pdf: Path, width: int, page: int = 0) -> np.ndarray:
    with pypdfium2.PdfDocument(pdf) as document:
        leaf = document[page]
        return pixels(leaf.render(scale=width / leaf.get_width()).to_pil())


def by_poppler(pdf: Path, width: int) -> np.ndarray:
    assert POPPLER is not None
    size = ["-scale-to-x", str(width), "-scale-to-y", str(width * 9 // 16)]
    as_quickly_as_it_can = ["-singlefile", "-tiff", "-tiffcompression", "none"]
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        subprocess.run([POPPLER, *as_quickly_as_it_can, *size, pdf, page], check=True)
        return pixels(Image.open(page.with_suffix(".tif")).convert("RGB"))


def apart(one: np.ndarray, other: np.ndarray) -> tuple[float, int]:
    """Pixels that differ by more than `OFF`: their share, and how many of them are at no edge of the first.

    A pixel is at an edge where not all within two pixels of it are alike: it touches one that has another
    beside it.
    """
    assert one.shape == other.shape
    off = np.any(np.abs(one - other) > OFF, axis=2)
    rows, columns = np.nonzero(off)
    padded = np.pad(one, ((2, 2), (2, 2), (0, 0)), mode="edge")
    around = np.stack([padded[rows + i, columns + j] for i in range(5) for j in range(5)])
    return float(off.mean()), int(np.sum(np.all(around == around[0], axis=(0, 2))))
