"""The caption at the foot of the picture, and the heading at its head."""

from manim import VGroup

from scenes.parts.numeral import Numeral
from scenes.parts.typeset import Words
from scenes.reading import lines_of
from scenes.theme import LAYOUT, SIZE, Theme

HEADING_INDENT = 0.45


class Caption(VGroup):
    """One sentence, centred at the foot of the picture.

    Where ``shown`` is false it is there as any other, and comes and goes, but has nothing to be seen.
    """

    def __init__(self, text: str, theme: Theme, shown: bool = True) -> None:
        super().__init__()
        self.text = text
        lines = lines_of(text) if shown else []
        for k, line in enumerate(lines):
            height = LAYOUT.caption_y + LAYOUT.caption_leading * ((len(lines) - 1) / 2 - k)
            self.add(Words(line, SIZE.caption, theme.ink).place([0, height, 0]))


class Heading(VGroup):
    """The act's number and title, at the upper left."""

    def __init__(self, number: int, text: str, theme: Theme) -> None:
        super().__init__()
        self.text = text
        figure = Numeral(str(number), SIZE.heading, theme.quiet, align="left")
        figure.place([LAYOUT.left, LAYOUT.heading_y, 0])
        title = Words(text, SIZE.heading, theme.quiet)
        title.place([LAYOUT.left + HEADING_INDENT, LAYOUT.heading_y, 0], "left")
        self.add(figure, title)
