"""Faults: an act that fails, workers and parents that are killed, two commands at once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lecture_of_two_acts import TESTS, hashes, lecture

from scenes.production.manifest import read_manifest

RENDER = ("render", "--quality", "tiny")


def start(folder: Path, **environment: str) -> "subprocess.Popen[str]":
    """Begin a render that hangs in its second act, and wait until it does."""
    command = [sys.executable, str(TESTS / "lecture_of_two_acts.py"), *RENDER]
    paths = os.pathsep.join((str(TESTS.parent), str(TESTS)))
    faults = {"PYTHONPATH": paths, "FILM_FAULT": "hang:squares"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | faults,
        stdout=pipe,
        stderr=pipe,
        text=True,
        preexec_fn=heed_interrupts,
    )


def heed_interrupts() -> None:
    """Take SIGINT as a terminal's child does: what a shell runs in the background ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def hanging_worker(folder: Path) -> int:
    """The process of the worker that hangs, as soon as there is one."""
    marks = wait_for(lambda: list(folder.glob("media/.lecture/staging/*/hanging")), 20)
    return int(wait_for(lambda: marks[0].read_text(), 2))


def wait_for(what, seconds: float):
    """What a function returns as soon as it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.02)
    raise TimeoutError


def is_gone(process: int) -> bool:
    """Whether a process has ended (one that nobody has waited for has ended too)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        ("raise", "ZeroDivisionError: a fault on purpose"),
        ("kill", "its process was ended by SIGKILL"),
        ("hang", "no new frame for "),
    ],
)
def test_an_act_that_fails_is_named_with_its_log_and_the_other_is_finished(tmp_path, fault, what):
    ended = lecture(tmp_path, *RENDER, FILM_FAULT=f"{fault}:circles", FILM_PATIENCE="1")
    assert ended.status == 1
    log = Path("media/.lecture/logs/01-circles.log")
    last = ended.err.splitlines()[-1]
    assert last.startswith(f"01-circles failed: {what}")
    assert last.endswith(f"; log: {log}")
    assert "Traceback" not in ended.err
    assert (tmp_path / log).read_text().strip()
    made = set(hashes(tmp_path / "media"))
    assert made == {"acts/02-squares.mp4", "beats/02-squares/01-a-square-comes.mp4", "manifest.json"}
    assert not (tmp_path / "media/.lecture/staging").exists()
    if fault == "raise":
        resumed = lecture(tmp_path, *RENDER)
        assert "acts/02-squares.mp4  unchanged" in resumed.out
        assert not (tmp_path / "media/.lecture/logs").exists()


def test_a_second_command_says_who_is_there_and_an_interrupt_keeps_finished_acts(tmp_path):
    first = start(tmp_path)
    worker = hanging_worker(tmp_path)
    wait_for(lambda: "01-circles" in read_manifest(tmp_path / "media/manifest.json").acts, 20)
    second = lecture(tmp_path, *RENDER)
    assert second.status == 2
    assert f'media is in use by "lecture {" ".join(RENDER)}" (process {first.pid} on ' in second.err
    assert len(second.err.splitlines()) == 1
    first.send_signal(signal.SIGINT)
    _, err = first.communicate(timeout=5)
    assert first.returncode == 130
    assert err.splitlines()[-1].startswith("interrupted")
    assert "Traceback" not in err
    wait_for(lambda: is_gone(worker), 2)
    assert not (tmp_path / "media/.lecture/staging").exists()
    assert (tmp_path / "media/.lecture/lock").read_bytes() == b""
    assert "acts/01-circles.mp4" in hashes(tmp_path / "media")


def test_workers_end_with_a_parent_that_is_killed_and_the_next_render_needs_no_help(tmp_path):
    killed = start(tmp_path)
    worker = hanging_worker(tmp_path)
    killed.kill()
    killed.communicate()
    wait_for(lambda: is_gone(worker), 2)
    assert list((tmp_path / "media/.lecture/staging").iterdir())
    resumed = lecture(tmp_path, *RENDER)
    assert resumed.status == 0, resumed.err
    assert [path.name for path in (tmp_path / "media/.lecture").iterdir()] == ["lock"]
