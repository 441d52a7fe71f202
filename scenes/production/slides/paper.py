"""Slides as a PDF: a page a beat, of outlines, with acts and beats as bookmarks."""

import io
from collections.abc import Sequence
from pathlib import Path

from scenes.production.slides.deck import Deck


def paper_slides(deck: Deck, figures: Sequence[Path]) -> bytes:
    """The slides as one PDF, the same bytes each time.

    Parameters
    ----------
    deck
        Which slides, and in which order.
    figures
        Each slide's last frame, a PDF of one page.

    Raises
    ------
    ImportError
        If pypdf isn't installed.
    """
    from pypdf import PdfReader, PdfWriter

    book = PdfWriter()
    for figure in figures:
        (page,) = PdfReader(figure).pages
        book.add_page(page)
    number = 0
    for heading, slides in deck.parts:
        act = book.add_outline_item(title=heading, page_number=number)
        for slide in slides:
            book.add_outline_item(title=slide.caption, page_number=number, parent=act)
            number += 1
    book.add_metadata({"/Title": deck.title})
    written = io.BytesIO()
    book.write(written)
    return written.getvalue()
