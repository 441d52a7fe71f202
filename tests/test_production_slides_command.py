"""The command ``lecture slides``: what it makes, that it adds up, and what is made again."""

import shutil
from pathlib import Path

import pytest
from lecture_of_two_acts import Ended, hashes, lecture
from pptx import Presentation
from pypdf import PdfReader

from scenes.production.errors import InputError
from scenes.production.manifest import read_manifest
from scenes.production.slides import command

NAME = "every-point-pulls"
ALL = ("slides", "--to", "pdf,html,pptx", "--quality", "tiny")
NOTES = ["A circle for six examples.", "It moves & <stays>.", "A square.\nnabla ell sub i"]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Ended]:
    """Slides in all formats, from nothing."""
    folder = tmp_path_factory.mktemp("slides")
    ended = lecture(folder, *ALL)
    assert ended.status == 0, ended.err
    return folder / "media", ended


@pytest.fixture
def copied(made, tmp_path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / "media"))


def slides_in(folder: Path) -> dict[str, str]:
    """Hash by suffix of the slides' files."""
    return {
        path.rpartition(".")[2]: sha for path, sha in hashes(folder).items() if path.startswith("slides/")
    }


def test_slides_are_made_with_all_that_they_show(made):
    folder, ended = made
    assert set(slides_in(folder)) == {"json", "html", "pptx", "pdf"}
    assert [line.split()[0] for line in ended.out.splitlines() if line.startswith("slides/")] == [
        f"slides/{NAME}.{suffix}" for suffix in ("json", "html", "pptx", "pdf")
    ]
    manifest = read_manifest(folder / "manifest.json")
    assert {name: product.files[0].sha256 for name, product in manifest.slides.items()} == slides_in(folder)
    assert manifest.film is not None
    slides = Presentation(str(folder / f"slides/{NAME}.pptx")).slides
    assert [slide.notes_slide.notes_text_frame.text for slide in slides] == NOTES
    assert len(PdfReader(folder / f"slides/{NAME}.pdf").pages) == len(NOTES)


def test_there_is_nothing_to_do_until_something_is_missing_or_spoilt(copied):
    before = hashes(copied)
    again = lecture(copied.parent, *ALL)
    assert (again.status, again.err) == (0, "")
    assert "nothing to do" in again.out
    (copied / f"slides/{NAME}.pptx").unlink()
    (copied / f"slides/{NAME}.html").write_text("spoilt")
    mended = lecture(copied.parent, *ALL)
    assert [line.split()[0] for line in mended.out.splitlines() if line.startswith("slides/")] == [
        f"slides/{NAME}.html",
        f"slides/{NAME}.pptx",
    ]
    assert hashes(copied) == before


def test_formats_are_made_as_they_are_asked_for(copied):
    """What manim-slides reads is made in any case; figures are drawn for a PDF only."""
    shutil.rmtree(copied / "slides")
    shutil.rmtree(copied / "figures")
    ended = lecture(copied.parent, "slides", "--quality", "tiny")
    assert ended.status == 0, ended.err
    assert set(slides_in(copied)) == {"json"}
    assert not (copied / "figures").exists()


def test_without_captions_in_the_picture_there_are_none_in_the_pdf(copied):
    ended = lecture(copied.parent, "slides", "--to", "pdf", "--quality", "tiny", "--captions", "track")
    assert ended.status == 0, ended.err
    assert (copied / "figures" / "dark-no-caption").is_dir()
    book = PdfReader(copied / f"slides/{NAME}.pdf")
    with_captions = PdfReader(copied / "figures" / "dark" / "02-squares" / "01-a-square-comes.pdf")
    assert len(book.pages[-1].get_contents().get_data()) < len(
        with_captions.pages[0].get_contents().get_data()
    )


@pytest.mark.parametrize(
    ("text", "formats"), [(None, ()), ("html", ("html",)), (" PDF,html ", ("html", "pdf"))]
)
def test_formats_are_named_in_any_order(text, formats):
    assert command.formats_from(text) == formats


def test_an_unknown_format_is_named_with_all_there_are():
    with pytest.raises(InputError, match='--to: unknown format "ppt"; did you mean "pptx"\\? formats: html'):
        command.formats_from("html,ppt")


@pytest.mark.parametrize(("format_", "package"), [("pptx", "python-pptx"), ("pdf", "pypdf")])
def test_what_is_missing_is_said_in_one_line_with_what_to_type(monkeypatch, format_, package):
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    with pytest.raises(InputError) as said:
        command.formats_from(f"html,{format_}")
    assert str(said.value).startswith(f"--to {format_}: {package} is not installed; type: ")
    assert str(said.value).endswith(f"python -m pip install {package}")
    assert command.formats_from("html") == ("html",)


def test_a_folder_of_slides_that_leads_elsewhere_is_refused(tmp_path):
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "slides").symlink_to(tmp_path)
    ended = lecture(tmp_path, "slides", "--quality", "tiny")
    assert ended.status == 2
    assert ended.err == "--out: media/slides leads elsewhere; remove this link\n"
