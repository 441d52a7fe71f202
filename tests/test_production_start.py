"""Where the command begins: closed streams and missing packages."""

import subprocess
import sys
from pathlib import Path

import pytest

START = "import sys; from scenes.production.start import main; sys.exit(main())"
CLOSED = {"standard input": "<&-", "standard output": ">&-", "standard error": "2>&-", "all": "<&- >&- 2>&-"}


@pytest.mark.parametrize("closing", CLOSED.values(), ids=CLOSED.keys())
def test_a_stream_that_is_closed_is_written_to_by_nobody_and_hinders_nothing(closing, tmp_path):
    told = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" numbers {closing}', sys.executable, START],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert ("mean of 6" in told.stdout) == (">&-" not in closing.replace("2>&-", ""))


STREAMS = """
import subprocess
null = os.stat(os.devnull)
where = [os.path.samestat(os.fstat(number), null) for number in (0, 1)]
print(*where, subprocess.run(["true"]).returncode == 0, file=sys.stderr)
"""


def test_streams_that_were_closed_are_open_for_whatever_is_started():
    look = "import os, sys; from scenes.production import start; start._open_streams(); "
    told = subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" <&- >&-', sys.executable, look + STREAMS],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert told.stderr.split() == ["True", "True", "True"]


@pytest.mark.parametrize("package", ["numpy", "cloup"])
def test_a_package_that_is_missing_is_told_in_a_line(package):
    told = run_without(package, "numbers")
    assert told.returncode == 1
    assert told.stderr == f"lecture: {package} is not installed; set up anew: make set-up\n"


def test_a_package_that_a_command_needs_is_told_with_where_to_ask():
    told = run_without("rich", "numbers")
    assert told.returncode == 1
    assert told.stderr == "lecture: rich is not installed; lecture doctor says more\n"


def run_without(package: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    gone = f"import sys; sys.modules[{package!r}] = None; "
    return subprocess.run(
        [sys.executable, "-c", gone + START, *arguments],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
    )
