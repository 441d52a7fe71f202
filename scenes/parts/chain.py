"""Gradients laid tip to tail, in any order: where the sum, or the mean, comes out."""

from collections.abc import Sequence

import numpy as np
from manim import Animation, Create, VGroup, VMobject

from core import Lesson
from scenes.parts.gradient_arrow import GradientArrow, MoveArrow
from scenes.parts.gradient_plane import GradientPlane


class Chain:
    """The links of a chain in the gradient plane.

    With all rows shown, the links are the rows' own arrows at full length, and the chain ends at
    the sum. With more rows, a link is a row's gradient over N, the chain is a line through the
    running means, and it ends at the mean; rows shown lie on it in their colours.

    Parameters
    ----------
    lesson
        Has the running sums.
    plane
        Where the chain lies.
    arrows
        The arrow of each row shown, by row.
    """

    def __init__(self, lesson: Lesson, plane: GradientPlane, arrows: dict[int, GradientArrow]) -> None:
        self.lesson, self.plane, self.arrows = lesson, plane, arrows
        self.line: VMobject = VMobject()

    @property
    def at_full_length(self) -> bool:
        """Whether links are whole gradients (else gradients over N)."""
        return not self.lesson.hides_rows

    def links(self, order: Sequence[int]) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Tail and tip (2,) of each shown row's link, in units of gradient, in the order laid."""
        ends = self.lesson.chain(order)
        tails = np.vstack([np.zeros(2), ends[:-1]])
        position = {row: place for place, row in enumerate(order) if row in self.arrows}
        return {row: (tails[place], ends[place]) for row, place in position.items()}

    def end(self, order: Sequence[int]) -> np.ndarray:
        """Where the chain ends (2,), in units of gradient."""
        return self.lesson.chain(order)[-1]

    def moves(self, order: Sequence[int], bend: float = 0.0) -> list[Animation]:
        """Each shown row's arrow goes to its link."""
        return [
            MoveArrow(self.arrows[row], self.plane.c2p(tail), self.plane.c2p(tip), bend)
            for row, (tail, tip) in self.links(order).items()
        ]

    def draw_line(self, order: Sequence[int]) -> Animation:
        """The line through the running means is drawn."""
        self.line = self.plane.chain_line(order)
        return Create(self.line)

    def marks(self, order: Sequence[int]) -> VGroup:
        """Indices beside the links; links over N are too short for them.

        They keep clear of the other links, and of the way from the origin to the chain's end.
        """
        links = self.links(order) if self.at_full_length else {}
        drawn = {row: (self.plane.c2p(tail), self.plane.c2p(tip)) for row, (tail, tip) in links.items()}
        way = (self.plane.c2p(np.zeros(2)), self.plane.c2p(self.end(order)))
        marks = VGroup()
        for row, (tail, tip) in links.items():
            others = [segment for other, segment in drawn.items() if other != row]
            marks.add(self.plane.index_beside(row, tail, tip, [*others, way]))
        return marks
