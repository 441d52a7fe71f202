"""The corpus of good and bad input, given to the command: one line on standard error, nothing written."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import ACCEPTED, FOLDER, OPTIONS, PLACES, SAME, SETTINGS, TABLES, is_large, laid, lay_settings
from lecture_of_two_acts import ACTS

from scenes import storyboard
from scenes.production.cli import main
from scenes.production.findings import MOST

COMMANDS = ("render", "numbers", "list", "figures", "handout", "slides", "page", "all")


@pytest.fixture(autouse=True)
def _two_acts_in_a_narrow_terminal(monkeypatch, tmp_path):
    monkeypatch.setattr(storyboard, "ACTS", ACTS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "20")


def said_by(capsys, *arguments: str) -> list[str]:
    """Lines on standard error of a command that refuses its input and prints nothing else."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    return err.removesuffix("\n").split("\n")


def everything_in(folder):
    return sorted((path, path.lstat().st_mtime_ns) for path in folder.rglob("*"))


def told(capsys, expected: list[str], *arguments: str) -> None:
    """`check` says all that is expected and `render` the first of it; neither writes a thing."""
    before = everything_in(Path.cwd())
    assert said_by(capsys, "check", *arguments) == expected
    assert said_by(capsys, "render", *arguments) == expected[:1]
    assert everything_in(Path.cwd()) == before
    assert main(["check", "--json", *arguments]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["n_problems"]) == (False, len(expected))
    for problem, line in zip(found["problems"], expected, strict=True):
        assert line.endswith(f"{problem['problem']}; {problem['remedy']}".removesuffix("; "))


@pytest.mark.parametrize("name", [name for name in sorted(TABLES) if not is_large(name)])
def test_a_bad_table_is_told_by_check_and_refused_by_render(capsys, tmp_path, name):
    laid(name, tmp_path)
    told(capsys, TABLES[name], "--data", name)


@pytest.mark.parametrize("name", SETTINGS)
def test_bad_settings_are_told_by_check_and_refused_by_render(capsys, tmp_path, name):
    lay_settings(name, tmp_path)
    told(capsys, SETTINGS[name])


@pytest.mark.parametrize("options", OPTIONS)
def test_bad_options_are_told_by_check_and_refused_by_render(capsys, options):
    told(capsys, OPTIONS[options], *shlex.split(options))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_what_check_finds(capsys, tmp_path, command):
    laid("ragged.csv", tmp_path)
    assert said_by(capsys, command, "--data", "ragged.csv") == TABLES["ragged.csv"][:1]


@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_file_is_refused(capsys, tmp_path, name):
    make, problem = PLACES[name]
    make(tmp_path / name)
    told(capsys, [f"{name}: {problem}"], "--data", name)


@pytest.mark.parametrize("name", ["folder.csv", "fifo.csv", "device.csv"])
def test_a_settings_file_that_is_no_file_is_refused(capsys, tmp_path, name):
    make, problem = PLACES[name]
    make(tmp_path / "lecture.toml")
    told(capsys, [f"lecture.toml: {problem}"])


@pytest.mark.parametrize("kind", ["same", "accepted"])
def test_what_is_accepted_has_nothing_wrong(capsys, monkeypatch, kind):
    for name in {"same": SAME, "accepted": ACCEPTED}[kind]:
        assert main(["check", "--data", str(FOLDER / kind / name)]) == 0
        out, err = capsys.readouterr()
        assert (len(out.splitlines()), err) == (1, "")
        assert out.rstrip("\n").isprintable()


def test_settings_as_other_systems_write_them_are_accepted(capsys, tmp_path):
    (tmp_path / "lecture.toml").write_bytes(b'\xef\xbb\xbftheme = "light"\r\njobs = 2\r\n')
    assert main(["check"]) == 0


def test_of_very_much_that_is_wrong_the_beginning_is_told_and_the_rest_counted(capsys, tmp_path):
    (tmp_path / "bad.csv").write_text("x,y\n" + "1,NA\n" * 1_000)
    said = said_by(capsys, "check", "--data", "bad.csv")
    assert said[-1] == "and 900 more"
    assert len(said) == MOST + 1
    assert main(["check", "--json", "--data", "bad.csv"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (found["n_problems"], len(found["problems"])) == (1_000, MOST)
    place = {"file": "bad.csv", "line": 2, "column": 2, "name": "y"}
    assert found["problems"][0].items() > place.items()


def test_bad_input_is_refused_before_manim_is_loaded():
    program = (
        "import sys\n"
        "from scenes.production.cli import main\n"
        "status = main(['render', '--data', 'missing.csv'])\n"
        "print(status, sorted({'manim', 'av', 'cairo', 'typst'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("2 []\n", "missing.csv: no such file; check the path\n")
