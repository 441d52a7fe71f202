"""Words and formulas, set by Typst with the typeface inside its wheel: alike on every machine."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import numpy as np
from manim import MathTypst, Typst, VectorizedPoint, VGroup, VMobject, config

# Cap height of New Computer Modern, in units of the frame, at Manim's font size 48.
CAP_AT_48 = 0.3415
# Pixels a unit at which Typst's fraction bars have the weight of its letters.
BAR_PIXELS = 135
# What is set as mathematics within words.
SYMBOLS = {"θ": "theta", "L": "L"}
SYMBOL = re.compile(r"(θ|\bL\b)")
PREAMBLE = '#set text(font: "New Computer Modern", number-type: "lining")'


def font_size(cap_height: float) -> float:
    """Manim's font size that gives capitals of this height."""
    return 48 * cap_height / CAP_AT_48


def literal(text: str, longest: int = 60) -> str:
    """Text of the user's as a Typst string literal, which can't be code.

    Control and direction characters are dropped; text longer than ``longest`` is cut with an ellipsis.
    """
    kept = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    if len(kept) > longest:
        kept = kept[: longest - 1] + "…"
    return '#"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'


# What is set once is kept here; Manim's own cache would copy each, with parsed paths that nobody needs.
ONCE = {"use_svg_cache": False}


def _light(typeset: Typst) -> VGroup:
    """The glyphs, without the parsed paths that Manim leaves in them: each animation would copy those too."""
    for glyph in typeset:
        vars(glyph).pop("path_obj", None)
    return VGroup(*typeset)


@cache
def _set_words(text: str, size: float) -> VGroup:
    pieces = SYMBOL.split(text)
    code = "".join(
        f"${SYMBOLS[piece]}$" if piece in SYMBOLS else literal(piece, longest=200) for piece in pieces
    )
    return _light(Typst(code, font_size=size, typst_preamble=PREAMBLE, **ONCE))


@cache
def _set_formula(code: str, size: float) -> tuple[VGroup, dict[str, list[int]]]:
    """Glyphs of a formula, and which of them belong to each label."""
    typeset = MathTypst(code, font_size=size, **ONCE)
    glyphs = _light(typeset)
    for glyph in glyphs:
        # Manim scales the strokes of fraction bars with the pixels of the video.
        glyph.set_stroke(
            width=glyph.get_stroke_width() * BAR_PIXELS * config.frame_width / config.pixel_width
        )
    parts = {
        label: [typeset.submobjects.index(glyph) for glyph in typeset.select(label)]
        for label in labels_of(code)
    }
    return glyphs, parts


class Words(VGroup):
    """A line of words, kept with what it says.

    The empty point ``anchor``, halfway up a capital, is what `place` places, so that words with and
    without descenders stand on one line.
    """

    def __init__(self, text: str, cap_height: float, color: str) -> None:
        super().__init__()
        self.text = text
        self.cap_height = cap_height
        capital, *glyphs = _set_words("H" + text, font_size(cap_height)).copy()
        self.anchor = VectorizedPoint([capital.get_right()[0], capital.get_y(), 0])
        self.add(self.anchor, *glyphs)
        self.set_color(color).set_z_index(6)
        self.place([0, 0, 0])

    def place(self, point: Iterable[float], align: str = "center") -> "Words":
        """Put the words' middle, ``"left"`` or ``"right"`` end at a point, at half a capital's height."""
        letters = VGroup(*self.submobjects[1:])
        edge = {"left": letters.get_left(), "right": letters.get_right()}.get(align, letters.get_center())
        return self.shift(np.array(point) - [edge[0], self.anchor.get_y(), 0])


class Formula(VGroup):
    """A formula whose named parts wear the colours of what they name.

    Parameters
    ----------
    code
        Typst mathematics; ``{{ body : label }}`` names a part.
    cap_height
        Height of a capital, in units of the frame.
    color
        Colour of all that has no colour of its own.
    colors
        Colour by label.

    Raises
    ------
    KeyError
        If ``colors`` names a label that isn't in ``code``.
    """

    def __init__(
        self, code: str, cap_height: float, color: str, colors: dict[str, str] | None = None
    ) -> None:
        super().__init__()
        self.code = code
        self.cap_height = cap_height
        glyphs, self.labelled = _set_formula(code, font_size(cap_height))
        self.add(*glyphs.copy())
        self.set_color(color)
        for label, part_color in (colors or {}).items():
            self.part(label).set_color(part_color)
        self.set_z_index(6)

    @property
    def codes(self) -> list[str]:
        """What it says, as Typst mathematics."""
        return [self.code]

    @property
    def lines(self) -> int:
        """How many lines it is set in."""
        return 1 + self.code.count("\\ ")

    def part(self, label: str) -> VGroup:
        """The glyphs of a named part."""
        glyphs: list[VMobject] = [self.submobjects[k] for k in self.labelled[label]]
        return VGroup(*glyphs)

    def rest(self) -> VGroup:
        """The glyphs of no named part."""
        named = {place for places in self.labelled.values() for place in places}
        return VGroup(*(glyph for place, glyph in enumerate(self.submobjects) if place not in named))


def named(body: str, label: str) -> str:
    """Typst code of a part that a `Formula` can be asked for by its label."""
    return f"{{{{ {body} : {label} }}}}"


def labels_of(code: str) -> list[str]:
    """Labels that the code declares, in order."""
    bodies = [piece.split("}}")[0] for piece in code.split("{{")[1:]]
    return [body.rsplit(":", 1)[1].strip() for body in bodies if ":" in body]
