"""The film's camera: whatever changes, its picture is the one that is drawn from nothing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from manim import DOWN, RIGHT, UP, Circle, Line, Mobject, Square, VGroup, VMobject
from manim.constants import CapStyleType, LineJointType
from patchwork import Patchwork
from stage_play import HEIGHT, WIDTH, small_pictures

from scenes.boxes import Box, Patch, few_apart
from scenes.camera import StageCamera
from scenes.film_camera import FilmCamera
from scenes.parts.loss_surface import LossSurface
from scenes.parts.numeral import Numeral
from scenes.theme import DARK

BOWL = np.add.outer(np.linspace(-1, 1, 9) ** 2, np.linspace(-1, 1, 9) ** 2) / 2


@pytest.fixture(autouse=True)
def small(tmp_path: Path):
    with small_pictures(tmp_path):
        yield


def stage() -> dict[str, Mobject]:
    """Mobjects that overlap: lines and fills, halos, corners, glyphs, a surface that paints itself."""
    surface = LossSurface(BOWL, np.array([0.1, 0.4]), 4.0, DARK)
    surface.tilt, surface.turn = 0.9, 0.3
    return {
        "surface": surface,
        "circle": Circle(fill_opacity=0.5).shift(RIGHT),
        "square": Square(stroke_width=12).set_stroke("#ff0000", 20, background=True),
        "line": Line([-6, -3, 0], [6, 3.3, 0]),
        "group": VGroup(*(Circle(0.1 * k, fill_opacity=1).shift(k * RIGHT + UP) for k in range(1, 4))),
        "number": Numeral("3.14", 0.5, DARK.ink).shift(2 * DOWN),
    }


def fresh(mobjects: list[Mobject]) -> np.ndarray:
    """The picture that Manim's way of drawing makes of them, on black."""
    camera = StageCamera()
    camera.capture_mobjects(mobjects)
    return camera.pixel_array


CHANGES: dict[str, Callable[[dict[str, Mobject], list[Mobject]], object]] = {
    "moves": lambda stage, shown: stage["circle"].shift([0.13, -0.07, 0]),
    "moves in place": lambda stage, shown: stage["square"].points.__iadd__(0.11),
    "grows": lambda stage, shown: stage["square"].scale(1.3),
    "is filled otherwise": lambda stage, shown: stage["circle"].set_fill("#00ff00"),
    "is stroked otherwise": lambda stage, shown: stage["line"].set_stroke("#00ff00"),
    "gets a thicker line": lambda stage, shown: stage["line"].set_stroke(width=30),
    "gets a thicker halo": lambda stage, shown: stage["square"].set_stroke(width=40, background=True),
    "gets another joint": lambda stage, shown: setattr(stage["square"], "joint_type", LineJointType.ROUND),
    "gets round ends": lambda stage, shown: (
        stage["line"].set_stroke(width=30).set_cap_style(CapStyleType.ROUND)
    ),
    "gets two colours": lambda stage, shown: stage["square"].set_color(["#ff0000", "#0000ff"]),
    "turns its colours": lambda stage, shown: setattr(stage["square"], "sheen_direction", RIGHT),
    "vanishes": lambda stage, shown: stage["circle"].set_opacity(0),
    "leaves": lambda stage, shown: shown.remove(stage["square"]),
    "comes": lambda stage, shown: shown.append(Square(fill_opacity=1)),
    "comes to the front": lambda stage, shown: stage["circle"].set_z_index(9),
    "all turn upside down": lambda stage, shown: shown.reverse(),
    "comes twice": lambda stage, shown: shown.append(stage["circle"].copy()),
    "member moves": lambda stage, shown: stage["group"][1].shift(DOWN),
    "member leaves": lambda stage, shown: stage["group"].remove(stage["group"][0]),
    "says another number": lambda stage, shown: stage["number"].set_text("2.718"),
    "surface tilts": lambda stage, shown: setattr(stage["surface"], "tilt", 0.6),
    "surface turns": lambda stage, shown: setattr(stage["surface"], "turn", 0.6),
    "surface gets other heights": lambda stage, shown: setattr(stage["surface"], "heights", BOWL[::-1] ** 2),
    "surface fades": lambda stage, shown: setattr(stage["surface"], "presence", 0.5),
    "surface hides its ground": lambda stage, shown: setattr(stage["surface"], "ground", 1.0),
    "surface grows tall": lambda stage, shown: setattr(stage["surface"], "tall", 3.0),
    "surface is cut lower": lambda stage, shown: setattr(stage["surface"], "cap", 0.5),
    "level lines spread": lambda stage, shown: setattr(stage["surface"], "spread", 0.5),
    "surface moves": lambda stage, shown: stage["surface"].shift(RIGHT),
    "points are lost": lambda stage, shown: stage["line"].points.fill(np.nan),
    "everything leaves": lambda stage, shown: shown.clear(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_mobject_that_changes_is_drawn_anew(change):
    standing = stage()
    shown = list(standing.values())
    camera = FilmCamera()
    camera.redraw(shown)
    before = camera.pixel_array.copy()
    CHANGES[change](standing, shown)
    expected = fresh(shown)
    assert change == "turns its colours" or (expected != before).any()
    camera.redraw(shown)
    np.testing.assert_array_equal(camera.pixel_array, expected)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_picture_is_the_one_drawn_from_nothing_and_patches_build_it(seed):
    random = np.random.default_rng(seed)
    standing = stage()
    shown = list(standing.values())
    camera, picture = FilmCamera(), Patchwork(HEIGHT, WIDTH)
    for _ in range(40):
        name = random.choice(list(CHANGES))
        if name not in ("points are lost", "everything leaves", "leaves", "member leaves"):
            CHANGES[name](standing, shown)
        shown[int(random.integers(len(shown)))].shift(0.3 * random.normal(size=3) * [1, 1, 0])
        camera.redraw(shown)
        np.testing.assert_array_equal(picture.take(camera.take_patches()), fresh(shown))


def test_the_second_and_every_later_drawing_of_a_path_is_like_the_first():
    line, dot = Line([-6, -3, 0], [5, 3.3, 0]).set_stroke(width=7), Circle(0.3, fill_opacity=1)
    camera = FilmCamera()
    for _ in range(4):
        camera.redraw([dot.shift(0.1 * RIGHT), line])
        np.testing.assert_array_equal(camera.pixel_array, fresh([dot, line]))


def test_nothing_is_handed_on_where_nothing_changes():
    camera, shown = FilmCamera(), list(stage().values())
    camera.redraw(shown)
    assert [patch.box for patch in camera.take_patches()] == [Box(0, 0, WIDTH, HEIGHT)]
    camera.redraw(shown)
    assert camera.take_patches() == []


def test_what_changed_in_several_frames_is_handed_on_together():
    dot = Circle(0.1)
    camera, picture = FilmCamera(), Patchwork(HEIGHT, WIDTH)
    camera.redraw([dot])
    picture.take(camera.take_patches())
    for _ in range(2):
        camera.redraw([dot.shift(3 * RIGHT)])
    np.testing.assert_array_equal(picture.take(camera.take_patches()), fresh([dot]))


def test_a_new_background_is_drawn_everywhere():
    camera, dot = FilmCamera(), Circle()
    camera.redraw([dot])
    camera.background_color = "#ffffff"
    camera.redraw([dot])
    assert (camera.pixel_array[0, 0] == 255).all()


def test_far_from_what_changes_nothing_is_drawn(monkeypatch):
    drawn: list[VMobject] = []
    far, near, dot = (Circle(0.2).shift(x * RIGHT) for x in (-6, 3, 3.1))
    camera = FilmCamera()
    camera.redraw([dot, far, near])
    draw_one = camera._draw_one
    monkeypatch.setattr(camera, "_draw_one", lambda one, ctx: (drawn.append(one.mobject), draw_one(one, ctx)))
    camera.redraw([dot.shift(0.1 * UP), far, near])
    assert drawn == [dot, near]


def test_boxes_are_made_few_without_a_gap():
    random = np.random.default_rng(5)
    corners = random.integers(0, 900, (60, 2))
    boxes = [
        Box(int(x), int(y), int(x + w), int(y + h))
        for (x, y), (w, h) in zip(corners, random.integers(1, 90, (60, 2)), strict=True)
    ]
    few = few_apart(boxes)
    covered = np.zeros((1000, 1000), int)
    for box in few:
        covered[box.pixels] += 1
    assert all(covered[box.pixels].all() for box in boxes)
    assert covered.max() == 1
    assert few_apart([Patch(3, 4, np.zeros((2, 5, 4))).box]) == [Box(3, 4, 8, 6)]
