"""Numbers that can change every frame: glyphs are set once and placed by their advance widths."""

from functools import cache
from itertools import zip_longest

import numpy as np
from manim import Typst, VectorizedPoint, VGroup, VMobject

from scenes.parts.typeset import CAP_AT_48, PREAMBLE, font_size

MINUS = "\N{MINUS SIGN}"
ABOUT = "\N{ALMOST EQUAL TO}"
CHARACTERS = "0123456789." + MINUS + "e+" + ABOUT
# Advance widths of New Computer Modern in em (its AFM metrics); an em is 0.5 at font size 48.
ADVANCE = {".": 0.2778, MINUS: 0.7778, "e": 0.4444, "+": 0.7778, ABOUT: 0.7778} | dict.fromkeys(
    "0123456789", 0.5
)
EM_PER_CAP = 0.5 / CAP_AT_48
SPARE = 8


@cache
def _glyphs() -> dict[str, VMobject]:
    """Each character at capital height 1, its pen position at the origin, on the baseline y = 0."""
    typeset = Typst(CHARACTERS, font_size=font_size(1.0), typst_preamble=PREAMBLE)
    baseline = typeset[1].get_bottom()[1]  # the figure 1 stands flat on the baseline
    pen = typeset[0].get_left()[0]
    glyphs = {}
    for character, glyph in zip(CHARACTERS, typeset, strict=True):
        glyphs[character] = glyph.copy().shift([-pen, -baseline, 0])
        pen += ADVANCE[character] * EM_PER_CAP
    return glyphs


class Numeral(VGroup):
    """A decimal number, aligned at its decimal point, its right edge or its centre.

    Two empty points, the anchor and a capital's height above it, carry place and size through
    every transform, so that `set_text` can set new figures in the middle of a motion.

    Parameters
    ----------
    text
        Figures as `scenes.notation` writes them.
    cap_height
        In units of the frame.
    color
        A colour.
    align
        ``"point"``, ``"right"``, ``"left"`` or ``"center"``: what stands at the anchor.
    """

    def __init__(self, text: str, cap_height: float, color: str, align: str = "center") -> None:
        super().__init__()
        self.align = align
        self.cap_height = cap_height
        self.tint = color
        self.anchor = VectorizedPoint([0, 0, 0])
        self.above = VectorizedPoint([0, cap_height, 0])
        # As many figures as may come: what stands on stage must stay the same mobjects.
        self.figures = [VMobject(stroke_width=0) for _ in range(len(text) + SPARE)]
        self.add(self.anchor, self.above, *self.figures)
        self.set_fill(color, 1).set_z_index(6)
        self.text = ""
        self.set_text(text)

    def set_text(self, text: str) -> "Numeral":
        """Show other figures at the same place, in the same size."""
        if text == self.text:
            return self
        self.text = text
        while len(self.figures) < len(text):
            self._add_figure()
        base = self.anchor.get_center()
        size = float(np.linalg.norm(self.above.get_center() - base))
        pen = -self._offset(text) * size
        for figure, character in zip_longest(self.figures, text):
            if character is None:
                figure.clear_points()
                continue
            figure.set_points(_glyphs()[character].points * size + base + [pen, 0, 0])
            pen += ADVANCE[character] * EM_PER_CAP * size
        return self

    def _add_figure(self) -> None:
        figure = VMobject(stroke_width=0).match_style(self.figures[0]).set_z_index(self.z_index)
        self.figures.append(figure)
        self.add(figure)

    def place(self, point) -> "Numeral":
        """Put the anchor, vertically the middle of the figures, at a point."""
        size = float(self.above.get_center()[1] - self.anchor.get_center()[1])
        return self.shift(np.array(point) - self.anchor.get_center() - [0, size / 2, 0])

    def _offset(self, text: str) -> float:
        """How far right of the text's start its anchor is, in capital heights."""
        whole = text.split(".")[0] if self.align == "point" else text
        width = sum(ADVANCE[character] for character in whole) * EM_PER_CAP
        return {"left": 0.0, "center": width / 2}.get(self.align, width)
