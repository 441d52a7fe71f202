"""The film's camera: it draws anew only where the picture changed since its last frame."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import cairo
import numpy as np
from manim import Mobject, VMobject

from scenes.appearance import reach, shown
from scenes.boxes import Box, Patch, few_apart
from scenes.camera import StageCamera, paints_itself
from scenes.record import Drawn, Record

# Pixels that a smooth edge may reach beyond its outline.
EDGE = 2
# Points of a cubic curve: an end, two handles, an end.
CURVE = 4


class FilmCamera(StageCamera):
    """Draws, in the boxes in which mobjects changed, all that lies there, and leaves the rest as it is.

    Outside of them the same mobjects would be drawn in the same order. The lowest mobjects, which stay
    as they are, are kept as one picture, the base. The others are drawn whole, on a sheet beside the
    picture, and what lies in the boxes is taken over: cut off by a clip, smooth edges come out a
    little different.
    """

    background: np.ndarray

    def init_background(self) -> None:
        """Begin anew on a new background."""
        super().init_background()
        self._record = Record(self._box_of)
        self._base, self._sheet = self.background.copy(), self.background.copy()
        self._in_base = self._alike_before = 0
        self._untaken = [self._whole]

    def redraw(self, mobjects: Sequence[Mobject]) -> None:
        """Bring the pixels up to date with mobjects and all their members."""
        if not self._record.drawn:
            self.reset()
        boxes, alike = self._record.turn_to(shown(mobjects))
        if not boxes:
            return
        boxes = few_apart(boxes)
        self._settle_base(alike)
        _take_over(self._base, self._sheet, boxes)
        self._draw(self._record.drawn[self._in_base :], self._sheet, boxes)
        _take_over(self._sheet, self.pixel_array, boxes)
        self._untaken = few_apart(self._untaken + boxes)

    def take_patches(self) -> list[Patch]:
        """What changed since patches were taken last: none where nothing did."""
        boxes, self._untaken = self._untaken, []
        return [Patch(box.left, box.top, self.pixel_array[box.pixels].copy()) for box in boxes]

    @property
    def _whole(self) -> Box:
        return Box(0, 0, self.pixel_width, self.pixel_height)

    def _box_of(self, mobject: VMobject) -> Box | None:
        frame = reach(mobject, self.cairo_line_width_multiple)
        # Manim draws nothing of points that aren't finite.
        if frame is None or not all(map(math.isfinite, frame)):
            return None
        to_pixels = self.get_cairo_context(self.pixel_array).user_to_device
        (left, bottom), (right, top) = to_pixels(*frame[:2]), to_pixels(*frame[2:])
        box = Box(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
        box = box.grown(EDGE, self._whole)
        return box if box.left < box.right and box.top < box.bottom else None

    def _settle_base(self, alike: int) -> None:
        """Let the base hold the lowest mobjects that stay: for sure none that changed.

        One more comes in only when it stayed twice: what changes now and then would be drawn more often.
        """
        if alike < self._in_base:
            np.copyto(self._base, self.background)
            self._in_base, stays = 0, alike
        else:
            stays = max(self._in_base, min(alike, self._alike_before))
        self._draw(self._record.drawn[self._in_base : stays], self._base, [self._whole])
        self._in_base, self._alike_before = stays, alike

    def _draw(self, several: Iterable[Drawn], pixels: np.ndarray, boxes: Sequence[Box]) -> None:
        """Draw mobjects that reach into the boxes, in their order."""
        ctx = self.get_cairo_context(pixels)
        for drawn in several:
            if drawn.box and any(map(drawn.box.meets, boxes)):
                self._draw_one(drawn, ctx)

    def _draw_one(self, drawn: Drawn, ctx: cairo.Context) -> None:
        mobject = drawn.mobject
        if paints_itself(mobject):
            self.display_vectorized(mobject, ctx)
            return
        ctx.new_path()
        if drawn.path is None:
            self.set_cairo_context_path(ctx, mobject)
            drawn.path = ctx.copy_path()
        else:
            ctx.append_path(drawn.path)
        self.apply_stroke(ctx, mobject, background=True)
        self.apply_fill(ctx, mobject)
        self.apply_stroke(ctx, mobject)

    def set_cairo_context_path(self, ctx: cairo.Context, vmobject: VMobject) -> "FilmCamera":
        """Trace a mobject's curves as Manim does, in plain floats: cairo takes them sooner than NumPy's."""
        points = self.transform_points_pre_display(vmobject, vmobject.points)
        places = points[:, :2].tolist()
        for start, end in pairwise(_breaks(vmobject, points)):
            if end - start < CURVE:
                continue
            ctx.new_sub_path()
            ctx.move_to(*places[start])
            for k in range(start + 1, end - 2, CURVE):
                ctx.curve_to(*places[k], *places[k + 1], *places[k + 2])
            if vmobject.consider_points_equals_2d(places[start], places[end - 1]):
                ctx.close_path()
        return self


def _breaks(vmobject: VMobject, points: np.ndarray) -> list[int]:
    """Where subpaths of points (M, 3) begin, and M: where a curve doesn't begin at the end of the last.

    Ends that are the same number for number, as most are, need no closer look.
    """
    ends, begins = points[CURVE - 1 : -1 : CURVE, :2], points[CURVE::CURVE, :2]
    doubtful = np.flatnonzero((ends != begins).any(axis=1)).tolist()
    apart = (k for k in doubtful if not vmobject.consider_points_equals_2d(ends[k], begins[k]))
    return [0, *(CURVE * (k + 1) for k in apart), len(points)]


def _take_over(source: np.ndarray, target: np.ndarray, boxes: Iterable[Box]) -> None:
    for box in boxes:
        target[box.pixels] = source[box.pixels]
