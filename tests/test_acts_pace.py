"""Time to read, and how long acts and beats last, by counted frames at the film's rate."""

import pytest
from stage_play import FILM_RATE, act_classes
from stage_reel import film_reel, reel
from stage_tables import TABLES, lesson_of

NUMBERS = (1, 2, 3, 4, 5)
MOST_CHARACTERS, MOST_WORDS = 17, 160  # a second, a minute
STILL = 0.5  # seconds of a new caption in which nothing moves
LONGEST_BEAT, LONGEST_ACT = 16, {4: 48}
LONGEST = 45

each_act = pytest.mark.parametrize("number", NUMBERS)
# The beats of larger tables are the same or shorter.
packaged = pytest.mark.parametrize("table", ["six"])


def seconds_shown(number: int, table: str) -> list[float]:
    """For each beat how long its caption is fully there before the next beat begins."""
    played = film_reel(number, table)
    return [
        sum(shot.frames for shot in played.shots if shot.beat == k and shot.caption_shown) / FILM_RATE
        for k in range(len(played.beats))
    ]


@packaged
@each_act
def test_captions_can_be_read(number, table):
    beats = film_reel(number, table).beats
    for beat, seconds in zip(beats, seconds_shown(number, table), strict=True):
        words, characters = len(beat.caption.split()), len(beat.caption)
        assert seconds >= max(2.5, words / 3 + 1.0), f"{beat.caption} {seconds:.2f} s"
        assert characters / seconds <= MOST_CHARACTERS
        assert 60 * words / seconds <= MOST_WORDS


@packaged
@each_act
def test_nothing_moves_while_a_caption_is_new(number, table):
    played = film_reel(number, table)
    for k, beat in enumerate(played.beats):
        shown = [shot for shot in played.shots if shot.beat == k and shot.caption_shown]
        still = 0
        for shot in shown:
            if not shot.at_rest:
                break
            still += shot.frames
        assert still >= STILL * FILM_RATE, f"{beat.name}: moves after {still} frames"


@packaged
@each_act
def test_acts_and_beats_are_short(number, table):
    beats = film_reel(number, table).beats
    lengths = {beat.name: (beat.end - beat.start) / FILM_RATE for beat in beats}
    assert max(lengths.values()) <= LONGEST_BEAT, lengths
    assert sum(lengths.values()) <= LONGEST_ACT.get(number, LONGEST), sum(lengths.values())


@each_act
@pytest.mark.parametrize("table", TABLES)
def test_beats_add_up_to_the_act(number, table):
    played = reel(number, table)
    assert played.beats[0].start == 0
    assert [beat.end for beat in played.beats[:-1]] == [beat.start for beat in played.beats[1:]]
    counted = played.act.renderer.file_writer.frames
    assert played.beats[-1].end == counted == sum(shot.frames for shot in played.shots)


@each_act
@pytest.mark.parametrize("table", TABLES)
def test_captions_are_known_without_playing(number, table):
    played = [(beat.name, beat.caption) for beat in reel(number, table).beats]
    assert act_classes()[number - 1].captions(lesson_of(table)) == played


@each_act
@pytest.mark.parametrize("table", TABLES)
def test_every_beat_ends_in_a_hold(number, table):
    played = reel(number, table)
    for k in range(len(played.beats)):
        assert [shot for shot in played.shots if shot.beat == k][-1].at_rest
