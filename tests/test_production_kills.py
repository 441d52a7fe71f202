"""Twenty kills: whatever is killed, each published file is an old or a new one. `make faults` has more."""

from itertools import islice

import pytest
from faults_kills import NAMES, Ground, interrupts, kills, resumed
from faults_oracle import film
from lecture_of_two_acts import TINY

COUNTS = {"command": 14, "worker": 3, "joining": 3}


@pytest.fixture(scope="module")
def ground():
    with film("render", "--quality", TINY.name) as made:
        ground = Ground(made, soon=20)  # however busy this machine is
        ground.prepare()
        yield ground


@pytest.mark.parametrize(("who", "count"), COUNTS.items())
def test_after_a_kill_every_file_is_the_old_or_the_new_one_and_nobody_lives_on(ground, who, count):
    hits = list(islice(kills(ground, who, seed=1, resume_every=0), count))
    assert [kill.wrong for kill in hits] == [[]] * count


def test_a_command_that_is_interrupted_tidies_up_and_says_so(ground):
    assert [kill.wrong for kill in islice(interrupts(ground, seed=1), 4)] == [[]] * 4


def test_a_command_given_again_after_kills_makes_what_an_undisturbed_one_does(ground):
    assert [kill.wrong for kill in islice(kills(ground, "command", seed=2, resume_every=0), 1)] == [[]]
    for name in NAMES:
        assert resumed(ground, name) == []
