"""In which unit the pictures are drawn, where that isn't the table's."""

from collections.abc import Mapping
from typing import Any

from scenes.notation import MINUS
from scenes.production.page.template import Html, fill
from scenes.production.page.writing import exactly, point


def unit_note(drawn: Mapping[str, Any]) -> Html:
    """What the pictures have in place of x; nothing where that is x itself.

    Parameters
    ----------
    drawn
        Of `core.lesson_as_dict`.
    """
    center, scale = drawn["center"], drawn["scale"]
    if (center, scale) == (0, 1):
        return Html()
    return fill("note-drawn.html", z=_unit(center, scale), theta=point(drawn["theta"]))


def _unit(center: float, scale: float) -> Html:
    """(x - center) / scale."""
    x = Html("<var>x</var>")
    moved = Html(f"{x} {'+' if center < 0 else MINUS} {exactly(abs(center))}") if center else x
    if scale == 1:
        return moved
    return Html(f"{f'({moved})' if center else moved} / {exactly(scale)}")
