"""Arrows that end where they say they end: constant shaft and head, a halo where they cross."""

import numpy as np
from manim import Animation, Group, VMobject, smooth

SHAFT = 0.075
HEAD_LENGTH = 0.27
HEAD_WIDTH = 0.25
HALO = 7.0
# An arrow shorter than its head keeps the head's shape, scaled so that the shaft stays visible.
HEAD_SHARE = 0.62
NO_LENGTH = 1e-9


class GradientArrow(VMobject):
    """An arrow from a point, as one filled outline.

    Its length is the vector's: shaft and head have the same width whatever the length. A vector
    of length zero is drawn as a round dot.

    Parameters
    ----------
    start, end
        Points (2,) or (3,), in units of the frame.
    color
        Fill.
    halo
        Colour round the outline, the background's, which keeps crossing arrows apart.
    weight
        Width of shaft and head as a multiple of the usual one.
    """

    def __init__(self, start, end, color: str, halo: str, weight: float = 1.0) -> None:
        super().__init__()
        self.weight = weight
        self.tint = color
        self.set_fill(color, 1).set_stroke(width=0)
        self.set_stroke(halo, HALO, background=True)
        self.joint_type = self.joint_type.ROUND
        self.put(start, end)
        self.set_z_index(3)

    def put(self, start, end) -> "GradientArrow":
        """Draw the arrow from ``start`` to ``end``."""
        start, end = (np.append(np.asarray(p, dtype=float)[:2], 0.0) for p in (start, end))
        self.set_points_as_corners(self._outline(start, end))
        return self

    def get_start(self) -> np.ndarray:
        """The tail (3,): the middle of the shaft's end."""
        corners = self.get_start_anchors()
        return (corners[0] + corners[6]) / 2

    def get_end(self) -> np.ndarray:
        """The point of the head (3,)."""
        return self.get_start_anchors()[3].copy()

    def vector(self) -> np.ndarray:
        """Head minus tail (2,), in units of the frame."""
        return (self.get_end() - self.get_start())[:2]

    def hollow(self) -> "GradientArrow":
        """Draw the outline alone."""
        return self.set_fill(opacity=0).set_stroke(self.tint, 2.6)

    def filled(self) -> "GradientArrow":
        """Fill the outline."""
        return self.set_fill(self.tint, 1).set_stroke(self.tint, 2.6)

    def _outline(self, start: np.ndarray, end: np.ndarray) -> list[np.ndarray]:
        """Seven corners of the arrow, closed; all parallel vertices keep their order for transforms."""
        length = float(np.linalg.norm(end - start))
        along = (end - start) / length if length > NO_LENGTH else np.array([1.0, 0.0, 0.0])
        across = np.array([-along[1], along[0], 0.0])
        head = min(HEAD_LENGTH * self.weight, HEAD_SHARE * length)
        half_head = 0.5 * HEAD_WIDTH * head / HEAD_LENGTH
        half_shaft = 0.5 * min(SHAFT * self.weight, half_head)
        neck = end - head * along
        return [
            start + half_shaft * across,
            neck + half_shaft * across,
            neck + half_head * across,
            end,
            neck - half_head * across,
            neck - half_shaft * across,
            start - half_shaft * across,
            start + half_shaft * across,
        ]


class GrowArrow(Animation):
    """Let an arrow grow from its tail; ends exact at every moment."""

    def __init__(self, arrow: GradientArrow, **options) -> None:
        self.arrow = arrow
        self.tail, self.tip = arrow.get_start(), arrow.get_end()
        super().__init__(arrow, introducer=True, **options)

    def interpolate_mobject(self, alpha: float) -> None:
        """Put the tip at the share ``rate_func(alpha)`` of its way."""
        share = self.rate_func(alpha)
        self.arrow.put(self.tail, self.tail + share * (self.tip - self.tail))


class MoveArrow(Animation):
    """Carry an arrow to another place: tail and tip each on a straight way (or an arc), head constant.

    Parameters
    ----------
    arrow
        The arrow that moves.
    start, end
        Where tail and tip arrive.
    bend
        Height of the tail's arc as a share of its way; 0 is straight.
    weight
        The arrow's weight when it arrives; its own where none is given.
    told
        Called with the arrow after each step, such as to show its vector in figures.
    carried
        What it changes.
    """

    def __init__(
        self,
        arrow: GradientArrow,
        start,
        end,
        bend: float = 0.0,
        weight: float | None = None,
        told=None,
        carried=(),
        rate_func=smooth,
        **options,
    ) -> None:
        self.told = told
        self.weights = (arrow.weight, arrow.weight if weight is None else weight)
        self.tail, self.tip = arrow.get_start(), arrow.get_end()
        self.to_tail, self.to_tip = (np.append(np.asarray(p, dtype=float)[:2], 0.0) for p in (start, end))
        way = self.to_tail - self.tail
        self.arc = bend * np.array([-way[1], way[0], 0.0])
        self.arrow = arrow
        super().__init__(Group(arrow, *carried) if carried else arrow, rate_func=rate_func, **options)

    def interpolate_mobject(self, alpha: float) -> None:
        """Put the arrow at the share ``rate_func(alpha)`` of its way."""
        share = self.rate_func(alpha)
        aside = 4 * share * (1 - share) * self.arc
        tail = self.tail + share * (self.to_tail - self.tail) + aside
        tip = self.tip + share * (self.to_tip - self.tip) + aside
        self.arrow.weight = self.weights[0] + share * (self.weights[1] - self.weights[0])
        self.arrow.put(tail, tip)
        if self.told is not None:
            self.told(self.arrow)
