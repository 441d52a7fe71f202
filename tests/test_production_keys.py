"""An act's key changes with each of its inputs, and with nothing else."""

import shutil
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from lecture_of_two_acts import ACTS, TINY

from core import AffineModel, Dataset, HalfSquaredError, Lesson, Problem
from scenes.production import keys
from scenes.production.acts import acts_of
from scenes.production.keys import act_key, digest, forget_sources

X, Y = [1.0, 2.0, 3.0], [2.0, 1.0, 4.0]


def lesson(x=X, y=Y, theta=(1.0, 1.0), **names: str) -> Lesson:
    return Lesson.at(Problem(Dataset(x, y, **names), AffineModel(), HalfSquaredError()), theta)


def test_every_input_is_in_the_key(monkeypatch):
    first, second = acts_of(ACTS)
    plain = (first, lesson(), "dark", TINY, "shown")
    found = {
        act_key(*plain),
        act_key(second, *plain[1:]),
        act_key(first, lesson(theta=(1.0, np.nextafter(1, 2))), "dark", TINY, "shown"),
        act_key(first, lesson(x=[1.0, 2.0, np.nextafter(3, 4)]), "dark", TINY, "shown"),
        act_key(first, lesson(y_name="z"), "dark", TINY, "shown"),
        act_key(first, lesson(x=X[::-1], y=Y[::-1]), "dark", TINY, "shown"),
        act_key(*plain[:2], "light", TINY, "shown"),
        act_key(*plain[:3], replace(TINY, rate=11), "shown"),
        act_key(*plain[:4], "track"),
    }
    monkeypatch.setattr(keys, "versions", lambda: {"manim": "0"})
    found.add(act_key(*plain))
    assert len(found) == 10
    monkeypatch.undo()
    assert act_key(first, lesson(), "dark", TINY, "shown") == act_key(*plain)


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A copy of the project's sources, which may be changed."""
    root = tmp_path / "project"
    for package in ("core", "scenes"):
        shutil.copytree(
            keys.package_folder(package), root / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    (root / "scenes" / "act98_other.py").write_text("")
    (root / "scenes" / "act99_this.py").write_text("")
    monkeypatch.setattr(keys, "package_folder", lambda name: root / name)
    forget_sources()
    yield root
    forget_sources()


def test_sources_of_everything_that_draws_are_in_the_key_and_those_of_other_acts_are_not(sources):
    act = replace(acts_of(ACTS)[0], path=sources / "scenes" / "act99_this.py")
    drawn = ["core/gradients.py", "scenes/stage.py", "scenes/theme.py", "scenes/camera.py"]
    drawn += ["scenes/parts/caption.py", "scenes/production/encoder.py", "scenes/act99_this.py"]
    others = ["scenes/storyboard.py", "scenes/act98_other.py", "scenes/production/cli.py"]

    def key_after(path: str) -> str:
        with (sources / path).open("a") as file:
            file.write("# more\n")
        forget_sources()
        return act_key(act, lesson(), "dark", TINY, "shown")

    found = [act_key(act, lesson(), "dark", TINY, "shown")]
    found += [key_after(path) for path in drawn]
    assert len(set(found)) == len(drawn) + 1
    assert {key_after(path) for path in others} == {found[-1]}


def test_touching_a_source_changes_no_key(sources):
    act = acts_of(ACTS)[0]
    before = act_key(act, lesson(), "dark", TINY, "shown")
    for path in sources.rglob("*.py"):
        path.touch()
    forget_sources()
    assert act_key(act, lesson(), "dark", TINY, "shown") == before


def test_values_that_differ_have_digests_that_differ():
    @dataclass
    class Pair:
        a: object
        b: object

    values = [
        0,
        0.0,
        -0.0,
        False,
        None,
        "",
        "0",
        (),
        ((),),
        [0],
        {"a": 0},
        {"a": "0"},
        Pair(0, 1),
        Pair(1, 0),
    ]
    values += [
        np.zeros(2),
        np.zeros(2, int),
        np.zeros((1, 2)),
        np.float64(0),
        Fraction(1, 2),
        ("ab", "c"),
        ("a", "bc"),
    ]
    digests = [digest(value) for value in values]
    assert all(a != b for a, b in combinations(digests, 2))


def test_what_has_no_digest_is_refused():
    with pytest.raises(TypeError, match="no digest"):
        digest(object())
