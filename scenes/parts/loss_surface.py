"""A loss surface that rises in three dimensions and lies down into the contour map that it is."""

from collections.abc import Hashable, Iterator
from itertools import chain, islice

import cairo
import numpy as np
from manim import Animation, Group, VMobject
from manim.utils.color import ManimColor

from scenes.appearance import MITER, Reach, reach_of
from scenes.parts.level_lines import level_lines
from scenes.parts.relief import Line, View, border, paint_relief, visible_runs
from scenes.theme import STROKE, Theme


class LossSurface(VMobject):
    """Heights over a square of the parameter plane, painted by itself (see `StageCamera`).

    Its points are the four corners of the flat ground, so that moving and scaling come free.
    Seen from above (``tilt`` 0) it is its level lines; tilted, it is filled and stands up.

    Parameters
    ----------
    heights : (K, K) ndarray
        Loss over the window's grid, indexed by theta_0, then theta_1.
    levels : (L,) ndarray
        Heights of the level lines.
    side
        Side of the ground, in units of the frame.
    theme
        Colours.
    tall
        Height in units of the frame that the loss ``cap`` has when the surface stands; 0 for a flat
        sheet, which isn't filled.
    cap
        Loss at which the relief is cut and the fill is brightest.

    Attributes
    ----------
    tilt, turn
        Radians: how far the view leans back from above, and turns about the vertical.
    presence
        0 (not there) to 1.
    ground
        0 (clear) to 1: how much the ground hides what lies under it.
    spread
        0 to 1: how far the level lines have spread from the lowest place.
    """

    mixed = ("tilt", "turn", "spread", "presence", "ground", "tall", "heights")

    def __init__(
        self, heights, levels, side: float, theme: Theme, tall: float = 2.4, cap: float = 1.0
    ) -> None:
        super().__init__()
        corners = 0.5 * side * np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0], [-1, -1, 0]])
        self.set_points_as_corners(corners)
        self.set_stroke(width=0).set_fill(opacity=0)
        self.heights = np.asarray(heights, dtype=float)
        self.levels = np.asarray(levels, dtype=float)
        self.theme, self.side, self.tall, self.cap = theme, side, tall, cap
        self.tilt, self.turn, self.spread, self.presence = 0.0, 0.0, 1.0, 1.0
        self.ground = 0.0

    # -- geometry --

    @property
    def stands(self) -> bool:
        """Whether it is a relief now, not a map or a sheet."""
        return self.tilt > 0 and self.tall > 0

    def view(self) -> View:
        """Where the ground lies on the picture now."""
        corner, right, _, up = self.get_start_anchors()[:4]
        return View(
            center=(right + up)[:2] / 2,
            side=float(np.linalg.norm(right - corner)),
            rise=self.tall / self.cap * float(np.linalg.norm(right - corner)) / self.side,
            sink=SINK * self.tall * float(np.linalg.norm(right - corner)) / self.side,
            tilt=self.tilt,
            turn=self.turn,
        )

    def project(self, u, v, height=0.0) -> np.ndarray:
        """Places on the picture of points over the ground; ``u, v`` in -1/2 … 1/2 of its side.

        Returns
        -------
        (..., 2) ndarray
        """
        return self.view().project(u, v, np.minimum(height, self.cap))

    def height_at(self, u: float, v: float) -> float:
        """Height of the surface over a place of the ground, by linear interpolation."""
        return float(self.view().sample(self.heights, np.array([u]), np.array([v]))[0])

    def interpolate_color(self, mobject1, mobject2, alpha: float) -> "LossSurface":
        """Mix what isn't points: Manim calls this in every Transform."""
        super().interpolate_color(mobject1, mobject2, alpha)
        for name in self.mixed:
            first, second = getattr(mobject1, name), getattr(mobject2, name)
            setattr(self, name, second if alpha == 1 else (1 - alpha) * first + alpha * second)
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> "LossSurface":
        """Make the surface fainter; Manim's FadeIn and FadeOut call this."""
        self.presence *= 1.0 - darkness
        return self

    def set_opacity(self, opacity: float, family: bool = True) -> "LossSurface":
        """Set how present the surface is, 0 to 1."""
        self.presence = opacity
        return self

    # -- how it looks, for a camera that keeps what it drew --

    def appearance(self) -> Hashable:
        """All that its pixels depend on."""
        numbers = [getattr(self, name) for name in self.mixed if name != "heights"]
        arrays = (self.points, self.heights, self.levels)
        return (*numbers, self.cap, self.theme, self.side, *(array.tobytes() for array in arrays))

    def reach(self, line_unit: float) -> Reach | None:
        """Left, bottom, right and top on the picture: those of the box that the relief stands in."""
        if self.presence <= 0:
            return None
        u, v, height = np.meshgrid((-0.5, 0.5), (-0.5, 0.5), (min(0.0, self.heights.min()), self.cap))
        corners = self.project(u, v, height).reshape(-1, 2)
        return reach_of(corners, BORDER * line_unit)

    # -- painting --

    def paint(self, ctx: cairo.Context, camera) -> None:
        """Draw the rim, the filled relief if tilted, and the level lines that can be seen."""
        if self.presence <= 0:
            return
        if self.presence < 1:
            ctx.push_group()
        self._paint_rim(ctx, camera)
        if self.stands:
            self._paint_fill(ctx, camera)
        self._paint_lines(ctx, camera)
        if self.presence < 1:
            ctx.pop_group_to_source()
            ctx.paint_with_alpha(self.presence)

    def _paint_rim(self, ctx: cairo.Context, camera) -> None:
        corners = self.view().project(np.array([-0.5, 0.5, 0.5, -0.5]), np.array([-0.5, -0.5, 0.5, 0.5]), 0.0)
        trace(ctx, corners, closed=True)
        camera.source(ctx, rgb(self.theme.background), self.ground)
        ctx.fill_preserve()
        camera.source(ctx, rgb(self.theme.line))
        ctx.set_line_width(camera.line_width(STROKE.rim))
        ctx.stroke()

    def _paint_fill(self, ctx: cairo.Context, camera) -> None:
        colors = [camera.channels(rgb(color)) for color in (*self.theme.relief, self.theme.underside)]
        shown = min(1.0, self.tilt / FILL_FULL_AT)
        if shown < 1:
            ctx.push_group()
        heights = np.minimum(self.heights, self.cap)
        paint_relief(ctx, self.view(), heights, self.cap, colors, camera.mixes_colors)
        if shown < 1:
            ctx.pop_group_to_source()
            ctx.paint_with_alpha(shown)

    def _paint_lines(self, ctx: cairo.Context, camera) -> None:
        if self.spread <= 0:
            return
        ctx.set_line_join(cairo.LINE_JOIN_ROUND)
        for is_strong, runs in self._standing_lines() if self.stands else self._flat_lines():
            for run in runs:
                trace(ctx, run)
            self._stroke_level(ctx, camera, is_strong)

    def _flat_lines(self) -> Iterator[tuple[bool, list[np.ndarray]]]:
        """Level by level: whether it is strong, and its lines on the picture."""
        view = self.view()
        for index, _, lines in level_lines(self.heights, self.levels, self.spread):
            places, ends = np.concatenate(lines), np.cumsum([len(line) for line in lines])[:-1]
            yield index % 2 == 1, np.split(view.project(places[:, 0], places[:, 1], 0.0), ends)

    def _standing_lines(self) -> Iterator[tuple[bool, list[np.ndarray]]]:
        """The same for the relief, below its cap, with its edge; what it hides is left out."""
        found: list[tuple[bool, list[Line]]] = [
            (index % 2 == 1, [(line, level) for line in lines])
            for index, level, lines in level_lines(self.heights, self.levels, self.spread)
            if level <= self.cap
        ]
        heights = np.minimum(self.heights, self.cap)
        found.append((True, [border(heights)]))
        seen = iter(visible_runs(self.view(), heights, [line for _, lines in found for line in lines]))
        for is_strong, lines in found:
            yield is_strong, list(chain.from_iterable(islice(seen, len(lines))))

    def _stroke_level(self, ctx: cairo.Context, camera, strong: bool) -> None:
        """Every second level line is strong, to count by."""
        ctx.set_line_width(camera.line_width(STROKE.level if strong else STROKE.fine))
        camera.source(ctx, rgb(self.theme.line), 1.0 if strong else FAINTEST_LINE)
        ctx.stroke()


# How far rim and lines reach out; the rim's corners are mitred.
BORDER = MITER / 2 * max(STROKE.rim, STROKE.level, STROKE.fine)
# Tilt (radians) from which the fill is fully there: a flat map has none, so that arrows read on it.
FILL_FULL_AT = 0.5
# At this opacity the lines' greys have 3 : 1 to both backgrounds, and not below it.
FAINTEST_LINE = 0.7
# Share of the relief's height by which the ground sinks when it stands up.
SINK = 0.35


def rgb(color: str) -> tuple[float, float, float]:
    """Channels of a hex colour."""
    red, green, blue = ManimColor(color).to_rgb()
    return float(red), float(green), float(blue)


def trace(ctx: cairo.Context, points: np.ndarray, closed: bool = False) -> None:
    """Add a polyline (M, 2) to the path."""
    first, *others = points.tolist()  # plain floats: cairo takes them several times as fast as NumPy's
    ctx.move_to(*first)
    for point in others:
        ctx.line_to(*point)
    if closed:
        ctx.close_path()


class Tilt(Animation):
    """Lean and turn the view of a surface; riders are told where things are at every frame.

    Parameters
    ----------
    surface
        The surface that tilts.
    tilt, turn
        Where the view goes, in radians.
    riders
        Called after each step, to put labels and dots back on the surface.
    """

    def __init__(
        self, surface: LossSurface, tilt: float, turn: float, riders=(), carried=(), **options
    ) -> None:
        self.surface, self.riders = surface, tuple(riders)
        self.from_view = (surface.tilt, surface.turn)
        self.to_view = (tilt, turn)
        super().__init__(Group(surface, *carried), **options)

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the view at the share ``rate_func(alpha)`` of the way."""
        share = self.rate_func(alpha)
        (tilt, turn), (to_tilt, to_turn) = self.from_view, self.to_view
        self.surface.tilt = tilt + share * (to_tilt - tilt) if share < 1 else to_tilt
        self.surface.turn = turn + share * (to_turn - turn) if share < 1 else to_turn
        for rider in self.riders:
            rider()


class Spread(Animation):
    """Let the level lines run outward from the lowest place to where they belong, or back."""

    def __init__(self, *surfaces: LossSurface, spread: float = 1.0, **options) -> None:
        self.surfaces, self.to_spread = surfaces, spread
        self.from_spreads = [surface.spread for surface in surfaces]
        super().__init__(Group(*surfaces), **options)

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the spread at the share ``rate_func(alpha)`` of the way."""
        share = self.rate_func(alpha)
        for surface, start in zip(self.surfaces, self.from_spreads, strict=True):
            surface.spread = start + share * (self.to_spread - start)
