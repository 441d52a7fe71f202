"""The output folder is looked at before anything is computed, and nothing leads out of it."""

import os

import pytest
from lecture_of_two_acts import ACTS

from scenes import storyboard
from scenes.production.cli import main
from scenes.production.errors import InputError
from scenes.production.folder import OutputFolder
from scenes.production.output_check import check_output_folder

INNER = ["acts", "beats", "figures", "slides", ".lecture", "beats/01-circles", "figures/dark/01-circles"]
PRIVATE = [".lecture/staging", ".lecture/logs", ".lecture/lock", ".lecture/logs/01-circles.log"]
ODD = ["with spaces", "it's", 'a "b"', "100%d", "{}", "{0!r}", "größe", "-x", "$HOME", "a;b", "[1]", "*"]


@pytest.fixture(autouse=True)
def _two_acts(monkeypatch, tmp_path):
    monkeypatch.setattr(storyboard, "ACTS", ACTS)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("command", "name"),
    [("render", name) for name in INNER + PRIVATE]
    + [(command, "acts") for command in ("check", "figures", "handout", "slides", "page", "all")],
)
def test_a_link_to_elsewhere_is_refused_before_anything_is_made(capsys, tmp_path, command, name):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("mine")
    link = tmp_path / "media" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere if name != ".lecture/lock" else elsewhere / "mine")
    assert main([command]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"--out: media/{name} leads elsewhere; remove this link\n")
    assert [path.name for path in elsewhere.iterdir()] == ["mine"]
    assert (elsewhere / "mine").read_text() == "mine"


def test_a_published_file_takes_the_place_of_a_link(tmp_path):
    folder, mine = OutputFolder(tmp_path / "media"), tmp_path / "mine"
    folder.prepare()
    mine.write_text("mine")
    (tmp_path / "media" / "manifest.json").symlink_to(mine)
    staged = folder.staging_for("manifest") / "manifest.json"
    staged.write_text("new")
    folder.publish(staged, "manifest.json")
    assert mine.read_text() == "mine"
    assert (tmp_path / "media" / "manifest.json").read_text() == "new"
    assert not (tmp_path / "media" / "manifest.json").is_symlink()


@pytest.mark.parametrize(
    ("make", "out", "complaint"),
    [
        (lambda path: path.touch(), "out", "out is not a folder; choose another"),
        (lambda path: path.touch(), "out/in", "is not a folder; choose another"),
        (lambda path: os.mkfifo(path), "out", "out is not a folder; choose another"),
        (lambda path: path.symlink_to("nowhere"), "out", "out is not a folder; choose another"),
        (lambda path: path.symlink_to("out"), "out", "out is not a folder; choose another"),
        (lambda path: None, "n" * 300, "file name too long; choose another folder"),
        (lambda path: None, "/proc/none", "choose another folder"),
    ],
)
def test_what_can_be_no_folder_is_refused(capsys, tmp_path, make, out, complaint):
    make(tmp_path / "out")
    before = sorted(path.name for path in tmp_path.iterdir())
    for command in ("render", "check") if out != "/proc/none" else ("render",):
        assert main([command, "--out", out]) == 2
        said = capsys.readouterr().err
        assert said.startswith("--out: ")
        assert said.endswith(f"{complaint}\n")
        assert said.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_no_trouble_and_check_makes_nothing(capsys, tmp_path, name):
    assert main(["check", f"--out={name}"]) == 0
    assert list(tmp_path.iterdir()) == []
    folder = OutputFolder(tmp_path / name)
    folder.prepare()
    with folder.held():
        assert folder.staging_for("a").is_dir()


def test_a_link_as_the_folder_itself_is_where_the_user_wants_it(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    check_output_folder(tmp_path / "out")


def test_a_link_inside_is_found_at_any_depth(tmp_path):
    (tmp_path / "figures/dark/a/b").mkdir(parents=True)
    check_output_folder(tmp_path)
    (tmp_path / "figures/dark/a/b/c").symlink_to("/")
    with pytest.raises(InputError, match="figures/dark/a/b/c leads elsewhere"):
        check_output_folder(tmp_path)
