"""What stands on a picture, mobject by mobject, and where the next picture differs."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cairo
from manim import VMobject

from scenes.appearance import appearance
from scenes.boxes import Box


@dataclass(slots=True)
class Drawn:
    """A mobject on the picture: its look, its place in the order, its box, and its path once drawn."""

    mobject: VMobject
    look: Hashable
    order: int
    box: Box | None
    path: cairo.Path | None = None


class Difference(NamedTuple):
    """Boxes outside of which two pictures are the same; how many of the lowest mobjects are, too."""

    boxes: list[Box]
    alike: int


class Record:
    """The mobjects of a picture, lowest first.

    Parameters
    ----------
    box_of
        The pixels that a mobject may change; None if there are none.
    """

    def __init__(self, box_of: Callable[[VMobject], Box | None]) -> None:
        self.drawn: list[Drawn] = []
        self._box_of = box_of

    def turn_to(self, mobjects: Sequence[VMobject]) -> Difference:
        """Record the next picture; return where it differs."""
        before, left = self.drawn, {id(drawn.mobject): drawn for drawn in self.drawn}
        self.drawn, boxes, highest = [], [], -1
        for order, mobject in enumerate(mobjects):
            look, drawn = appearance(mobject), left.get(id(mobject))
            if drawn is None or drawn.look != look:
                drawn = Drawn(mobject, look, order, self._box_of(mobject))
                boxes.append(drawn.box)
            else:
                del left[id(mobject)]
                if drawn.order < highest:  # what lay over it lies under it now
                    boxes.append(drawn.box)
                highest, drawn.order = max(highest, drawn.order), order
            self.drawn.append(drawn)
        boxes += [drawn.box for drawn in left.values()]
        return Difference([box for box in boxes if box], _alike(before, self.drawn))


def _alike(before: Sequence[Drawn], now: Sequence[Drawn]) -> int:
    """How many of the first are the same."""
    pairs = zip(before, now, strict=False)
    shorter = min(len(before), len(now))
    return next((place for place, (old, new) in enumerate(pairs) if old is not new), shorter)
