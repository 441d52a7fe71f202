"""Slides for PowerPoint: on each a clip that plays by itself, and notes.

Before and while a clip plays, what is seen is the clip; its poster is its first picture, which is the last
one of the slide before, so that nothing jumps. A picture of its end lies over it and appears when it has
ended. In print, in the slide sorter and where clips can't be played, that picture is what is seen: the
beat's last frame, which explains itself.
"""

import io
import zipfile
from pathlib import Path
from string import Template
from typing import Any

from scenes.production.slides.deck import Deck, Slide
from scenes.production.slides.frames import first_and_last
from scenes.theme import THEMES

TIMING = Path(__file__).with_name("timing.xml")
# English Metric Units: 13 1/3 inches x 7 1/2.
WIDTH, HEIGHT = 12_192_000, 6_858_000
TITLE_ONLY = 5  # of the layouts that python-pptx begins with
TITLE_HEIGHT = 900_000
# Files in the archive are as old as archives can be: the same slides are the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def powerpoint(deck: Deck, root: Path) -> bytes:
    """The slides as a PowerPoint file.

    Parameters
    ----------
    deck
        Its clips are put into the file.
    root
        The output folder, which the clips are in.

    Raises
    ------
    ImportError
        If python-pptx isn't installed.
    """
    from pptx import Presentation
    from pptx.util import Emu

    show = Presentation()
    show.slide_width, show.slide_height = Emu(WIDTH), Emu(HEIGHT)
    about = show.core_properties
    about.title, about.author, about.last_modified_by = deck.title, "", ""
    for slide in deck.slides:
        _add(show, deck, slide, root / slide.clip.path)
    written = io.BytesIO()
    show.save(written)
    return _of_no_date(written.getvalue())


def _add(show: Any, deck: Deck, slide: Slide, clip: Path) -> None:
    page = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    _paint(page.background, THEMES[deck.theme].background)
    _title(page.shapes.title, slide.caption)
    first, last = map(_jpeg, first_and_last(clip))
    whole = (0, 0, WIDTH, HEIGHT)
    movie = page.shapes.add_movie(str(clip), *whole, poster_frame_image=first, mime_type="video/mp4")
    end = page.shapes.add_picture(last, *whole)
    _name(movie, "Clip", f"The clip of: {slide.caption}")
    _name(end, "Last frame", slide.description)
    _play(page, movie.shape_id, end.shape_id, 1000 * slide.frames // deck.rate)
    page.notes_slide.notes_text_frame.text = slide.notes


def _paint(background: Any, color: str) -> None:
    from pptx.dml.color import RGBColor

    background.fill.solid()
    background.fill.fore_color.rgb = RGBColor.from_string(color.removeprefix("#"))


def _title(title: Any, text: str) -> None:
    """For outlines and screen readers: above the slide, as the picture has its own words."""
    title.left, title.top, title.width, title.height = 0, -TITLE_HEIGHT, WIDTH, TITLE_HEIGHT
    title.text_frame.text = text


def _name(shape: Any, name: str, description: str) -> None:
    shape.name = name
    shape._element._nvXxPr.cNvPr.set("descr", description)


def _play(page: Any, movie: int, end: int, milliseconds: int) -> None:
    """In place of a clip that waits for a click: it plays when the slide comes, then its end appears."""
    from pptx.oxml import parse_xml

    timing = Template(TIMING.read_text("utf-8")).substitute(movie=movie, end=end, duration=milliseconds)
    (old,) = page._element.findall("{*}timing")
    page._element.replace(old, parse_xml(timing))


def _jpeg(picture: Any) -> io.BytesIO:
    """A clip's picture as good as it is there, in half of what PNG takes."""
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90, subsampling=0)
    written.seek(0)
    return written


def _of_no_date(archive: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w") as new:
        for item in old.infolist():
            entry = zipfile.ZipInfo(item.filename, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(item))
    return written.getvalue()
