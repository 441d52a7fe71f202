"""What somebody else wrote can't speak to the terminal: no control character of theirs reaches it."""

import os
import pty
import re
import subprocess
import sys

import pytest
from lecture_of_two_acts import ACTS

from core.__main__ import main as core_main
from scenes import storyboard
from scenes.production.cli import main
from scenes.production.report import output, show, show_acts

EVIL = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\r\x08"
NAMES = f'"x{EVIL}",[red]y[/red]\n1,2\n2,3\n'
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def is_tame(text: str) -> bool:
    return all(line.isprintable() for line in text.replace("\r\n", "\n").split("\n"))


@pytest.fixture(autouse=True)
def _two_acts(monkeypatch, tmp_path):
    monkeypatch.setattr(storyboard, "ACTS", ACTS)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", ["check", "numbers", "list"])
def test_names_of_columns_and_files_are_tame_on_standard_output(capsys, tmp_path, command):
    path = tmp_path / f"t{EVIL}.csv"
    path.write_text(NAMES)
    assert main([command, "--data", path.name]) == 0
    out, err = capsys.readouterr()
    assert is_tame(out)
    assert err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--data", f"no{EVIL}.csv"],
        ["check", "--data", f"no{EVIL}"],
        ["check", "--theme", EVIL],
        ["check", "--theta", EVIL],
        ["check", "--out", f"file/{EVIL}"],
        ["check", "--x", EVIL],
        ["render", EVIL],
        ["figures", "--beat", EVIL],
        ["figures", "--format", EVIL],
        ["figures", "--width", EVIL],
        ["slides", "--to", EVIL],
        [EVIL],
        [f"--{EVIL}"],
        ["check", f"--{EVIL}"],
        ["check", "--data", "cells.csv"],
        ["check", "--data", "wide.csv"],
    ],
    ids=ascii,
)
def test_complaints_are_one_tame_line(capsys, tmp_path, arguments):
    (tmp_path / "file").touch()
    (tmp_path / "cells.csv").write_text(f"x,y\n1,{EVIL.replace(chr(13), '')}\n")
    (tmp_path / "wide.csv").write_text(NAMES + "1,2,3\n")
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert is_tame(err)


def test_the_plain_program_is_tame_too(capsys, tmp_path):
    path = tmp_path / f"t{EVIL}.csv"
    path.write_text(NAMES)
    core_main([str(path)])
    with pytest.raises(SystemExit):
        core_main([f"no{EVIL}"])
    assert all(map(is_tame, capsys.readouterr()))


def test_markup_of_the_terminal_is_printed_as_it_is(capsys):
    show_acts(output(), [("01-act", "[red]Heading[/red]", "", [("beat", "[link=x]Caption[/link] [/]", "")])])
    show(output(), f"[red]{EVIL}[/red]")
    out = capsys.readouterr().out
    assert "[red]Heading[/red]" in out
    assert "[link=x]Caption[/link] [/]" in out
    assert is_tame(out)


def on_a_terminal(*arguments: str) -> str:
    """What the command sends to a terminal."""
    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "scenes.production.cli", *arguments]
    with subprocess.Popen(
        program, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(theirs)
        said = b""
        try:
            while more := os.read(ours, 1 << 16):
                said += more
        except OSError:  # how Linux says that the other end is closed
            pass
        process.wait()
    os.close(ours)
    return said.decode()


def test_a_terminal_gets_styles_of_ours_only(tmp_path):
    (tmp_path / f"t{EVIL}.csv").write_text(NAMES)
    said = on_a_terminal("numbers", "--data", f"t{EVIL}.csv") + on_a_terminal(
        "check", "--data", f"t{EVIL}.csv"
    )
    assert "full gradient" in said
    assert "over x" in said
    assert is_tame(STYLE.sub("", said))
