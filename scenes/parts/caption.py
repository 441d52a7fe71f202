"""The caption at the foot of the picture, and the heading at its head."""

from manim import VGroup

from scenes.parts.numeral import Numeral
from scenes.parts.typeset import Words
from scenes.theme import LAYOUT, SIZE, Theme

HEADING_INDENT = 0.45
AT_A_STOP = 8  # characters that a break after a stop may cost


def lines_of(text: str, columns: int = LAYOUT.caption_columns) -> list[str]:
    """Break a sentence into at most two lines of even length, neither longer than ``columns``.

    A sentence that fits stands on one line; of two, the break that makes the longer one shortest is
    taken, after a full stop or comma where that costs little.
    """
    if len(text) <= columns:
        return [text]
    words = text.split(" ")  # not at the thin spaces within numbers
    breaks = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    return list(min(breaks, key=_cost))


def _cost(pair: tuple[str, str]) -> int:
    """What a break costs: the longer line's length, less a bonus after a stop."""
    return max(map(len, pair)) - AT_A_STOP * pair[0].endswith((".", ",", ":", ";"))


class Caption(VGroup):
    """One sentence, centred at the foot of the picture."""

    def __init__(self, text: str, theme: Theme) -> None:
        super().__init__()
        self.text = text
        lines = lines_of(text)
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
