"""The command line: what it prints, where, and with which status."""

import json
import subprocess
import sys

import pytest
from lecture_of_two_acts import ACTS

from core import Dataset, HalfSquaredError, Lesson, Problem, lesson_as_dict
from core.models import AffineModel
from scenes import storyboard
from scenes.production.cli import main

WITHOUT_MANIM = """
import sys
from scenes.production.cli import main
status = main({arguments})
loaded = [name for name in ("manim", "av", "cairo") if name in sys.modules]
print(loaded, file=sys.stderr)
sys.exit(status or bool(loaded))
"""


@pytest.fixture(autouse=True)
def _two_acts(monkeypatch, tmp_path):
    monkeypatch.setattr(storyboard, "ACTS", ACTS)
    monkeypatch.chdir(tmp_path)


def complaint(capsys, *arguments: str) -> str:
    """The one line on standard error of a command whose input is wrong."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    return err.strip()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["render", "--help"], ["numbers"], ["check"], ["check", "--json"]]
)
def test_light_commands_import_no_manim(arguments):
    program = WITHOUT_MANIM.format(arguments=arguments)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "[]\n")
    assert ended.stdout


def test_numbers_as_json_are_the_lesson_unrounded(capsys):
    assert main(["numbers", "--json", "--data", "norris", "--theta=0.5,1"]) == 0
    problem = Problem(Dataset.packaged("norris"), AffineModel(), HalfSquaredError())
    assert json.loads(capsys.readouterr().out) == lesson_as_dict(Lesson.at(problem, (0.5, 1.0)))


def test_numbers_of_six_as_a_plain_table(capsys):
    assert main(["numbers"]) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    assert ["1", "-2", "-2.3", "-1", "0.845", "1.3", "-2.6"] in [line.split() for line in out.splitlines()]
    assert "minimizer (0, 1.4)" in out


def test_numbers_of_a_long_table_leave_rows_out_visibly(capsys):
    assert main(["numbers", "--data", "norris"]) == 0
    out = capsys.readouterr().out
    rows = [line.split()[0] for line in out.splitlines() if line]
    assert rows[1:8] == ["1", "2", "3", "…", "19", "…", "36"]
    assert "mean of 36" in out


def test_bare_lecture_shows_its_help(capsys):
    assert main([]) == 0
    assert "Commands:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["rendr"], 'unknown command "rendr"; did you mean "render"? commands: render, '),
        (["render", "--qualty", "draft"], "--qualty"),
        (["render", "--quality"], "--quality"),
        (["render", "--quality", "drat"], 'unknown quality "drat"; did you mean "draft"?'),
        (
            ["render", "Circle"],
            'ACT: unknown act "Circle"; did you mean "Circles"? acts: Circles, circles, 1, Squares',
        ),
        (["render", "3"], 'ACT: unknown act "3"'),
        (["numbers", "--model", "cubic"], 'unknown model "cubic"; models: affine'),
        (["numbers", "--loss", "halfsquared"], 'did you mean "half-squared"?'),
        (["numbers", "--data", "norriss"], 'unknown table "norriss"; did you mean "norris"?'),
        (["numbers", "--data", "no.csv"], "no.csv: no such file"),
        (["numbers", "--data", "six", "--x", "q"], 'unknown column of six "q"'),
        (["numbers", "--theta=1e200,1e200"], "overflow"),
        (["list", "--theme", "drak"], 'did you mean "dark"?'),
    ],
)
def test_wrong_input_is_one_line_and_status_2_and_writes_nothing(capsys, tmp_path, arguments, expected):
    assert expected in complaint(capsys, *arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_cell_is_named_by_line_and_column(capsys, tmp_path):
    (tmp_path / "t.csv").write_text("x,y\n1,2\n3,four\n")
    assert complaint(capsys, "check", "--data", "t.csv").startswith("t.csv:3:2 (y): ")


def test_check_as_json_says_what_is_wrong(capsys):
    assert main(["check", "--json", "--theme", "drak"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    [problem] = found["problems"]
    assert problem["name"] == "--theme"
    assert 'did you mean "dark"' in problem["remedy"]


@pytest.mark.parametrize("command", ["check", "numbers"])
def test_no_traceback_but_with_debug(capsys, command):
    assert main([command, "--data", "no.csv"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert main([command, "--data", "no.csv", "--debug"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["file", "link"])
def test_an_output_folder_that_is_none(capsys, tmp_path, name):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "acts").symlink_to("/")
    assert "--out: " in complaint(capsys, "render", "--out", name)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_list_before_any_render(capsys):
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("01-circles") for line in lines)
    assert any("a-circle-comes" in line and "A circle for six examples." in line for line in lines)
