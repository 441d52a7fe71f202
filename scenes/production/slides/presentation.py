"""Slides as manim-slides reads them, to present or to convert: the clips stay where they are."""

import json

from scenes.production.quality import QUALITIES
from scenes.production.slides.deck import Deck
from scenes.theme import THEMES


def presentation(deck: Deck) -> str:
    """The slides as JSON; clips by their paths in the output folder, which is the JSON's folder's parent.

    Going back plays a clip forward too: it ends where the slide before the next began.
    """
    quality = QUALITIES[deck.quality]
    slides = [
        {
            "file": slide.clip.path,
            "rev_file": slide.clip.path,
            "loop": False,
            "auto_next": False,
            "notes": slide.notes,
        }
        for slide in deck.slides
    ]
    content = {
        "slides": slides,
        "resolution": [quality.width, quality.height],
        "background_color": THEMES[deck.theme].background,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
