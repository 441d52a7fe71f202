"""The last frame of every beat as a slide: margins, overlaps, sizes, colours; and the seams between acts."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from stage_play import small_pictures
from stage_reel import film_reel, reel
from stage_still import Box, Still, Text, opacity_of

from scenes.parts.caption import Caption
from scenes.parts.numeral import Numeral
from scenes.parts.typeset import Formula, Words
from scenes.theme import THEMES

NUMBERS = (1, 2, 3, 4, 5)
ACROSS, UP = 6.4, 3.6  # half the frame less 5 % at each side
OVERSHOOT = 0.01  # round letters and control points of curves reach beyond the lines that they stand on
TOUCH = 0.005
SMALLEST, CAPTION = 0.184, 0.28  # cap heights: 2.3 % and 3.5 % of the frame
# Texts that stand inside one another, told apart glyph by glyph: figures that move, within their brackets.
BRACKETS = ("ColumnReadout", "ThetaReadout")
# Of all channels' 255 levels, a change that can be seen; and the share of pixels that may change so.
SEEN, SETTLES = 24, 0.0005

packaged = pytest.mark.parametrize("table", ["six", "norris"])
each_act = pytest.mark.parametrize("number", NUMBERS)


def outside(text: Text) -> bool:
    """Beyond the margin; the descenders of words may reach below it, their baseline may not."""
    left, bottom, right, top = text.box
    return beyond((left, bottom if text.baseline is None else text.baseline, right, top))


def beyond(box: Box) -> bool:
    left, bottom, right, top = box
    return max(-left, right) > ACROSS + OVERSHOOT or max(-bottom, top) > UP + OVERSHOOT


def overlap(first: Box, second: Box) -> bool:
    across = min(first[2], second[2]) - max(first[0], second[0])
    up = min(first[3], second[3]) - max(first[1], second[1])
    return min(across, up) > TOUCH


def collide(first: Text, second: Text) -> bool:
    if not overlap(first.box, second.box):
        return False
    if first.within == second.within and first.within.startswith(BRACKETS):
        return any(overlap(a, b) for a in first.boxes for b in second.boxes)
    return True


@packaged
@each_act
def test_every_beat_has_its_still(number, table):
    played = reel(number, table)
    assert [still.beat for still in played.stills] == [beat.name for beat in played.beats]


@packaged
@each_act
def test_no_text_is_outside_the_safe_margin(number, table):
    found = [
        f"{still.beat}: {text.says} at {np.round(text.box, 2)}"
        for still in reel(number, table).stills
        for text in still.texts
        if outside(text)
    ]
    assert not found, "\n".join(found)


@packaged
@each_act
def test_no_mark_is_outside_the_safe_margin(number, table):
    found = [
        f"{still.beat}: {mark.kind} at {np.round(mark.box, 2)}"
        for still in reel(number, table).stills
        for mark in still.marks
        if beyond(mark.box)
    ]
    assert not found, "\n".join(found)


@packaged
@each_act
def test_no_two_texts_overlap(number, table):
    found = [
        f"{still.beat}: {first.says} | {second.says}"
        for still in reel(number, table).stills
        for first, second in combinations(still.texts, 2)
        if collide(first, second)
    ]
    assert not found, "\n".join(found)


@packaged
@each_act
def test_texts_are_large_enough(number, table):
    for still in reel(number, table).stills:
        for text in still.texts:
            least = CAPTION if text.within.startswith(Caption.__name__) else SMALLEST
            assert text.cap >= least, f"{still.beat}: {text.says} has capitals of {text.cap:.3f}"


@each_act
@pytest.mark.parametrize("play", [reel, film_reel], ids=["dark", "light"])
def test_all_colours_are_the_theme_s(number, play):
    played = play(number, "six")
    theme = THEMES[played.theme]
    values = [value for name, value in vars(theme).items() if name != "name"]
    named = {c.upper() for value in values for c in ((value,) if isinstance(value, str) else value)}
    for still in played.stills:
        assert still.colours <= named, f"{still.beat}: {still.colours - named}"


@packaged
@pytest.mark.parametrize(("first", "second"), list(pairwise(NUMBERS)))
def test_an_act_begins_where_the_last_one_ended(first, second, table):
    before, after = reel(first, table).last, reel(second, table).first
    assert np.array_equal(before, after)
    assert len(np.unique(before.reshape(-1, 4), axis=0)) > 10, "an empty picture"


@packaged
@each_act
def test_nothing_jumps_when_a_tableau_is_built_anew(number, table):
    for before, after in reel(number, table).settled:
        changed = np.abs(before.astype(int) - after).max(axis=2) > SEEN
        assert changed.mean() <= SETTLES, f"{changed.sum()} pixels of {changed.size}"


@each_act
def test_a_still_is_the_same_at_every_frame_rate(number):
    """One play shows a few frames of each motion, the other none but the ends: figures need not draw them."""
    for few, none in zip(reel(number, "six").stills, film_reel(number, "six").stills, strict=True):
        for one, other in zip(marks_and_texts(few), marks_and_texts(none), strict=True):
            assert one[0] == other[0], few.beat
            assert one[1] == pytest.approx(other[1], abs=1e-3), f"{few.beat}: {one[0]}"


def marks_and_texts(still: Still) -> list[tuple[str, Box]]:
    """What stands on a still, and where."""
    return [(mark.kind, mark.box) for mark in still.marks] + [(text.says, text.box) for text in still.texts]


def test_texts_measure_what_they_claim(tmp_path):
    """Capitals and figures are as high as their cap height says."""
    with small_pictures(tmp_path):
        texts = [kind(text, 0.3, "#000000") for kind, text in ((Words, "H"), (Numeral, "1"), (Formula, "L"))]
    for text in texts:
        glyph = next(g for g in text.family_members_with_points() if len(g.points) > 1 and opacity_of(g) > 0)
        assert glyph.height == pytest.approx(0.3, rel=0.04)
