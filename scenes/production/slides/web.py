"""Slides for a browser: one file that needs no other and no network."""

import base64
from html import escape
from pathlib import Path
from string import Template

from scenes.production.slides.deck import Deck, Slide
from scenes.theme import THEMES

FOLDER = Path(__file__).parent
REVEAL = FOLDER / "reveal"


def web_slides(deck: Deck, root: Path) -> str:
    """The slides as HTML.

    Parameters
    ----------
    deck
        Its clips are put into the page.
    root
        The output folder, which the clips are in.
    """
    parts = (_part(heading, slides, root) for heading, slides in deck.parts)
    return Template((FOLDER / "slides.html").read_text("utf-8")).substitute(
        title=escape(deck.title),
        background=THEMES[deck.theme].background,
        ink=THEMES[deck.theme].ink,
        reveal_css=_asset("reveal.css"),
        reveal_js=_asset("reveal.js"),
        notes_js=_asset("notes.js"),
        slides="\n".join(parts),
    )


def _part(heading: str, slides: tuple[Slide, ...], root: Path) -> str:
    return "\n".join(_section(heading, slide, root) for slide in slides)


def _section(heading: str, slide: Slide, root: Path) -> str:
    clip = base64.b64encode((root / slide.clip.path).read_bytes()).decode()
    notes = "".join(f"<p>{escape(line)}</p>" for line in slide.notes.split("\n"))
    return f"""\
<section data-menu-title="{escape(heading)}">
<h2 class="said">{escape(slide.caption)}</h2>
<video data-autoplay muted playsinline aria-label="{escape(slide.description)}" data-clip="{clip}"></video>
<aside class="notes">{notes}</aside>
</section>"""


def _asset(name: str) -> str:
    return (REVEAL / name).read_text("utf-8").replace("</script", "<\\/script")
