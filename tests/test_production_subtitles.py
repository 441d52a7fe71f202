"""Chapters and captions within the film's own file."""

from fractions import Fraction

import av
import numpy as np
import pytest

from scenes.boxes import Patch
from scenes.production.captions import Cue
from scenes.production.encoder import Encoder
from scenes.production.quality import Quality
from scenes.production.remux import join
from scenes.production.subtitles import switch_off

# No beat's length is a whole number of hundredths of a second at any of the rates.
BEATS = [
    Cue("A circle & a <square>; ü = ∇", 0, 7),
    Cue("A caption of words that takes two lines, " * 2, 7, 31),
]
BEATS += [Cue("The end.", 31, 40)]
rates = pytest.mark.parametrize("rate", [15, 30, 60])


def joined(tmp_path, rate: int):
    """Two videos of twenty frames, joined, with a chapter and a caption a beat."""
    encoder = Encoder(tmp_path / "video.mp4", Quality("small", 64, 36, rate))
    for number in range(20):
        encoder.write([Patch(0, 0, np.full((36, 64, 4), 10 * number, np.uint8))], 1, number == 0)
    encoder.close()
    target = tmp_path / "joined.mp4"
    assert join([tmp_path / "video.mp4"] * 2, target, rate, "Title", BEATS, BEATS) == 40
    return target


@rates
def test_times_of_chapters_are_those_of_frames(rate, tmp_path):
    with av.open(str(joined(tmp_path, rate))) as film:
        found = [
            (
                chapter["metadata"]["title"],
                chapter["start"] * chapter["time_base"] * rate,
                chapter["end"] * chapter["time_base"] * rate,
            )
            for chapter in film.chapters()
        ]
        assert film.duration == round(Fraction(40, rate) * av.time_base)
    assert found == [(beat.text, beat.start, beat.end) for beat in BEATS]


@rates
def test_the_track_of_captions_holds_them_at_their_frames(rate, tmp_path):
    with av.open(str(joined(tmp_path, rate))) as film:
        (track,) = film.streams.subtitles
        packets = [packet for packet in film.demux(track) if packet.pts is not None and packet.size > 2]
        assert (track.metadata["language"], track.metadata["name"]) == ("eng", "English")
        assert (track.codec_context.name, film.metadata["title"]) == ("mov_text", "Title")
        times = [
            (packet.pts * track.time_base * rate, (packet.pts + packet.duration) * track.time_base * rate)
            for packet in packets
        ]
    assert times == [(beat.start, beat.end) for beat in BEATS]
    texts = [bytes(packet)[2:].decode() for packet in packets]
    assert [text.split() for text in texts] == [beat.text.split() for beat in BEATS]
    assert max(len(line) for text in texts for line in text.split("\n")) <= 42


def test_captions_are_on_until_they_are_switched_off_and_nothing_else_changes(tmp_path):
    film = joined(tmp_path, 30)
    before = film.read_bytes()
    assert selected(film) == (True, True)
    switch_off(film)
    assert selected(film) == (True, False)
    after = film.read_bytes()
    assert len(after) == len(before)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def selected(film) -> tuple[bool, bool]:
    """Whether players show picture and captions by themselves."""
    with av.open(str(film)) as file:
        tracks = (file.streams.video[0], file.streams.subtitles[0])
        return tuple(bool(track.disposition & av.stream.Disposition.default) for track in tracks)


def test_a_file_without_captions_has_none_to_switch_off(tmp_path):
    joined(tmp_path, 30)
    with pytest.raises(ValueError, match="no track of captions"):
        switch_off(tmp_path / "video.mp4")
