"""Figures in vectors are the same pictures as their PNG: for every beat of the film."""

import io
import re
import xml.etree.ElementTree as ET

import cairosvg
import numpy as np
import pypdfium2
import pytest
import resvg_py
from lecture_of_two_acts import hashes, lecture
from PIL import Image

from core import Dataset, Lesson, Problem
from scenes import storyboard
from scenes.production.acts import acts_of
from scenes.production.figure_worker import FigureJob, draw_figures
from scenes.production.lessons import argument_for
from scenes.production.looks import FORMATS, Look
from scenes.production.pool import ProcessPerCall
from scenes.production.quality import Quality

SIZE = (1920, 1080)
ACTS = {act.stem: act for act in acts_of(storyboard.ACTS)}
BEATS = [(stem, beat) for stem, act in ACTS.items() for beat in act.beats]
OFF, SHARE = 3, 0.005
"""A channel may be off by so much; more, at edges, in so large a part of the pixels."""


@pytest.fixture(scope="session")
def figures(tmp_path_factory):
    """Files of every beat's figures, dark, by act and beat, then by format."""
    argument = argument_for(Lesson.at(Problem(Dataset.packaged("six"))))
    folder = tmp_path_factory.mktemp("figures")
    quality = Quality("few", *SIZE, 4)
    with ProcessPerCall(2) as pool:
        drawn = {
            stem: pool.submit(
                draw_figures,
                FigureJob(act.entry, argument, quality, (Look("dark"),), FORMATS, act.beats, folder / stem),
            )
            for stem, act in ACTS.items()
        }
        return {
            (stem, figure.beat): {name: (folder / stem / path) for name, path in figure.files.items()}
            for stem, future in drawn.items()
            for figure in future.result()
        }


def pixels(image):
    return np.asarray(image.convert("RGB"), dtype=int)


def of_png(path):
    return pixels(Image.open(path))


def of_svg(path):
    drawn = cairosvg.svg2png(url=str(path), output_width=SIZE[0], output_height=SIZE[1])
    return pixels(Image.open(io.BytesIO(drawn)))


def of_svg_by_another(path):
    return pixels(Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_path=str(path))))))


def of_pdf(path):
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        return pixels(page.render(scale=SIZE[0] / page.get_width()).to_pil().resize(SIZE))


def edges(picture):
    """Pixels within one of which the picture changes, (H, W)."""
    changes = np.zeros(picture.shape[:2], dtype=bool)
    for axis in (0, 1):
        step = (np.abs(np.diff(picture, axis=axis)).max(axis=2)) > OFF
        one = [slice(None), slice(None)]
        for part in (slice(1, None), slice(None, -1)):
            one[axis] = part
            changes[tuple(one)] |= step
            one[axis] = slice(None)
    near = changes.copy()
    for axis in (0, 1):
        near |= np.roll(changes, 1, axis) | np.roll(changes, -1, axis)
    return near


@pytest.mark.parametrize(("act", "beat"), BEATS, ids=[beat for _, beat in BEATS])
def test_an_svg_is_its_png_but_at_edges(figures, act, beat):
    png, svg = of_png(figures[act, beat]["png"]), of_svg(figures[act, beat]["svg"])
    off = np.abs(png - svg).max(axis=2) > OFF
    assert off.mean() <= SHARE
    assert not (off & ~edges(png)).any()
    other = np.abs(png - of_svg_by_another(figures[act, beat]["svg"])).max(axis=2) > OFF
    assert not (other & ~edges(png)).any()


@pytest.mark.parametrize(("act", "beat"), BEATS, ids=[beat for _, beat in BEATS])
def test_a_pdf_is_its_png_but_at_edges(figures, act, beat):
    png, pdf = of_png(figures[act, beat]["png"]), of_pdf(figures[act, beat]["pdf"])
    off = np.abs(png - pdf).max(axis=2) > 40  # another rasteriser, another anti-aliasing
    assert off.mean() <= SHARE


@pytest.mark.parametrize(("act", "beat"), BEATS, ids=[beat for _, beat in BEATS])
def test_vectors_hold_neither_pictures_nor_fonts_nor_addresses(figures, act, beat):
    svg = figures[act, beat]["svg"].read_text("utf-8")
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}
    assert not tags & {"image", "text", "font", "foreignObject", "script"}
    assert set(re.findall(r"https?://([\w.]+)", svg)) <= {"www.w3.org"}
    assert {"title", "desc"} <= tags
    pdf = figures[act, beat]["pdf"].read_bytes()
    assert b"/Subtype /Image" not in pdf
    assert b"/Type /Font" not in pdf


def test_the_same_bytes_come_each_time_and_a_second_call_draws_nothing(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, again = (lecture(tmp_path / name, "figures", "--themes", "dark") for name in "ab")
    assert first.status == again.status == 0
    one, other = (hashes(tmp_path / name / "media" / "figures") for name in "ab")
    assert one == other
    assert len(one) == 3 * 3
    assert lecture(tmp_path / "a", "figures", "--themes", "dark").out.startswith("nothing to do")


def test_a_transparent_figure_has_no_corners_and_another_width_its_own_size(tmp_path):
    asked = ("--transparent", "--width", "640", "--beat", "it-moves", "--format", "png", "--themes", "light")
    assert lecture(tmp_path, "figures", *asked).status == 0
    (path,) = (tmp_path / "media" / "figures").rglob("*.png")
    picture = Image.open(path)
    assert picture.size == (640, 360)
    assert picture.mode == "RGBA"
    assert picture.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--beat", "it-move"), 'did you mean "it-moves"'),
        (("--format", "gif"), "formats: svg, pdf, png"),
        (("--themes", "drak"), 'did you mean "dark"'),
        (("--width", "1"), "is not a width in pixels"),
    ],
)
def test_what_can_not_be_drawn_is_one_line_and_status_2(tmp_path, asked, said):
    ended = lecture(tmp_path, "figures", *asked)
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert said in ended.err
    assert not (tmp_path / "media").exists()
