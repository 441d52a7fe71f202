"""One picture of the loss surface in motion, beside Manim's own `Surface` of as many faces."""

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

TURNS = 5
TILT, TURN = 1.05, 0.35
FACES = (32, 64)


def surface(quality: str, scratch: Path) -> dict[str, Any]:
    """Seconds a picture, by faces along a side; the view moves between two pictures.

    Ours with rim, fill and level lines; Manim's as it comes, filled and with its faces' edges, in its camera
    for three dimensions.
    """
    with contextlib.chdir(scratch), configured(QUALITIES[quality]):
        ours = {faces: _ours(faces) for faces in FACES}
        manims = _manims(FACES[0])
        gc.freeze()  # as a worker does
        taken: dict[str, list[float]] = {"manim": [], **{str(faces): [] for faces in FACES}}
        for turn in range(TURNS + 1):
            for faces, draw in ours.items():
                taken[str(faces)].append(_timed(draw, turn))
            taken["manim"].append(_timed(manims, turn))
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


def _ours(faces: int) -> Callable[[int], None]:
    from scenes.film_camera import FilmCamera
    from scenes.parts import relief
    from scenes.parts.parameter_plane import ParameterPlane
    from scenes.theme import THEMES

    lesson = argument_of(Settings()).lesson()
    plane = ParameterPlane(lesson, THEMES["dark"], lesson.risk_heights, (0, 0), 5.0)
    camera = FilmCamera()

    def draw(turn: int) -> None:
        relief.FACES = faces
        plane.surface.tilt, plane.surface.turn = TILT, TURN + 0.01 * turn
        camera.redraw([plane.surface])
        camera.take_patches()

    return draw


def _manims(faces: int) -> Callable[[int], None]:
    from manim import Surface, ThreeDCamera

    lesson = argument_of(Settings()).lesson()
    heights = lesson.risk_heights / lesson.risk_heights.max()
    knots = np.linspace(-2.5, 2.5, len(heights))

    def point(u: float, v: float) -> np.ndarray:
        row = [np.interp(v, knots, line) for line in heights]
        return np.array([u, v, 2.4 * np.interp(u, knots, row)])

    surface = Surface(point, u_range=(-2.5, 2.5), v_range=(-2.5, 2.5), resolution=(faces, faces))
    camera = ThreeDCamera()

    def draw(turn: int) -> None:
        camera.set_phi(TILT)
        camera.set_theta(-np.pi / 2 + TURN + 0.01 * turn)
        camera.reset_rotation_matrix()
        camera.reset()
        camera.capture_mobjects([surface])

    return draw


def _timed(draw: Callable[[int], None], turn: int) -> float:
    began = time.perf_counter()
    draw(turn)
    return time.perf_counter() - began
