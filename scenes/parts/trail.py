"""The line that theta leaves behind while it walks along a valley."""

from collections.abc import Sequence

import numpy as np
from manim import Line

from core import Moment
from scenes.parts.parameter_plane import ParameterPlane
from scenes.theme import STROKE


class Trail(Line):
    """A straight trail in a parameter plane, from the farthest place behind theta to the farthest ahead.

    Parameters
    ----------
    plane
        Where theta walks.
    ends : (2, 2) ndarray
        Two thetas on the straight line that it walks.
    color
        The row's.
    """

    def __init__(self, plane: ParameterPlane, ends: np.ndarray, color: str) -> None:
        super().__init__()
        self.set_stroke(color, STROKE.valley)
        self.plane, self.ends = plane, ends
        self.reach: list[float] = []

    def show_moment(self, moment: Moment) -> None:
        """Reach as far as theta has been."""
        self.show_way([moment.theta])

    def show_way(self, thetas: Sequence[np.ndarray]) -> None:
        """Reach as far as theta has been, which was at each of these."""
        way = self.ends[1] - self.ends[0]
        self.reach += [float((theta - self.ends[0]) @ way / (way @ way)) for theta in thetas]
        places = [self.ends[0] + share * way for share in (min(self.reach), max(self.reach))]
        self.set_points_as_corners([self.plane.c2p(place) for place in places])
