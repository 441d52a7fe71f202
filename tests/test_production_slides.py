"""Slides: what manim-slides reads, the web page, PowerPoint, the PDF; each opened by a program of its own."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cairo
import page_of_counted_frames as counted
import pytest
from lxml import etree
from page_of_counted_frames import ACTS, COUNTED, number_shown
from page_visit import until
from PIL import Image
from playwright.sync_api import Page
from pptx import Presentation
from pptx.oxml.ns import nsuri
from pypdf import PdfReader
from stage_play import act_classes
from stage_tables import lesson_of

from scenes.production import quality
from scenes.production.slides.deck import Deck, deck_of
from scenes.production.slides.paper import paper_slides
from scenes.production.slides.powerpoint import powerpoint
from scenes.production.slides.presentation import presentation
from scenes.production.slides.web import web_slides

BEATS = [beat for _, beats in ACTS for beat in beats]
CAPTIONS = [caption for _, caption, _, _ in BEATS]
NOTES = ["\n".join((caption, *formulas)) for _, caption, formulas, _ in BEATS]
LENGTHS = [frames for *_, frames in BEATS]
LAST = [sum(LENGTHS[: count + 1]) - 1 for count in range(len(BEATS))]
FIRST = [0, *(last + 1 for last in LAST[:-1])]
TITLE = "Pulls & <points>"


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("it's 50% {odd} ü #1") / "media"


@pytest.fixture(scope="module")
def deck(root) -> Deck:
    acts, _ = counted.film(root)
    return deck_of(TITLE, acts)


def clips_of(root: Path, deck: Deck) -> list[bytes]:
    return [(root / slide.clip.path).read_bytes() for slide in deck.slides]


def number_in(picture: bytes) -> int:
    """The number of the frame that a picture of whatever kind shows."""
    stored = io.BytesIO()
    Image.open(io.BytesIO(picture)).save(stored, "png")
    return number_shown(stored.getvalue())


# For manim-slides.


@pytest.fixture(scope="module")
def presented(root, deck) -> Path:
    """The JSON in its place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(quality.QUALITIES, COUNTED.name, COUNTED)
        file = root / "slides" / "pulls.json"
        file.parent.mkdir()
        file.write_text(presentation(deck), "utf-8")
        return file


def test_manim_slides_reads_a_slide_a_beat_with_its_clip_in_place_and_its_notes(presented, root, deck):
    from manim_slides.config import PresentationConfig

    read = PresentationConfig.from_file(presented)
    assert [slide.notes for slide in read.slides] == NOTES
    assert [slide.file for slide in read.slides] == [root / slide.clip.path for slide in deck.slides]
    assert not any(slide.loop or slide.auto_next for slide in read.slides)
    assert read.resolution == (COUNTED.width, COUNTED.height)
    assert read.background_color.as_hex() == "#111318"


def test_manim_slides_converts_them(presented, root, tmp_path):
    target = tmp_path / "converted.pptx"
    command = [sys.executable, "-m", "manim_slides", "--silent", "convert", presented.stem, str(target)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)  # its own default: the folder slides
    slides = Presentation(str(target)).slides
    assert [slide.notes_slide.notes_text_frame.text for slide in slides] == NOTES


def test_no_two_clips_of_the_film_have_one_name():
    """manim-slides copies them into one folder, and would show one for the other."""
    named = [
        f"{number:02d}-{name}"
        for act in act_classes()
        for number, (name, _) in enumerate(act.captions(lesson_of("six")), 1)
    ]
    assert len(set(named)) == len(named)


def test_paths_are_plain_and_stay_in_the_output_folder(presented):
    files = [slide["file"] for slide in json.loads(presented.read_text())["slides"]]
    assert all(re.fullmatch(r"beats/[\w-]+/[\w-]+\.mp4", file) for file in files)


# For PowerPoint.


@pytest.fixture(scope="module")
def show(root, deck) -> Any:
    return Presentation(io.BytesIO(powerpoint(deck, root)))


def test_powerpoint_has_a_slide_a_beat_with_its_clip_title_and_notes(show, root, deck):
    slides = list(show.slides)
    assert [slide.shapes.title.text for slide in slides] == CAPTIONS
    assert [slide.notes_slide.notes_text_frame.text for slide in slides] == NOTES
    assert show.core_properties.title == TITLE
    for slide, clip in zip(slides, clips_of(root, deck), strict=True):
        movie, _ = shown(slide)
        media = slide.part.related_part(movie._element.xpath(".//a:videoFile/@r:link")[0])
        assert media.blob == clip
        assert media.content_type == "video/mp4"


def shown(slide) -> tuple[Any, Any]:
    """The clip of a slide, and the picture that lies over it; both fill the slide."""
    _, movie, end = slide.shapes  # in the order of drawing
    size = slide.part.package.presentation_part.presentation
    for shape in (movie, end):
        box = (shape.left, shape.top, shape.width, shape.height)
        assert box == (0, 0, size.slide_width, size.slide_height)
    return movie, end


def test_its_posters_are_first_frames_and_what_lies_over_them_the_last(show):
    """A clip goes on from the slide before; in print the beat's end is seen."""
    posters, ends = [], []
    for slide in show.slides:
        movie, end = shown(slide)
        posters.append(number_in(movie.poster_frame.blob))
        ends.append(number_in(end.image.blob))
    assert posters == FIRST
    assert ends == LAST


def found(slide: Any, path: str) -> list[Any]:
    """What an XPath finds in a slide; lxml's own, as python-pptx names no prefix within the timing."""
    return etree.ElementBase.xpath(slide._element, path, namespaces={"p": nsuri("p")})


def test_each_clip_plays_by_itself_and_its_last_frame_appears_when_it_has_ended(show):
    for slide, frames in zip(show.slides, LENGTHS, strict=True):
        movie, end = shown(slide)
        lasts = str(1000 * frames // COUNTED.rate)
        play, appear = "./p:timing//p:cmd[@cmd='playFrom(0.0)']", "./p:timing//p:set"
        assert found(slide, f"{play}//p:spTgt/@spid") == [str(movie.shape_id)]
        assert found(slide, f"{play}//p:cTn/@dur") == [lasts]
        assert found(slide, f"{appear}//p:spTgt/@spid") == [str(end.shape_id)]
        assert found(slide, f"{appear}/ancestor::p:par[2]/p:cTn/p:stCondLst/p:cond/@delay") == [lasts]
        assert found(slide, "./p:timing//p:video//p:spTgt/@spid") == [str(movie.shape_id)]
        assert len(found(slide, "./p:timing")) == 1


def test_its_pictures_are_described(show, deck):
    for slide, beat in zip(show.slides, deck.slides, strict=True):
        movie, end = shown(slide)
        described = [shape._element.xpath(".//p:cNvPr/@descr")[0] for shape in (movie, end)]
        assert described == [f"The clip of: {beat.caption}", beat.description]


def test_no_name_of_a_person_or_program_is_in_it(show):
    about = show.core_properties
    assert (about.author, about.last_modified_by) == ("", "")


def test_the_same_slides_are_the_same_bytes(root, deck):
    assert powerpoint(deck, root) == powerpoint(deck, root)
    assert web_slides(deck, root) == web_slides(deck, root)


# As a PDF.


@pytest.fixture(scope="module")
def figures(tmp_path_factory) -> list[Path]:
    """A page for each beat, of its own width."""
    folder, pages = tmp_path_factory.mktemp("figures"), []
    for number in range(len(BEATS)):
        pages.append(folder / f"{number}.pdf")
        with cairo.PDFSurface(str(pages[-1]), 100 + number, 56) as page:
            page.set_metadata(cairo.PDFMetadata.CREATE_DATE, "")
            cairo.Context(page).paint()
    return pages


def test_the_pdf_has_a_page_a_beat_and_acts_and_beats_as_bookmarks(deck, figures):
    bound = paper_slides(deck, figures)
    assert bound == paper_slides(deck, figures)
    book = PdfReader(io.BytesIO(bound))
    assert [round(float(page.mediabox.width)) for page in book.pages] == [100 + n for n in range(len(BEATS))]
    assert book.metadata is not None
    assert book.metadata.title == TITLE
    found = [(mark.title, book.get_destination_page_number(mark)) for mark in flat(book.outline)]
    expected, number = [], 0
    for heading, beats in ACTS:
        expected.append((heading, number))
        for _, caption, _, _ in beats:
            expected.append((caption, number))
            number += 1
    assert found == expected


def flat(outline: Any) -> list[Any]:
    return [leaf for mark in outline for leaf in (flat(mark) if isinstance(mark, list) else [mark])]


# In a browser.


@pytest.fixture(scope="module")
def visit(browser, root, deck, tmp_path_factory) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The slides alone in a folder, opened from there; what they asked for and what they said."""
    file = tmp_path_factory.mktemp("alone") / "it's 100% #1.html"
    file.write_text(web_slides(deck, root), "utf-8")
    context = browser.new_context(viewport={"width": 960, "height": 540})
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    yield page, asked, said
    context.close()


def clip_now(page: Page) -> dict[str, Any]:
    return page.evaluate(
        """() => {
          const video = Reveal.getCurrentSlide().querySelector("video");
          const { ended, paused, loop, duration, currentTime } = video;
          return { ended, paused, loop, duration, currentTime };
        }"""
    )


def wait_for_end(page: Page) -> None:
    until(page, 'Reveal.getCurrentSlide().querySelector("video").ended')


def test_clips_play_from_the_file_alone_one_a_slide_and_stand_at_their_last_frames(visit):
    page, asked, said = visit
    assert page.title() == TITLE
    assert page.evaluate("Reveal.getTotalSlides()") == len(BEATS)
    for number, (last, frames) in enumerate(zip(LAST, LENGTHS, strict=True)):
        assert page.evaluate("Reveal.getIndices().h") == number
        wait_for_end(page)
        clip = clip_now(page)
        assert clip["duration"] == pytest.approx(frames / COUNTED.rate, abs=0.002)
        assert (clip["ended"], clip["loop"]) == (True, False)
        assert number_shown(page.screenshot()) == last
        page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getIndices().h") == len(BEATS) - 1, "it ends with the last"
    assert all(url.startswith(("file:", "blob:")) for url in asked)
    assert len([url for url in asked if url.startswith("file:")]) == 1
    assert said == []


def test_space_pauses_and_plays(visit):
    page, _, _ = visit
    page.keyboard.press("Home")
    page.evaluate('Reveal.getCurrentSlide().querySelector("video").playbackRate = 0.1')
    until(page, 'Reveal.getCurrentSlide().querySelector("video").currentTime > 0')
    page.keyboard.press("Space")
    assert clip_now(page)["paused"]
    page.keyboard.press("Space")
    assert not clip_now(page)["paused"]
    assert page.evaluate("Reveal.getIndices().h") == 0


def test_slides_say_what_they_show_and_have_notes_for_the_speaker(visit, deck):
    page, _, _ = visit
    for number, (caption, notes, beat) in enumerate(zip(CAPTIONS, NOTES, deck.slides, strict=True)):
        section = page.locator("section").nth(number)
        assert section.locator("h2").text_content() == caption
        assert section.locator("video").get_attribute("aria-label") == beat.description
        assert section.locator("aside.notes p").all_text_contents() == notes.split("\n")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    until(speaker, f'document.body.innerText.includes("{CAPTIONS[0]}")')
    speaker.close()


def test_who_wants_less_motion_starts_clips(browser, visit):
    page, _, _ = visit
    calm = browser.new_page(reduced_motion="reduce")
    calm.goto(page.url.partition("#")[0])
    until(calm, "Reveal.isReady()")
    calm.wait_for_timeout(200)
    assert (clip_now(calm)["paused"], clip_now(calm)["currentTime"]) == (True, 0)
    calm.keyboard.press("Space")
    wait_for_end(calm)
    calm.close()


def test_the_page_may_load_nothing(root, deck):
    page = web_slides(deck, root)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "http" not in policy[1]
    assert "connect-src" not in policy[1]
    without_scripts = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"<link|<(script|img|video|iframe|source)[^>]* src=|url\((?!data:)", without_scripts)
