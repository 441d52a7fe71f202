"""What stands on a still: its texts with their boxes and sizes, its other marks, all colours."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Mobject, VMobject
from stage_frame import Frame

from scenes.parts.caption import Caption, Heading
from scenes.parts.loss_surface import LossSurface
from scenes.parts.numeral import Numeral
from scenes.parts.readout import ColumnReadout, ThetaReadout
from scenes.parts.typeset import Formula, Words

VISIBLE = 0.02
Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True)
class Text:
    """A text that can be seen; ``within`` is the part that it belongs to, ``cap`` its capitals' height."""

    says: str
    kind: str
    within: str
    boxes: tuple[Box, ...]
    cap: float
    opacity: float
    baseline: float | None  # of a line of words

    @property
    def box(self) -> Box:
        left, bottom, right, top = np.array(self.boxes).T
        return float(left.min()), float(bottom.min()), float(right.max()), float(top.max())


@dataclass(frozen=True)
class Mark:
    """Anything else that can be seen."""

    kind: str
    box: Box


@dataclass(frozen=True)
class Still:
    """The last frame of a beat."""

    beat: str
    texts: tuple[Text, ...]
    marks: tuple[Mark, ...]
    colours: frozenset[str]


class TextsBuilt:
    """Within it, all words and formulas that are built are kept in a list, with the height they had."""

    def __init__(self, kept: list[Any]) -> None:
        self.kept = kept
        self._originals: dict[type, Any] = {}

    def __enter__(self) -> "TextsBuilt":
        for kind in (Words, Formula):
            self._originals[kind] = kind.__init__
            kind.__init__ = self._noting(kind.__init__)  # type: ignore[method-assign]
        return self

    def __exit__(self, *error: object) -> None:
        for kind, original in self._originals.items():
            kind.__init__ = original

    def _noting(self, original: Any) -> Any:
        def built(text: Any, *args: Any, **options: Any) -> None:
            original(text, *args, **options)
            text.height_built = tallest_glyph(text)
            self.kept.append(text)

        return built


def tallest_glyph(text: Mobject) -> float:
    return max((box[3] - box[1] for box in map(box_of, glyphs_of(text))), default=0.0)


def glyphs_of(text: Mobject) -> list[VMobject]:
    return [glyph for glyph in text.submobjects if glyph.has_points() and len(glyph.points) > 1]


def box_of(mobject: Mobject) -> Box:
    (left, bottom, _), (right, top, _) = mobject.points.min(axis=0), mobject.points.max(axis=0)
    return float(left), float(bottom), float(right), float(top)


def opacity_of(mobject: VMobject) -> float:
    """How much of a mobject can be seen, 0 to 1."""
    stroke = mobject.get_stroke_opacity() if mobject.get_stroke_width() > 0 else 0.0
    return float(max(mobject.get_fill_opacity(), stroke))


def still_of(frame: Frame, built: Iterable[Any]) -> Still:
    """The picture of a frame; of texts that stand in part, the part that does."""
    shown = [m for m in frame.family if isinstance(m, VMobject) and m.has_points() and len(m.points) > 1]
    shown = [m for m in shown if opacity_of(m) > VISIBLE or isinstance(m, LossSurface)]
    ids = {id(mobject) for mobject in shown}
    candidates = {id(t): t for t in (*frame.all_of(Words), *frame.all_of(Formula), *frame.all_of(Numeral))}
    candidates |= {id(text): text for text in built}
    homes = _homes(frame)
    texts, glyphs = [], set()
    for key, text in candidates.items():
        mine = [glyph for glyph in glyphs_of(text) if id(glyph) in ids]
        if not mine:
            continue
        glyphs |= {id(glyph) for glyph in mine}
        texts.append(
            Text(
                says=getattr(text, "text", None) or getattr(text, "code", ""),
                kind=type(text).__name__,
                within=homes.get(key, ""),
                boxes=tuple(map(box_of, mine)),
                cap=cap_height(text),
                opacity=max(map(opacity_of, mine)),
                baseline=text.anchor.get_y() - text.cap_height / 2 if isinstance(text, Words) else None,
            )
        )
    marks = [Mark(type(m).__name__, mark_box(m)) for m in shown if id(m) not in glyphs]
    colours = frozenset().union(*(colours_of(m) for m in shown if not isinstance(m, LossSurface)))
    return Still(frame.beat, tuple(texts), tuple(marks), colours)


def _homes(frame: Frame) -> dict[int, str]:
    """By id of a member: the part whose texts belong together."""
    homes: dict[int, str] = {}
    for kind in (Caption, Heading, ColumnReadout, ThetaReadout):
        for number, part in enumerate(frame.all_of(kind)):
            homes |= {id(member): f"{kind.__name__} {number}" for member in part.get_family()}
    return homes


def cap_height(text: Any) -> float:
    """Capitals' height now: as built, times how much the text was scaled since."""
    if isinstance(text, Numeral):
        return float(np.linalg.norm(text.above.get_center() - text.anchor.get_center()))
    return float(text.cap_height * tallest_glyph(text) / text.height_built)


def mark_box(mobject: VMobject) -> Box:
    if isinstance(mobject, LossSurface):
        u = np.array([-0.5, 0.5, 0.5, -0.5])
        points = mobject.project(u, u[[0, 0, 2, 2]])
        (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
        return float(left), float(bottom), float(right), float(top)
    return box_of(mobject)


def colours_of(mobject: VMobject) -> set[str]:
    """The colours that can be seen of a mobject."""
    found = set()
    if mobject.get_fill_opacity() > VISIBLE:
        found |= {color.to_hex() for color in mobject.get_fill_colors()}
    for behind in (False, True):
        if mobject.get_stroke_width(behind) > 0 and mobject.get_stroke_opacity(behind) > VISIBLE:
            found |= {color.to_hex() for color in mobject.get_stroke_colors(behind)}
    return {colour.upper() for colour in found}
