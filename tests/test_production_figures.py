"""Figures of the film itself: vectors that are the same picture as the PNG, in both themes."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lecture_of_two_acts import TESTS, Ended, hashes
from pictures_apart import POPPLER, apart, by_cairo, by_pdfium, by_poppler, by_resvg, png
from stage_play import act_classes
from stage_tables import lesson_of

from core import AffineModel, Dataset, HalfSquaredError, Problem
from scenes import storyboard
from scenes.production.acts import acts_of
from scenes.production.figure_worker import FigureJob, draw_figures
from scenes.production.lessons import Argument
from scenes.production.looks import Look
from scenes.theme import THEMES

BEATS = [act.place_of(beat) for act in acts_of(storyboard.ACTS) for beat in act.beats]
FORMATS = ("svg", "pdf", "png")
FIGURES = [f"{theme}/{beat}" for theme in THEMES for beat in BEATS]
# What takes long is done to every beat in one theme: to one beat in the dark, to the next in the light.
TAKEN = [f"{list(THEMES)[place % len(THEMES)]}/{beat}" for place, beat in enumerate(BEATS)]
SPACE = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "g", "rect", "path"}


@pytest.fixture(scope="session")
def film(tmp_path_factory) -> tuple[Path, Ended]:
    """All figures of the film, as the command draws them by itself."""
    folder = tmp_path_factory.mktemp("figures")
    ended = subprocess.run(
        [sys.executable, "-m", "scenes.production.cli", "figures"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(TESTS.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    return folder / "media", Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture(scope="session")
def figures(film) -> Path:
    return film[0] / "figures"


def test_every_beat_is_there_in_all_formats_and_both_themes_and_no_video(film, figures):
    folder, ended = film
    assert ended.status == 0, ended.err
    assert set(hashes(figures)) == {f"{figure}.{kind}" for figure in FIGURES for kind in FORMATS}
    assert {path.name for path in folder.iterdir()} == {"figures", "manifest.json", ".lecture"}
    for theme in THEMES:
        assert f"figures/{theme}  {3 * len(BEATS)} files: {len(BEATS)} beats as svg, pdf, png" in ended.out


@pytest.mark.parametrize("figure", TAKEN)
def test_an_svg_is_the_same_picture_as_its_png(figures, figure):
    picture = png(figures / f"{figure}.png")
    assert picture.shape == (1080, 1920, 3)
    off, away = apart(picture, by_cairo(figures / f"{figure}.svg"))
    assert (off < 0.001, away) == (True, 0)


@pytest.mark.parametrize("figure", TAKEN)
def test_an_svg_that_another_draws_differs_along_edges_only(figures, figure):
    """Of edges resvg makes something else than Cairo; a wrong colour or place would be seen elsewhere too."""
    off, away = apart(png(figures / f"{figure}.png"), by_resvg(figures / f"{figure}.svg"))
    assert (off < 0.03, away) == (True, 0)


@pytest.mark.skipif(POPPLER is None, reason="poppler's pdftocairo isn't installed")
@pytest.mark.parametrize("figure", FIGURES)
def test_a_pdf_is_the_same_picture_as_its_png(figures, figure):
    off, away = apart(png(figures / f"{figure}.png"), by_poppler(figures / f"{figure}.pdf", 1920))
    assert (off < 0.005, away) == (True, 0)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_pdf_that_another_draws_differs_along_edges_only(figures, figure):
    """Of edges PDFium makes something else than Cairo, but nowhere what is seen as another colour."""
    picture, other = png(figures / f"{figure}.png"), by_pdfium(figures / f"{figure}.pdf", 1920)
    off, away = apart(picture, other)
    assert (off < 0.01, away) == (True, 0)
    assert np.abs(picture - other).max() < 64


def test_an_svg_is_paths_alone_and_knows_no_address(figures):
    for figure in FIGURES:
        text = (figures / f"{figure}.svg").read_text("utf-8")
        elements = ElementTree.fromstring(text).iter()
        assert {element.tag.removeprefix(SPACE) for element in elements} == DRAWN, figure
        assert set(re.findall(r"\w+://[^\"\s]*", text)) == {"http://www.w3.org/2000/svg"}
        assert not re.search(r"font|href|url\(|data:", text.partition("</desc>")[2]), figure


def test_a_pdf_is_one_page_of_paths_alone(figures):
    for figure in FIGURES:
        with pypdfium2.PdfDocument(figures / f"{figure}.pdf") as document:
            (page,) = document
            kinds = {object_.type for object_ in page.get_objects(max_depth=8)}
            assert kinds == {pdfium.FPDF_PAGEOBJ_PATH}, figure


def test_an_svg_tells_the_beats_sentence_and_what_is_on_the_screen(figures):
    captions = [caption for act in act_classes() for _, caption in act.captions(lesson_of("six"))]
    for figure, caption in zip(FIGURES, captions * len(THEMES), strict=True):
        root = ElementTree.parse(figures / f"{figure}.svg").getroot()
        assert root.findtext(f"{SPACE}title") == caption
        assert caption.rstrip(".?") in root.findtext(f"{SPACE}desc", "")
    told = ElementTree.parse(figures / f"{FIGURES[0]}.svg").getroot().findtext(f"{SPACE}desc", "")
    assert told.startswith("One table, one loss surface. Six examples.")
    assert "On the screen: y hat sub i equals theta sub 0 plus theta sub 1 x sub i;" in told


def drawn_here(folder: Path, problem: Problem, entry: str, beat: str) -> Path:
    """A figure's folder and name, drawn in this process."""
    job = FigureJob(
        entry=entry,
        argument=Argument(problem, None),
        looks=(Look("light"),),
        formats=FORMATS,
        beats=(beat,),
        folder=folder,
    )
    (figure,) = draw_figures(job)
    return folder / figure.files["png"].with_suffix("")


def test_figures_have_the_same_bytes_in_another_process_and_of_a_beat_alone(figures, tmp_path):
    problem = Problem(Dataset.packaged("six"), AffineModel(), HalfSquaredError())
    here = drawn_here(tmp_path / "job", problem, storyboard.ACTS[0], "a-point-is-a-line")
    for kind in FORMATS:
        there = figures / f"light/01-data-table/02-a-point-is-a-line.{kind}"
        assert here.with_suffix(f".{kind}").read_bytes() == there.read_bytes(), kind


@pytest.mark.parametrize("table", ["norris", "forty", "one"])
def test_other_tables_are_vectors_as_well(tmp_path, table):
    here = drawn_here(tmp_path / "job", lesson_of(table).problem, storyboard.ACTS[0], "a-point-is-a-line")
    off, away = apart(png(here.with_suffix(".png")), by_cairo(here.with_suffix(".svg")))
    assert (off < 0.005, away) == (True, 0)
