"""Faults: an act that fails, workers and parents that are killed, two commands at once."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from faults_oracle import but_for_when
from lecture_of_two_acts import COMMAND, PATHS, hashes, heed_interrupts, lecture

from scenes.production.lock import lock
from scenes.production.manifest import read_manifest

RENDER = ("render", "--quality", "tiny")


def start(folder: Path, **environment: str) -> "subprocess.Popen[str]":
    """Begin a render that hangs in its second act, and wait until it does."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*COMMAND, *RENDER],
        cwd=folder,
        env=os.environ | PATHS | {"FILM_FAULT": "hang:squares"} | environment,
        stdout=pipe,
        stderr=pipe,
        text=True,
        preexec_fn=heed_interrupts,
    )


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
        ("hang", "no new frame for 0:00:02; log: "),
        ("swell", "TooMuchMemoryError: it needs more memory than the "),
    ],
)
def test_an_act_that_fails_is_named_with_its_log_and_the_other_is_finished(tmp_path, fault, what):
    patience = {"FILM_PATIENCE": "2"} if fault == "hang" else {}
    ended = lecture(tmp_path, *RENDER, FILM_FAULT=f"{fault}:circles", **patience)
    assert ended.status == 1
    log = Path("media/.lecture/logs/01-circles.log")
    last = ended.err.splitlines()[-1]
    assert last.startswith(f"01-circles failed after beat a-circle-comes: {what}")
    assert last.endswith(f"; log: {log}")
    assert "Traceback" not in ended.err
    assert (tmp_path / log).read_text().strip()
    made = set(hashes(tmp_path / "media"))
    assert made == {"acts/02-squares.mp4", "beats/02-squares/01-a-square-comes.mp4", "manifest.json"}
    assert not (tmp_path / "media/.lecture/staging").exists()
    if fault == "raise":
        again = lecture(tmp_path, *RENDER, "--debug", FILM_FAULT="raise:circles")
        assert "in _raise\n" in again.err
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
    with lock(tmp_path / "media/.lecture/lock", "--out"):  # a worker that still ends doesn't hold it
        pass
    wait_for(lambda: is_gone(worker), 2)
    assert list((tmp_path / "media/.lecture/staging").iterdir())
    resumed = lecture(tmp_path, *RENDER)
    assert resumed.status == 0, resumed.err
    assert [path.name for path in (tmp_path / "media/.lecture").iterdir()] == ["lock"]


@pytest.mark.parametrize("ender", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_asked_to_end_ends_as_by_the_keyboard_and_leaves_no_process_or_staging(tmp_path, ender):
    ended = start(tmp_path)
    worker = hanging_worker(tmp_path)
    ended.send_signal(ender)
    _, err = ended.communicate(timeout=5)
    assert (ended.returncode, err.splitlines()[-1].startswith("interrupted")) == (130, True)
    wait_for(lambda: is_gone(worker), 2)
    assert not (tmp_path / "media/.lecture/staging").exists()


def test_neither_settings_of_the_user_nor_place_time_language_input_or_cpus_change_a_byte(rendered, tmp_path):
    """The other film was made without a home, in Tokyo, on all CPUs."""
    home, here = tmp_path / "home", tmp_path / "elsewhere"
    (home / ".config" / "manim").mkdir(parents=True)
    hostile = "[CLI]\nframe_rate = 3\nbackground_color = RED\nplugins = antigravity\nseed = 7\n"
    (home / ".config" / "manim" / "manim.cfg").write_text(hostile)
    here.mkdir()
    (here / "manim.cfg").write_text(hostile)
    one_cpu_no_input = ("sh", "-c", 'exec taskset -c "$0" "$@" <&-', str(min(os.sched_getaffinity(0))))
    ended = lecture(here, *RENDER, through=one_cpu_no_input, HOME=str(home), TZ="America/Lima", LANG="tr_TR")
    assert (ended.status, ended.err.count("failed")) == (0, 0), ended.err
    made, others = hashes(here / "media"), hashes(rendered[0])
    assert made.keys() == others.keys()
    assert {path for path in made if made[path] != others[path]} == {"manifest.json"}
    manifests = [
        json.loads((folder / "manifest.json").read_text()) for folder in (here / "media", rendered[0])
    ]
    assert but_for_when(manifests[0]) == but_for_when(manifests[1])
