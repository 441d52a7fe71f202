"""Theta on the move: every picture of it moves together."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Animation, Group, Mobject, linear

from core import Lesson

# Places of a way that a trace is told of: so many that none between is missed by a pixel.
STEPS_OF_A_WAY = 601


class Walk(Animation):
    """Move theta along a path; all parts show the same moment at every frame.

    Parameters
    ----------
    lesson
        Computes each moment.
    path
        From a share of the way (0 to 1) to a theta (2,).
    parts
        What shows it: each has ``show_moment``; what keeps a trace has ``show_way`` too.
    carried
        Mobjects that the parts move but don't hold, such as a plane's dot.
    """

    def __init__(
        self,
        lesson: Lesson,
        path: Callable[[float], np.ndarray],
        parts: Sequence[Any],
        carried: Sequence[Mobject] = (),
        **options: Any,
    ) -> None:
        self.lesson, self.path, self.parts = lesson, path, parts
        options.setdefault("rate_func", linear)
        mobjects = [part for part in parts if isinstance(part, Mobject)]
        super().__init__(Group(*mobjects, *carried), **options)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the moment at the share ``rate_func(alpha)`` of the path."""
        moment = self.lesson.at_theta(self.path(self.rate_func(alpha)))
        for part in self.parts:
            part.show_moment(moment)

    def finish(self) -> None:
        """End the walk; what keeps a trace is shown all of the way, so that no frame rate changes it."""
        super().finish()
        for part in self.parts:
            if hasattr(part, "show_way"):
                part.show_way([self.path(share) for share in np.linspace(0, 1, STEPS_OF_A_WAY)])


def straight(start, end) -> Callable[[float], np.ndarray]:
    """The straight path between two thetas (2,)."""
    start, end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    return lambda share: start + share * (end - start)
