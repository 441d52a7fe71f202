"""Places for marks: the one liked best that is clear, else the clearest."""

import numpy as np
from manim import Square

from scenes.parts.clearance import CLEAR, clear_place, clearest, edges, is_clear

SIDE = 0.2
PLACES = [np.array([x, 0.0, 0.0]) for x in (0.0, 1.0, 2.0)]


def upright(x: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([x, -9.0, 0.0]), np.array([x, 9.0, 0.0])


def test_without_lines_the_first_place_is_taken():
    assert clear_place(Square(SIDE), PLACES, []) is PLACES[0]


def test_a_place_that_is_clear_goes_before_a_clearer_one_behind_it():
    lines = [upright(0.05), upright(1.0 + SIDE / 2 + 1.01 * CLEAR)]
    assert clear_place(Square(SIDE), PLACES, lines) is PLACES[1]


def test_where_none_is_clear_the_clearest_is_taken():
    lines = [
        upright(x + SIDE / 2 + share * CLEAR)
        for x, share in zip((0.0, 1.0, 2.0), (0.1, 0.9, 0.5), strict=True)
    ]
    assert clear_place(Square(SIDE), PLACES, lines) is PLACES[1]


def test_a_mark_is_clear_of_lines_from_a_distance_on():
    mark = Square(SIDE)
    assert is_clear(mark, [upright(SIDE / 2 + 1.01 * CLEAR)])
    assert not is_clear(mark, [upright(SIDE / 2 + 0.99 * CLEAR)])
    assert not is_clear(mark, [upright(0.0)])


def test_edges_are_those_of_the_box():
    upper, lower = edges(Square(SIDE))
    assert np.allclose(upper, [[-SIDE / 2, SIDE / 2, 0], [SIDE / 2, SIDE / 2, 0]])
    assert np.allclose(lower, [[-SIDE / 2, -SIDE / 2, 0], [SIDE / 2, -SIDE / 2, 0]])


def test_the_clearest_mark_is_the_one_furthest_from_all_lines():
    marks = [Square(SIDE).move_to(place) for place in PLACES]
    assert clearest(marks, [upright(-0.3), upright(1.6)]) is marks[1]
    assert clearest(marks, [upright(0.4)]) is marks[2]
