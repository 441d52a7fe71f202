"""A stage as SVG, PDF and PNG: the same picture in all, in its true colours, and in the video."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from manim import LEFT, RIGHT, UP, Circle, ImageMobject, Square
from patchwork import Patchwork
from pictures_apart import apart, by_cairo, by_pdfium, by_resvg, pixels
from PIL import Image
from stage_tables import lesson_of

from scenes import storyboard
from scenes.film_camera import FilmCamera
from scenes.parts.loss_surface import LossSurface
from scenes.production.beats import at_each_beats_end
from scenes.production.looks import Look
from scenes.production.pictures import WRITERS
from scenes.production.quality import Quality
from scenes.production.stills import Still, play, still_of
from scenes.production.untouched_manim import configured
from scenes.production.worker import load_act, on_stage
from scenes.stage import Act
from scenes.theme import DARK, LIGHT

WIDTH = 1920
MIDDLE = (WIDTH * 9 // 32, WIDTH // 2)
UNIT = WIDTH * 9 / 16 / 8


def still(
    *mobjects, background=DARK.background, title="A <sentence> & more", description="In words."
) -> Still:
    return Still(mobjects, (), background, title, description)


def drawn(folder: Path, shown: Still, **look) -> dict[str, np.ndarray]:
    """By who drew it, the picture in each format."""
    files = {}
    for format_, write in WRITERS.items():
        files[format_] = folder / f"figure.{format_}"
        files[format_].write_bytes(write(shown, Look("dark", WIDTH, **look)))
    return {
        "png": pixels(Image.open(files["png"])),
        "cairo": by_cairo(files["svg"]),
        "resvg": by_resvg(files["svg"]),
        "pdfium": by_pdfium(files["pdf"], WIDTH),
    }


def relief(tilt: float = 1.05, presence: float = 1.0) -> LossSurface:
    lesson = lesson_of("six")
    surface = LossSurface(lesson.risk_heights, lesson.levels, 4.6, DARK, cap=lesson.loss_cap)
    surface.tilt, surface.turn, surface.presence = tilt, 0.35, presence
    return surface


def test_red_is_red_and_blue_is_blue_in_every_format(tmp_path):
    red = Square(1, color="#ff0000", fill_opacity=1).shift(2 * LEFT)
    blue = Circle(0.5, color="#0000ff", fill_opacity=1).shift(2 * RIGHT)
    mixed = Square(1, fill_opacity=1).shift(2 * UP).set_color(["#ff0000", "#0000ff"])
    mixed.set_sheen_direction(RIGHT)
    for who, picture in drawn(tmp_path, still(red, blue, mixed)).items():
        row, column = MIDDLE
        assert picture[row, int(column - 2 * UNIT)].tolist() == [255, 0, 0], who
        assert picture[row, int(column + 2 * UNIT)].tolist() == [0, 0, 255], who
        left, right = (picture[int(row - 2 * UNIT), int(column + side * UNIT)] for side in (-0.4, 0.4))
        assert left[0] > 200 > 80 > left[2], who
        assert right[2] > 200 > 80 > right[0], who


def test_what_paints_itself_has_its_true_colours(tmp_path):
    surface = LossSurface(np.zeros((3, 3)), np.array([1.0]), 4, DARK)
    surface.theme = LIGHT
    surface.ground = 1.0
    rim = [int(LIGHT.line[k : k + 2], 16) for k in (1, 3, 5)]
    for who, picture in drawn(tmp_path, still(surface)).items():
        row, column = MIDDLE
        assert picture[row, column].tolist() == [255, 255, 255], who
        assert np.abs(picture[row, int(column - 2 * UNIT)] - rim).max() < 60, who


@pytest.mark.parametrize(("tilt", "presence"), [(1.05, 1.0), (0.25, 1.0), (1.05, 0.5), (0.0, 1.0)])
def test_a_relief_is_vectors_too_and_looks_the_same(tmp_path, tilt, presence):
    pictures = drawn(tmp_path, still(relief(tilt, presence)))
    svg = (tmp_path / "figure.svg").read_text("utf-8")
    assert not re.search("<image|<filter|<mask", svg)
    for who, most_off, most_away in (("cairo", 0.005, 0), ("resvg", 0.02, 0), ("pdfium", 0.02, 2000)):
        off, away = apart(pictures["png"], pictures[who])
        assert off < most_off, who
        assert away <= most_away, who  # pdfium draws a mesh without smoothing its outline


def test_bytes_do_not_depend_on_what_else_was_drawn():
    shown = still(relief(presence=0.5), Circle(fill_opacity=0.5))
    first = {format_: write(shown, Look("dark", WIDTH)) for format_, write in WRITERS.items()}
    drawn_between = WRITERS["svg"](still(relief(tilt=0.2)), Look("light"))
    assert drawn_between
    assert first == {format_: write(shown, Look("dark", WIDTH)) for format_, write in WRITERS.items()}


def test_an_svg_says_what_it_shows_and_refers_to_nothing_outside():
    text = WRITERS["svg"](still(relief(presence=0.5)), Look("dark", 1280)).decode()
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    assert (root.get("width"), root.get("height"), root.get("role")) == ("1280", "720", "img")
    assert [root[0].tag, root[0].text] == [f"{space}title", "A <sentence> & more"]
    assert [root[1].tag, root[1].text] == [f"{space}desc", "In words."]
    ids = {element.get("id") for element in root.iter()} - {None}
    links = {
        value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")
    }
    assert ids
    assert {link.removeprefix("#") for link in links} <= ids


def test_a_pdf_is_a_page_of_a_talk_without_a_date():
    data = WRITERS["pdf"](still(Circle(), title="Grüße, θ"), Look("dark"))
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    assert np.allclose(document[0].get_size(), (12.8 / 2.54 * 72, 7.2 / 2.54 * 72), atol=0.01)
    about = document.get_metadata_dict()
    assert (about["Title"], about["Subject"]) == ("Grüße, θ", "In words.")
    assert {about["CreationDate"], about["ModDate"]} == {""}


def test_a_figure_without_background_is_clear_and_keeps_its_colours(tmp_path):
    half = Square(4, color="#ff0000", fill_opacity=0.5, stroke_width=0)
    shown = still(half, background=None)
    for name in ("png", "svg"):
        (tmp_path / f"f.{name}").write_bytes(WRITERS[name](shown, Look("dark", WIDTH, transparent=True)))
    for picture in (pixels(Image.open(tmp_path / "f.png")), by_resvg(tmp_path / "f.svg", alpha=True)):
        assert picture[0, 0].tolist()[3] == 0
        assert np.abs(picture[MIDDLE] - [255, 0, 0, 128]).max() <= 1
    page = pypdfium2.PdfDocument(WRITERS["pdf"](shown, Look("dark", transparent=True)))[0]
    clear = page.render(scale=1, fill_color=(0, 0, 0, 0), maybe_alpha=True).to_numpy()
    assert clear[0, 0, 3] == 0
    assert clear[100, 180, 3] > 100


def test_what_is_made_of_pixels_is_refused():
    with pytest.raises(TypeError, match="ImageMobject is made of pixels"):
        WRITERS["svg"](still(ImageMobject(np.zeros((2, 2), np.uint8))), Look("dark"))


def test_figures_hold_no_pictures_and_no_letters():
    shown = still(relief(), relief(presence=0.5), Circle(fill_opacity=0.3))
    page = pypdfium2.PdfDocument(WRITERS["pdf"](shown, Look("dark")))[0]
    kinds = {object_.type for object_ in page.get_objects(max_depth=8)}
    assert pdfium.FPDF_PAGEOBJ_PATH in kinds
    assert not kinds & {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_TEXT}


@pytest.mark.parametrize("entry", ["film_of_two_acts:Circles", storyboard.ACTS[1]])
def test_a_png_is_the_last_frame_of_its_beat_in_the_video(tmp_path, monkeypatch, entry):
    """Act 2 leaves a trail, which depends on every frame of a motion, and makes things faint."""
    monkeypatch.chdir(tmp_path)
    size, lesson = Quality("small", 320, 180, 5), lesson_of("six")
    picture = Patchwork(size.height, size.width)
    compared = []

    def compare(act: Act) -> None:
        png = WRITERS["png"](still_of(act), Look("light", size.width))
        np.testing.assert_array_equal(pixels(Image.open(io.BytesIO(png))), picture.pixels[..., :3])
        compared.append(act.beats[-1].name)

    with configured(size):
        act = on_stage(
            load_act(entry), lesson, "light", lambda patches, *_: picture.take(patches), FilmCamera
        )
        at_each_beats_end(act, compare)
        act.render()
    assert compared == [beat for beat, _ in act.captions(lesson)]


def test_without_its_caption_a_figure_is_otherwise_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    look, pictures = Look("light", 320), []

    def draw(act: Act) -> None:
        for caption in (True, False):
            png = WRITERS["png"](still_of(act, caption=caption), look)
            pictures.append(pixels(Image.open(io.BytesIO(png))))

    with configured(Quality("small", 320, 180, 5)):
        play("film_of_two_acts:Circles", lesson_of("six"), "light", draw)
    for usual, without in zip(pictures[::2], pictures[1::2], strict=True):
        assert (usual[:150] == without[:150]).all()
        assert (without[150:] == 255).all()
        assert (usual[150:] != 255).any()
