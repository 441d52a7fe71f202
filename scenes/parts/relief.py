"""Looking at a relief from the side, without perspective: projection, painting, hidden lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import cairo
import numpy as np

FACES = 32  # faces along a side of the painted mesh
SEAM = 0.01  # width of the stroke that closes the seams of faces of one colour
STEPS = 40  # steps of the march that finds out what hides a point
BORDER_POINTS = 60
SHORTEST_RUN = 5  # points; shorter stretches come and go along an outline

# Places (M, 2) in ``u, v`` on a surface, and their height: one for all, or (M,).
Line = tuple[np.ndarray, float | np.ndarray]


@dataclass(frozen=True)
class View:
    """An orthographic view of a square ground.

    Parameters
    ----------
    center : (2,) ndarray
        Where the ground's middle lies on the picture.
    side
        The ground's side on the picture, seen from above.
    rise
        Units of the picture for a loss of 1.
    sink
        How far the ground goes down when the view leans back, so that the relief stays in its place.
    tilt, turn
        Radians.
    """

    center: np.ndarray
    side: float
    rise: float
    sink: float
    tilt: float
    turn: float

    def ground(self, u, v) -> tuple[np.ndarray, np.ndarray]:
        """Turned ground coordinates: to the right, and away from the viewer."""
        x, y = self.side * np.asarray(u, dtype=float), self.side * np.asarray(v, dtype=float)
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        return cos * x - sin * y, sin * x + cos * y

    def project(self, u, v, height) -> np.ndarray:
        """Points (..., 2) of the picture over places ``u, v`` (in sides) of the ground."""
        across, away = self.ground(u, v)
        up = np.cos(self.tilt) * away + np.sin(self.tilt) * (
            self.rise * np.asarray(height, dtype=float) - self.sink
        )
        return np.stack(np.broadcast_arrays(self.center[0] + across, self.center[1] + up), axis=-1)

    def toward_viewer(self) -> tuple[float, float]:
        """The direction in ``u, v`` that comes nearer to the viewer."""
        return -float(np.sin(self.turn)), -float(np.cos(self.turn))

    @staticmethod
    def sample(heights: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Heights over places of the ground, linear between grid points; minus infinity outside."""
        last = np.array(heights.shape) - 1
        p, q = (np.asarray(u) + 0.5) * last[0], (np.asarray(v) + 0.5) * last[1]
        inside = (p >= 0) & (p <= last[0]) & (q >= 0) & (q <= last[1])
        i = np.clip(p.astype(int), 0, last[0] - 1)
        j = np.clip(q.astype(int), 0, last[1] - 1)
        s, t = p - i, q - j
        mixed = (1 - s) * ((1 - t) * heights[i, j] + t * heights[i, j + 1])
        mixed += s * ((1 - t) * heights[i + 1, j] + t * heights[i + 1, j + 1])
        return np.where(inside, mixed, -np.inf)


def paint_relief(
    ctx: cairo.Context, view: View, heights: np.ndarray, cap: float, colors, mixes_colors: bool = True
) -> None:
    """Fill the relief, the faces farthest away first.

    ``colors`` are channels for low, high and the underside; a face is seen from below where its
    outline runs the other way round on the picture. Where the surface ``mixes_colors`` it is one mesh
    whose colours mix between corners; else each face has one colour, and a stroke in it that closes
    the seams.
    """
    corners, tints = _faces(view, heights, cap, *(np.array(color) for color in colors))
    if mixes_colors:
        ctx.set_source(_mesh(corners, tints))
        ctx.paint()
        return
    ctx.set_line_width(SEAM)
    ctx.set_line_join(cairo.LINE_JOIN_ROUND)
    for ring, tint in zip(corners.tolist(), tints.mean(axis=1).tolist(), strict=True):
        ctx.set_source_rgb(*tint)
        ctx.move_to(*ring[0])
        for corner in ring[1:]:
            ctx.line_to(*corner)
        ctx.close_path()
        ctx.fill_preserve()
        ctx.stroke()


def _faces(
    view: View, heights: np.ndarray, cap: float, low: np.ndarray, high: np.ndarray, under: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Corners (F, 4, 2) of the faces and the corners' colours (F, 4, 3), those farthest away first."""
    knots = np.linspace(-0.5, 0.5, FACES + 1)
    u, v = np.meshgrid(knots, knots, indexing="ij")
    coarse = view.sample(heights, u, v)
    shares = np.clip(coarse / cap, 0, 1)[..., None]
    _, away = view.ground(knots[:-1, None] + 0.5 / FACES, knots[None, :-1] + 0.5 / FACES)
    order = np.argsort(-away, axis=None, kind="stable")
    corners = _rings(view.project(u, v, coarse))[order]
    tints = _rings((1 - shares) * low + shares * high)[order]
    tints[_area(corners) < 0] = under
    return corners, tints


def _rings(grid: np.ndarray) -> np.ndarray:
    """What a grid (K+1, K+1, D) has at the corners of its faces, round each: (K * K, 4, D)."""
    around = (grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:])
    return np.stack(around, axis=2).reshape(-1, 4, grid.shape[-1])


def _area(corners: np.ndarray) -> np.ndarray:
    """Twice the signed areas (F,) of quadrilaterals (F, 4, 2): negative where seen from below."""
    (across, up), (over, down) = (np.moveaxis(corners[:, k + 2] - corners[:, k], -1, 0) for k in (0, 1))
    return across * down - over * up


def _mesh(corners: np.ndarray, tints: np.ndarray) -> cairo.MeshPattern:
    """One pattern of all faces; their colours mix between the corners."""
    mesh = cairo.MeshPattern()
    begin, move, line, color, end = (
        getattr(mesh, name)
        for name in ("begin_patch", "move_to", "line_to", "set_corner_color_rgb", "end_patch")
    )
    # A list of numbers a face: lists in lists would have Python's collector look through all that is.
    faces = np.hstack([corners.reshape(-1, 8), tints.reshape(-1, 12)]).tolist()
    for x0, y0, x1, y1, x2, y2, x3, y3, *rgb in faces:
        begin()
        move(x0, y0)
        line(x1, y1)
        line(x2, y2)
        line(x3, y3)
        color(0, *rgb[0:3])
        color(1, *rgb[3:6])
        color(2, *rgb[6:9])
        color(3, *rgb[9:])
        end()  # it closes the patch, too
    return mesh


def border(heights: np.ndarray) -> Line:
    """The edge of a surface."""
    knots = np.linspace(-0.5, 0.5, BORDER_POINTS)
    low, high = np.full_like(knots, -0.5), np.full_like(knots, 0.5)
    sides = [(knots, low), (high, knots), (knots[::-1], high), (low, knots[::-1])]
    line = np.concatenate([np.column_stack(side) for side in sides])
    return line, View.sample(heights, line[:, 0], line[:, 1])


def visible_runs(view: View, heights: np.ndarray, lines: Sequence[Line]) -> list[list[np.ndarray]]:
    """Of each line on the surface, its stretches (M, 2) on the picture that nothing hides."""
    places = np.concatenate([line for line, _ in lines])
    levels = np.concatenate([np.broadcast_to(level, len(line)) for line, level in lines])
    points = view.project(places[:, 0], places[:, 1], levels)
    seen = ~hidden(view, heights, places, levels)
    ends = np.cumsum([len(line) for line, _ in lines])[:-1]
    return [_runs(*one) for one in zip(np.split(points, ends), np.split(seen, ends), strict=True)]


def _runs(points: np.ndarray, seen: np.ndarray) -> list[np.ndarray]:
    """The stretches of a line's points (M, 2) that are seen (M,), but for those too short."""
    edges = np.flatnonzero(np.diff(seen.astype(int))) + 1
    runs = [
        run for run in np.split(np.arange(len(points)), edges) if seen[run[0]] and len(run) >= SHORTEST_RUN
    ]
    return [points[run] for run in runs]


def hidden(view: View, heights: np.ndarray, line: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Which points (M,) of a line on the surface the relief itself stands in front of.

    From each point a ray goes to the viewer; over the ground it gains height by cot(tilt).
    """
    du, dv = view.toward_viewer()
    reach = np.linspace(0, 1.5, STEPS + 1)[1:]
    # Units of loss that the ray rises over one side of the ground.
    gain = view.side / (np.tan(view.tilt) * view.rise)
    reach = reach[level.min() + gain * reach < heights.max()]  # above that there is nothing to meet
    u = line[:, :1] + reach * du
    v = line[:, 1:] + reach * dv
    margin = 1e-3 * max(1e-12, float(np.ptp(heights)))
    return np.any(view.sample(heights, u, v) > level[:, None] + gain * reach + margin, axis=1)
