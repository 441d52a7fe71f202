"""One picture of act 1's loss surface in motion, beside Manim's own `Surface` of as many faces."""

import contextlib
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from scenes.production.lessons import argument_of
from scenes.production.quality import QUALITIES
from scenes.production.settings import Settings
from scenes.production.untouched_manim import configured

PICTURES = 5
FACES = (32, 64)


def surface(quality: str, scratch: Path) -> dict[str, Any]:
    """Seconds a picture; the view moves between two pictures.

    Ours by faces along a side, with rim, fill and level lines, and without the lines ("faces"); Manim's,
    which has none, as it comes: filled and with its faces' edges, in its camera for three dimensions.
    """
    with contextlib.chdir(scratch), configured(QUALITIES[quality]):
        from scenes.act01_data_table import LEAN, TURN
        from scenes.tableaux import PLANE_SIDE

        fewest, most = FACES
        drawn = {
            "manim": _manims(fewest, PLANE_SIDE),
            "faces": _ours(fewest, PLANE_SIDE, with_lines=False),
            str(fewest): _ours(fewest, PLANE_SIDE),
            str(most): _ours(most, PLANE_SIDE),
        }
        gc.freeze()  # as a worker does
        taken: dict[str, list[float]] = {name: [] for name in drawn}
        for picture in range(PICTURES + 1):
            for name, draw in drawn.items():
                taken[name].append(_timed(draw, LEAN, TURN + 0.01 * picture))
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


def _ours(faces: int, side: float, with_lines: bool = True) -> Callable[[float, float], None]:
    from scenes.film_camera import FilmCamera
    from scenes.parts import relief
    from scenes.parts.parameter_plane import ParameterPlane
    from scenes.theme import THEMES

    lesson = argument_of(Settings()).lesson()
    plane = ParameterPlane(lesson, THEMES["dark"], lesson.risk_heights, (0, 0), side)
    plane.surface.spread = float(with_lines)
    camera = FilmCamera()

    def draw(tilt: float, turn: float) -> None:
        relief.FACES = faces
        plane.surface.tilt, plane.surface.turn = tilt, turn
        camera.redraw([plane.surface])
        camera.take_patches()

    return draw


def _manims(faces: int, side: float) -> Callable[[float, float], None]:
    from manim import Surface, ThreeDCamera

    lesson = argument_of(Settings()).lesson()
    heights = lesson.risk_heights / lesson.risk_heights.max()
    ends = -side / 2, side / 2
    knots = np.linspace(*ends, len(heights))

    def point(u: float, v: float) -> np.ndarray:
        row = [np.interp(v, knots, line) for line in heights]
        return np.array([u, v, 2.4 * np.interp(u, knots, row)])

    surface = Surface(point, u_range=ends, v_range=ends, resolution=(faces, faces))
    camera = ThreeDCamera()

    def draw(tilt: float, turn: float) -> None:
        camera.set_phi(tilt)
        camera.set_theta(-np.pi / 2 + turn)
        camera.reset_rotation_matrix()
        camera.reset()
        camera.capture_mobjects([surface])

    return draw


def _timed(draw: Callable[[float, float], None], tilt: float, turn: float) -> float:
    began = time.perf_counter()
    draw(tilt, turn)
    return time.perf_counter() - began
