"""``lecture handout``: a PDF to print, a page a beat."""

import shutil
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lecture_of_two_acts import ACTS as TWO_ACTS
from lecture_of_two_acts import Ended, hashes, lecture
from pictures_apart import apart, by_pdfium
from stage_play import act_classes, small_pictures
from stage_tables import TABLES, lesson_of

from scenes import storyboard
from scenes.production.cli import main
from scenes.production.handout_page import LIFT, words_beneath
from scenes.production.manifest import read_manifest
from scenes.theme import LAYOUT, THEMES

CAPTIONS = ["A circle for six examples.", "It moves & <stays>.", "A square."]
A4 = (297 / 25.4 * 72, 210 / 25.4 * 72)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory) -> tuple[Path, Ended]:
    folder = tmp_path_factory.mktemp("handouts")
    ended = lecture(folder, "handout")
    assert ended.status == 0, ended.err
    return folder / "media", ended


@pytest.fixture(params=THEMES)
def handout(drawn, request) -> Path:
    """The handout of the film of two acts, in one theme."""
    return drawn[0] / f"handout-{request.param}.pdf"


def test_there_is_a_handout_a_theme_and_nothing_else(drawn):
    folder, ended = drawn
    assert set(hashes(folder)) == {"handout-dark.pdf", "handout-light.pdf", "manifest.json"}
    assert "handout-light.pdf  3 pages" in ended.out
    assert "handout-light: page 3 of 3, a-square-comes" in ended.err


def test_every_beat_has_its_page_on_a4(handout):
    with pypdfium2.PdfDocument(handout) as document:
        assert len(document) == len(CAPTIONS)
        for page in document:
            assert np.allclose(page.get_size(), A4, atol=0.01)


def test_it_has_a_title_no_date_and_bookmarks_by_act(handout):
    with pypdfium2.PdfDocument(handout) as document:
        about = document.get_metadata_dict()
        assert (about["Title"], about["CreationDate"]) == ("Every Point Pulls", "")
        outline = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    assert outline == [
        (0, "1 Circles", 0),
        (1, "1.1 A circle for six examples.", 0),
        (1, "1.2 It moves & <stays>.", 1),
        (0, "2 The six squares", 2),
        (1, "2.1 A square.", 2),
    ]


def test_pages_are_paths_alone(handout):
    with pypdfium2.PdfDocument(handout) as document:
        kinds = {object_.type for page in document for object_ in page.get_objects(max_depth=8)}
    assert kinds == {pdfium.FPDF_PAGEOBJ_PATH}


def test_a_page_shows_heading_picture_sentence_and_number_on_the_themes_background(handout):
    theme = THEMES[handout.stem.removeprefix("handout-")]
    background = [int(theme.background[k : k + 2], 16) for k in (1, 3, 5)]
    for number in range(len(CAPTIONS)):
        page = by_pdfium(handout, 594, number)
        ink = np.any(page != background, axis=2)
        rim = 24  # a little less than 15 mm at 2 pixels a millimetre
        for margin in (ink[:rim], ink[-rim:], ink[:, :rim], ink[:, -rim:]):
            assert not margin.any(), number
        parts = {"heading": ink[:45, :297], "picture": ink[60:300], "sentence": ink[305:345, :400]}
        parts |= {"title": ink[370:, :297], "page number": ink[370:, 500:]}
        assert [name for name, part in parts.items() if not part.any()] == []


def test_above_the_sentence_is_the_beats_figure_without_its_caption(drawn, tmp_path):
    options = ("--no-caption", "--format", "pdf", "--themes", "light")
    assert lecture(tmp_path, "figures", *options).status == 0
    figures = sorted((tmp_path / "media" / "figures").rglob("*.pdf"))
    assert len(figures) == len(CAPTIONS)
    width, unit = 1280, 90
    begin, height = round(LIFT * unit), 7 * unit
    for number, figure in enumerate(figures):
        page = by_pdfium(drawn[0] / "handout-light.pdf", width, number)[begin : begin + height]
        off, away = apart(by_pdfium(figure, width)[:height], page)
        assert (off < 0.01, away) == (True, 0), figure  # a page is a third of a pixel off


def test_the_same_bytes_come_each_time_and_only_where_something_is_missing(drawn, tmp_path):
    shutil.copytree(drawn[0], tmp_path / "media")
    before = hashes(drawn[0])
    assert lecture(tmp_path, "handout").out.startswith("nothing to do: handouts in media are up to date")
    (tmp_path / "media" / "handout-dark.pdf").write_bytes(b"%PDF")
    ended = lecture(tmp_path, "handout", "--jobs", "1")
    assert "handout-dark.pdf  3 pages" in ended.out
    assert "handout-light" not in ended.out
    assert hashes(tmp_path / "media") == before


def test_another_table_has_another_handout(drawn, tmp_path):
    shutil.copytree(drawn[0], tmp_path / "media")
    (tmp_path / "one.csv").write_text("x,y\n1,2\n")
    assert lecture(tmp_path, "handout", "--data", "one.csv", "--themes", "light").status == 0
    with pypdfium2.PdfDocument(tmp_path / "media" / "handout-light.pdf") as document:
        assert "1.2 It moves for one." in [mark.get_title() for mark in document.get_toc()]
    records = [read_manifest(folder / "manifest.json").handouts for folder in (drawn[0], tmp_path / "media")]
    assert records[0]["dark"] == records[1]["dark"]
    assert records[0]["light"].key != records[1]["light"].key


def test_a_handout_that_fails_leaves_none(tmp_path):
    ended = lecture(tmp_path, "handout", "--themes", "dark", FILM_FAULT="raise:squares")
    assert ended.status == 1
    fault = "handout-dark failed after beat a-square-comes: ZeroDivisionError: a fault on purpose"
    assert f"{fault}; log: " in ended.err
    assert set(hashes(tmp_path / "media")) == set()


@pytest.mark.parametrize("table", TABLES)
def test_sentences_of_any_table_stand_between_the_margins_and_above_the_foot(tmp_path, table):
    """Also one that is twice as long as a caption may be."""
    lesson = lesson_of(table)
    captions = [caption for act in act_classes() for _, caption in act.captions(lesson)]
    with small_pictures(tmp_path):
        for caption in (*captions, "A sentence with a lot of words in it. " * 4):
            words = words_beneath("4.7", caption, "Every Point Pulls", "22 / 22", THEMES["light"])
            for line in words:
                assert line.get_left()[0] > LAYOUT.left - 0.05, caption
                assert line.get_right()[0] < LAYOUT.right + 0.05, caption
            *sentence, title, number = words
            foot = max(title.get_top()[1], number.get_top()[1])
            assert min(line.get_bottom()[1] for line in sentence) > foot + 0.1, caption


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--themes", "dark,drak"], '--themes: unknown theme "drak"; did you mean "dark"?'),
        (["--jobs", "0"], '--jobs: "0" is not a number of processes; give 1 to 1000'),
        (["--data", "no.csv"], "no.csv: no such file"),
    ],
)
def test_wrong_input_is_one_line_and_status_2_and_writes_nothing(
    monkeypatch, capsys, tmp_path, arguments, expected
):
    monkeypatch.setattr(storyboard, "ACTS", TWO_ACTS)
    monkeypatch.chdir(tmp_path)
    assert main(["handout", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert expected in err
    assert list(tmp_path.iterdir()) == []
