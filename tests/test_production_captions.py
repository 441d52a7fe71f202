"""Captions and transcript: frames into times."""

import re
from fractions import Fraction

import pytest

from scenes.production.captions import Cue, cues_of, srt, transcript, vtt
from scenes.production.manifest import ActRecord, BeatRecord, FileRecord

FILE = FileRecord("f", "0", 0)


def act(number: int, rate: int, *lengths: int) -> ActRecord:
    ends = [sum(lengths[: k + 1]) for k in range(len(lengths))]
    beats = [
        BeatRecord(
            f"b{k}", f"Beat {number}.{k} & <more> words, so many that they need two lines.", start, end, FILE
        )
        for k, (start, end) in enumerate(zip([0, *ends], ends, strict=False))
    ]
    frames = ends[-1]
    return ActRecord(
        "m:C",
        number,
        "s",
        f"Act {number}",
        "k",
        "dark",
        "q",
        rate,
        frames,
        frames / rate,
        0,
        0,
        {},
        {},
        FILE,
        beats,
    )


def times(text: str) -> list[tuple[Fraction, Fraction]]:
    pattern = r"(\d+):(\d+):(\d+)[.,](\d+) --> (\d+):(\d+):(\d+)[.,](\d+)"
    found = [[int(part) for part in match] for match in re.findall(pattern, text)]
    return [(seconds(*parts[:4]), seconds(*parts[4:])) for parts in found]


def seconds(hours: int, minutes: int, whole: int, milliseconds: int) -> Fraction:
    return Fraction(((hours * 60 + minutes) * 60 + whole) * 1000 + milliseconds, 1000)


@pytest.mark.parametrize("rate", [15, 30, 60])
@pytest.mark.parametrize("write", [srt, vtt])
def test_captions_follow_each_other_and_end_with_the_film_and_never_after_it(rate, write):
    acts = [act(1, rate, 77, 1, 200 * rate), act(2, rate, 3, 4000 * rate + 1)]
    found = times(write(cues_of(acts), rate))
    ends = [Fraction(sum(length), rate) for length in ([77], [78], [78, 200 * rate])]
    assert found[0][0] == 0
    assert [begin for begin, _ in found[1:]] == [end for _, end in found[:-1]]
    assert all(0 <= exact - end < Fraction(1, 1000) for exact, (_, end) in zip(ends, found, strict=False))
    total = Fraction(sum(one.frames for one in acts), rate)
    assert total - Fraction(1, 1000) < found[-1][1] <= total


def test_web_captions_are_escaped_and_subrip_is_not():
    cues = [Cue("a & <b>", 0, 30)]
    assert vtt(cues, 30) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na &amp; &lt;b&gt;\n"
    assert srt(cues, 30) == "1\n00:00:00,000 --> 00:00:01,000\na & <b>\n"


def test_a_caption_has_two_short_lines_at_most_for_84_characters():
    cue = Cue("word " * 16, 0, 30)
    lines = srt([cue], 30).splitlines()[2:]
    assert len(lines) == 2
    assert max(map(len, lines)) <= 42


def test_the_transcript_has_headings_with_times_and_every_sentence():
    acts = [act(1, 30, 300, 1500), act(2, 30, 30)]
    text = transcript("Title", acts)
    assert text.startswith("Title\n\n1. Act 1 (0:00)\n\n")
    assert "\n2. Act 2 (1:00)\n" in text
    flat = " ".join(text.split())
    assert all(beat.caption in flat for one in acts for beat in one.beats)
