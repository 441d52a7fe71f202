"""Captions: short enough to be read, in time, by any player; and the transcript."""

import io
import math
from datetime import timedelta
from fractions import Fraction
from itertools import accumulate, pairwise

import av
import numpy as np
import pytest
import srt as subrip
from hypothesis import given
from hypothesis import strategies as st
from manim import tempconfig
from stage_play import act_classes
from stage_reel import film_reel
from stage_tables import lesson_of

from core import AffineModel, Dataset, HalfSquaredError, Lesson, Problem
from scenes.production.captions import Cue, alt_text, chapters_of, cues_of, srt, transcript, vtt
from scenes.production.manifest import ActRecord, BeatRecord, FileRecord, Making
from scenes.reading import lines_of, parts_of
from scenes.stage import seconds_to_read

FILE = FileRecord("f", "0", 0)
MOST_LINES, MOST_COLUMNS = 2, 42
MOST_CHARACTERS, MOST_WORDS = 17, 160  # a second, a minute
TICK = Fraction(1, 1000)  # in which times of captions are written
NUMBERS = (1, 2, 3, 4, 5)

sentences = st.lists(st.text("abc.,-θ", min_size=1, max_size=60), min_size=1, max_size=60).map(" ".join)
rates = pytest.mark.parametrize("rate", [15, 30, 60])


def record(number: int, rate: int, *beats: tuple[str, int], formulas: tuple[str, ...] = ()) -> ActRecord:
    """An act of beats that are given by their captions and how many frames they last."""
    ends = list(accumulate(frames for _, frames in beats))
    made = [
        BeatRecord(f"b{k}", caption, start, end, FILE, formulas)
        for k, ((caption, _), start, end) in enumerate(zip(beats, [0, *ends], ends, strict=False))
    ]
    title, frames = f"Act {number}", ends[-1]
    looks = ("k", "dark", "q", rate, frames, frames / rate, Making("", 0, 0), "")
    return ActRecord("m:C", number, "s", title, *looks, FILE, made)


def as_read(text: str, suffix: str) -> list[tuple[str, Fraction, Fraction]]:
    """Text, begin and end of each caption, as libav reads it from a file of captions."""
    kind = {"srt": "srt", "vtt": "webvtt"}[suffix]
    with av.open(io.BytesIO(text.encode()), format=kind) as file:
        return [
            (
                bytes(packet).decode(),
                packet.pts * packet.time_base,
                (packet.pts + packet.duration) * packet.time_base,
            )
            for packet in file.demux(subtitles=0)
            if packet.pts is not None
        ]


def assert_can_be_read(text: str, begin: Fraction, end: Fraction) -> None:
    lines = text.split("\n")
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= MOST_COLUMNS
    assert len(" ".join(lines)) <= MOST_CHARACTERS * (end - begin), text
    assert 60 * len(text.split()) <= MOST_WORDS * (end - begin), text


def in_seconds(time: timedelta) -> Fraction:
    return (time // timedelta(milliseconds=1)) * TICK


def held(seconds: float, rate: int) -> int:
    """Frames for which an act holds a picture."""
    return math.ceil(seconds * rate - 1e-6)


def without_breaks(texts) -> str:
    return "".join("".join(text.split()) for text in texts)


@given(sentences)
def test_a_part_of_a_caption_fits_two_lines_and_no_letter_is_lost(sentence):
    parts = parts_of(sentence)
    assert without_breaks(parts) == without_breaks([sentence])
    for part in parts:
        lines = lines_of(part)
        assert len(lines) <= MOST_LINES
        assert max(map(len, lines)) <= MOST_COLUMNS
        assert " ".join(lines) == part


def test_a_caption_that_fits_stays_whole_and_a_long_one_ends_its_parts_at_stops():
    first, second = (
        "This sentence stands alone: it is half as long as two lines.",
        "Another follows, of its length.",
    )
    assert parts_of(first) == [first]
    assert parts_of(f"{first} {second}") == [first, second]
    assert lines_of(first) == ["This sentence stands alone:", "it is half as long as two lines."]
    assert lines_of(second) == [second]


def test_a_break_after_a_stop_never_makes_a_line_too_long():
    assert lines_of(f"{'a' * 36} bbbbbb, {'c' * 33}") == ["a" * 36, f"bbbbbb, {'c' * 33}"]


@given(
    st.lists(st.tuples(sentences, st.integers(0, 300)), min_size=1, max_size=4), st.sampled_from([5, 15, 30])
)
def test_any_caption_that_stands_as_long_as_its_act_holds_it_can_be_read(beats, rate):
    """However long its words are: what is too much at once comes in parts."""
    with tempconfig({"frame_rate": rate}):
        lasting = [(text, held(seconds_to_read(text), rate) + more) for text, more in beats]
    act = record(1, rate, *lasting)
    found = [
        (cue.content, in_seconds(cue.start), in_seconds(cue.end))
        for cue in subrip.parse(srt(cues_of([act]), rate))
    ]
    assert without_breaks(text for text, _, _ in found) == without_breaks(text for text, _ in beats)
    for text, begin, end in found:
        assert_can_be_read(text, begin, end)
    assert all(before[2] <= after[1] for before, after in pairwise(found))
    assert found[-1][2] <= Fraction(act.frames, rate)


def long_names() -> Lesson:
    names = ("the number of hours " * 4, "what came of it " * 5)
    return Lesson.at(
        Problem(Dataset([1.0, 2.0, 4.0], [2.0, 1.0, 3.0], *names), AffineModel(), HalfSquaredError())
    )


def many_rows(count: int) -> Lesson:
    x = np.linspace(0.0, 9.0, count)
    return Lesson.at(Problem(Dataset(x, np.sin(x)), AffineModel(), HalfSquaredError()))


LESSONS = {
    "six": lambda: lesson_of("six"),
    "norris": lambda: lesson_of("norris"),
    "one": lambda: lesson_of("one"),
    "long names": long_names,
    "a thousand": lambda: many_rows(1000),
    "a million": lambda: many_rows(1_000_000),
}


@pytest.mark.parametrize("table", LESSONS)
def test_the_acts_captions_can_be_read_for_any_table(table):
    """Also in a beat that lasts no longer than reading takes."""
    lesson, rate = LESSONS[table](), 30
    acts = []
    for act in act_classes():
        with tempconfig({"frame_rate": rate}):
            beats = [(caption, held(seconds_to_read(caption), rate)) for _, caption in act.captions(lesson)]
        acts.append(record(act.number, rate, *beats))
    cues = cues_of(acts)
    assert [cue.text for cue in cues] == [beat.caption for act in acts for beat in act.beats]
    for suffix, text in (("srt", srt(cues, rate)), ("vtt", vtt(cues, rate))):
        for caption in as_read(text, suffix):
            assert_can_be_read(*caption)


@pytest.mark.parametrize(("suffix", "write"), [("srt", srt), ("vtt", vtt)])
def test_the_film_s_captions_are_read_back_by_players_as_they_are_meant(suffix, write):
    played = [film_reel(number, "six") for number in NUMBERS]
    acts = [
        record(n, 30, *((beat.caption, beat.end - beat.start) for beat in one.beats))
        for n, one in enumerate(played, 1)
    ]
    found = as_read(write(cues_of(acts), 30), suffix)
    assert [" ".join(text.split("\n")) for text, _, _ in found] == [
        b.caption for act in acts for b in act.beats
    ]
    for caption in found:
        assert_can_be_read(*caption)
    ends = accumulate(beat.end - beat.start for one in played for beat in one.beats)
    for (_, _, end), exact in zip(found, ends, strict=True):
        assert 0 <= Fraction(exact, 30) - end < TICK
    assert found[0][1] == 0
    assert all(before[2] == after[1] for before, after in pairwise(found))


@rates
@pytest.mark.parametrize(("suffix", "write"), [("srt", srt), ("vtt", vtt)])
def test_captions_follow_each_other_and_end_with_the_film_and_never_after_it(rate, suffix, write):
    acts = [
        record(1, rate, ("a", 77), ("b", 100), ("c", 200 * rate)),
        record(2, rate, ("d", 90), ("e", 4000 * rate + 1)),
    ]
    found = as_read(write(cues_of(acts), rate), suffix)
    assert found[0][1] == 0
    assert [begin for _, begin, _ in found[1:]] == [end for _, _, end in found[:-1]]
    total = Fraction(sum(one.frames for one in acts), rate)
    assert total - TICK < found[-1][2] <= total


def test_web_captions_are_escaped_and_subrip_is_not():
    cues = [Cue("a & <b>", 0, 30)]
    assert vtt(cues, 30) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na &amp; &lt;b&gt;\n"
    assert srt(cues, 30) == "1\n00:00:00,000 --> 00:00:01,000\na & <b>\n"


def test_chapters_are_the_beats_whatever_their_captions_take():
    long = "word " * 40
    acts = [record(1, 30, ("a", 100), (long, 1000)), record(2, 30, ("b", 90))]
    assert len(cues_of(acts)) > 3
    assert chapters_of(acts) == [Cue("a", 0, 100), Cue(long, 100, 1100), Cue("b", 1100, 1190)]


def test_the_transcript_has_headings_with_times_every_sentence_and_formulas_in_words():
    formula = "capital L equals " + "a very long sum plus " * 6 + "one"
    acts = [
        record(1, 30, ("Short.", 300), ("word " * 40, 1500), formulas=(formula,)),
        record(2, 30, ("End.", 30)),
    ]
    text = transcript("Title", acts)
    assert text.startswith("Title\n\n1. Act 1 (0:00)\n\nShort.\n    capital L equals a very long sum")
    assert "\n\n2. Act 2 (1:00)\n\nEnd.\n" in text
    assert max(map(len, text.splitlines())) <= 100
    flat = " ".join(text.split())
    assert all(" ".join(beat.caption.split()) in flat for one in acts for beat in one.beats)
    assert flat.count(formula) == 2


def test_a_picture_is_described_by_heading_caption_and_formulas():
    assert alt_text("One θ", "Where is it?") == "One θ. Where is it?"
    assert alt_text("One θ", "Here.", ("x equals 1", "y equals 2")) == (
        "One θ. Here. On the screen: x equals 1; y equals 2."
    )
