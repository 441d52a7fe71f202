"""The command ``lecture figures``: what it makes, what is made again, and what it says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from film_of_two_acts import Circles, Squares
from lecture_of_two_acts import ACTS as TWO_ACTS
from lecture_of_two_acts import TESTS, hashes, lecture
from pictures_apart import by_resvg, png
from stage_play import act_classes
from stage_tables import lesson_of

from scenes import storyboard
from scenes.production.acts import acts_of
from scenes.production.cli import main
from scenes.production.manifest import FileRecord, Product, read_manifest
from scenes.theme import THEMES

FORMATS = ("svg", "pdf", "png")
INK = [int(THEMES["light"].ink[k : k + 2], 16) for k in (1, 3, 5)]


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Path:
    """All figures of the film of two acts."""
    folder = tmp_path_factory.mktemp("small figures")
    assert lecture(folder, "figures").status == 0
    return folder / "media"


@pytest.fixture
def copied(small, tmp_path) -> Path:
    """A copy of those, to be spoilt; beside it nothing."""
    shutil.copytree(small, tmp_path / "media")
    return tmp_path / "media"


def test_the_names_of_beats_in_an_acts_file_are_those_that_are_played():
    classes = (*act_classes(), Circles, Squares)
    for act, act_class in zip(acts_of((*storyboard.ACTS, *TWO_ACTS)), classes, strict=True):
        assert list(act.beats) == [name for name, _ in act_class.captions(lesson_of("six"))]


def test_a_second_call_has_nothing_to_do_and_imports_no_manim(copied):
    before = hashes(copied)
    program = """if True:
        import sys, lecture_of_two_acts as film
        film.storyboard.ACTS = film.ACTS
        status = film.cli.main(["figures"])
        sys.exit(status or any(name in sys.modules for name in ("manim", "av", "cairo")))
    """
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=copied.parent,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("nothing to do: figures in media are up to date")
    assert hashes(copied) == before


def test_what_is_missing_or_spoilt_is_drawn_again_the_same(copied):
    before = hashes(copied)
    spoilt = copied / "figures/dark/01-circles/01-a-circle-comes.svg"
    spoilt.write_text(spoilt.read_text().replace("<path", "<path "))
    (copied / "figures/light/02-squares/01-a-square-comes.pdf").unlink()
    ended = lecture(copied.parent, "figures", "--jobs", "1")
    assert "figures/dark  6 files: 2 beats" in ended.out
    assert "figures/light  3 files: 1 beats" in ended.out
    assert hashes(copied) == before


def test_another_table_is_drawn_anew_and_its_other_formats_leave(copied):
    (copied.parent / "one.csv").write_text("x,y\n1,2\n")
    arguments = ("--data", "one.csv", "--beat", "it-moves", "--themes", "dark", "--format", "svg")
    assert lecture(copied.parent, "figures", *arguments).status == 0
    files = {path for path in hashes(copied) if path.startswith("figures/dark/01-circles/")}
    assert {Path(path).name for path in files} == {
        "01-a-circle-comes.svg",
        "01-a-circle-comes.pdf",
        "01-a-circle-comes.png",
        "02-it-moves.svg",
    }
    assert "It moves for one." in (copied / "figures/dark/01-circles/02-it-moves.svg").read_text()
    assert lecture(copied.parent, "figures", *arguments[:-1], "svg,png").status == 0
    recorded = read_manifest(copied / "manifest.json").figures["dark"]["01-circles/02-it-moves"]
    assert [Path(file.path).suffix for file in recorded.files] == [".png", ".svg"]


def test_other_looks_have_folders_of_their_own(copied):
    before = hashes(copied)
    options = (
        "--width",
        "640",
        "--transparent",
        "--no-caption",
        "--themes",
        "light",
        "--beat",
        "a-circle-comes",
    )
    assert lecture(copied.parent, "figures", *options).status == 0
    after = hashes(copied)
    new = set(after) - set(before)
    folder = "figures/light-transparent-no-caption-640/01-circles"
    assert new == {f"{folder}/01-a-circle-comes.{kind}" for kind in FORMATS}
    assert {path for path in before if after[path] != before[path]} == {"manifest.json"}
    svg = copied / folder / "01-a-circle-comes.svg"
    root = ElementTree.parse(svg).getroot()
    assert (root.get("width"), root.get("height")) == ("640", "360")
    clear, same = png(svg.with_suffix(".png")), by_resvg(svg, alpha=True)
    assert clear.shape == same.shape == (360, 640, 4)
    for picture in (clear, same):
        assert not picture[[0, 0, -1, -1], [0, -1, 0, -1], 3].any()
        assert not picture[310:, :, 3].any(), "the caption is left out"
        assert picture[:40, :200, 3].any(), "the heading is not"
        assert picture[180, 320].tolist() == [*INK, 255]


def test_figures_of_a_beat_that_left_the_film_leave_too(copied):
    file, gone = copied / "manifest.json", "03-gone/01-it-was-here"
    old = copied / f"figures/dark/{gone}.svg"
    old.parent.mkdir()
    old.write_text("<svg/>")
    manifest = read_manifest(file)
    record = Product("", [FileRecord(old.relative_to(copied).as_posix(), "", 6)])
    manifest.figures["dark"][gone] = record
    file.write_text(manifest.to_json())
    assert lecture(copied.parent, "figures").status == 0
    assert not old.parent.exists()
    assert gone not in read_manifest(file).figures["dark"]


def test_an_act_that_fails_is_named_and_the_other_is_drawn(tmp_path):
    ended = lecture(tmp_path, "figures", FILM_FAULT="raise:circles")
    assert ended.status == 1
    fault = "01-circles failed after beat a-circle-comes: ZeroDivisionError: a fault on purpose"
    assert f"{fault}; log: media/.lecture/logs/01-circles.log" in ended.err
    files = set(hashes(tmp_path / "media")) - {"manifest.json"}
    assert {Path(file).parts[2] for file in files} == {"02-squares"}
    assert len(files) == 6


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--format", "svg,gif"], '--format: unknown format "gif"; formats: svg, pdf, png'),
        (["--format", ""], '--format: unknown format ""'),
        (["--themes", "drak"], '--themes: unknown theme "drak"; did you mean "dark"?'),
        (["--width", "wide"], '--width: "wide" is not a width in pixels; give 160 to 7680'),
        (["--width", "99999"], '--width: "99999" is not a width in pixels'),
        (["--beat", "it-move"], '--beat: unknown beat "it-move"; did you mean "it-moves"?'),
        (["squares", "--beat", "it-moves"], '--beat: unknown beat "it-moves"'),
        (["triangles"], 'ACT: unknown act "triangles"'),
        (["--data", "no.csv"], "no.csv: no such file"),
    ],
)
def test_wrong_input_is_one_line_and_status_2_and_writes_nothing(
    monkeypatch, capsys, tmp_path, arguments, expected
):
    monkeypatch.setattr(storyboard, "ACTS", TWO_ACTS)
    monkeypatch.chdir(tmp_path)
    assert main(["figures", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert expected in err
    assert list(tmp_path.iterdir()) == []
