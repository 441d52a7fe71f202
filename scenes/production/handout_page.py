"""A page of the handout: the picture, its sentence beneath it, room for notes, and the page's number."""

import textwrap
from typing import Any

import cairo
from manim import config

from scenes.parts.typeset import Words
from scenes.production.pictures import draw, fill
from scenes.production.stills import still_of
from scenes.reading import lines_of
from scenes.theme import LAYOUT, SIZE, Theme

# A4, landscape, as printers have it. The picture takes all of the width: its frame has margins of its
# own. What A4 is higher than 16:9 holds the sentence, and notes by hand.
PAGE_MM = (297.0, 210.0)
PAGE = (PAGE_MM[0] * 72 / 25.4, PAGE_MM[1] * 72 / 25.4)
# Units above the frame: the margin above the heading is then as wide as the one beside it.
LIFT = 0.27
SENTENCE_Y, COLUMNS, INDENT = -3.5, 54, 0.85
FOOT_Y = -5.0


def draw_page(ctx: Any, act: Any, title: str, number: int, count: int) -> None:
    """Draw the beat that has ended on a page of the size `PAGE`.

    Parameters
    ----------
    ctx
        The page's context.
    act
        As it stands on stage.
    title
        At the foot of every page.
    number, count
        Of the page, and of all pages.
    """
    still = still_of(act, caption=False)
    words = words_beneath(label_of(act), still.title, title, f"{number} / {count}", act.theme)
    unit = PAGE[0] / config.frame_width
    ctx.identity_matrix()
    fill(ctx, still.background)
    ctx.set_matrix(cairo.Matrix(unit, 0, 0, -unit, PAGE[0] / 2, unit * (config.frame_height / 2 + LIFT)))
    draw(ctx, [*still.mobjects, *words], still.left_out)


def label_of(act: Any) -> str:
    """The number of the beat that has ended, within its act."""
    return f"{act.number}.{len(act.beats)}"


def words_beneath(label: str, sentence: str, title: str, number: str, theme: Theme) -> list[Words]:
    """What stands beneath a picture: the beat's number and sentence; at the foot, title and page number.

    A sentence takes one line or two even ones, and more where it is longer.
    """
    lines = lines_of(sentence, COLUMNS)
    if max(map(len, lines)) > COLUMNS:
        lines = textwrap.wrap(sentence, COLUMNS)
    return [
        Words(label, SIZE.caption, theme.quiet).place([LAYOUT.left, SENTENCE_Y, 0], "left"),
        *(
            Words(line, SIZE.caption, theme.ink).place(
                [LAYOUT.left + INDENT, SENTENCE_Y - k * LAYOUT.caption_leading, 0], "left"
            )
            for k, line in enumerate(lines)
        ),
        Words(title, SIZE.label, theme.quiet).place([LAYOUT.left, FOOT_Y, 0], "left"),
        Words(number, SIZE.label, theme.quiet).place([LAYOUT.right, FOOT_Y, 0], "right"),
    ]
