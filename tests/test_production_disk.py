"""Where there is no room, or nothing may be written, what was published stays; the next command goes on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from faults_disk import IN_A_NAMESPACE
from faults_oracle import content_of
from lecture_of_two_acts import PATHS, TESTS, lecture

RENDER = ("render", "--quality", "tiny")
# Root heeds permissions too without these.
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def may_mount() -> bool:
    """Whether this user may mount a file system that only its own processes see."""
    mount = [*IN_A_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run(mount, capture_output=True, check=False).returncode
    )


@pytest.mark.skipif(not may_mount(), reason="no file system may be mounted here")
def test_a_full_disk_is_told_and_leaves_old_or_new_files_and_what_is_given_room_ends_the_work():
    command = [*IN_A_NAMESPACE, sys.executable, str(TESTS / "faults_disk.py"), "3", "16"]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=TESTS, env=os.environ | PATHS
    )
    assert ended.returncode == 0, ended.stderr
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(room["pages"], room["status"], room["wrong"]) for room in told] == [(3, 1, []), (16, 1, [])]


def bound() -> tuple[str, ...]:
    """What to run a command through so that permissions bind it."""
    if os.geteuid():
        return ()
    if (
        not shutil.which("setpriv")
        or subprocess.run([*BOUND, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("root can't be bound by permissions here")
    return BOUND


def set_modes(folder: Path, mode: int) -> None:
    for path in (folder, *folder.rglob("*/")):
        path.chmod(mode)


def test_a_folder_that_is_closed_meanwhile_keeps_its_files_and_is_told(copied):
    before, light = content_of(copied), (*RENDER, "--theme", "light")
    closing = lecture(copied.parent, *light, through=bound(), FILM_FAULT="close:circles")
    assert closing.status == 1
    told = closing.err.splitlines()[-2:]  # the other act fails too if it is done later
    told = [line for line in told if " failed after beat " in line and "log: " in line]
    assert any(line.startswith("01-circles failed after beat it-moves: [Errno 13] Perm") for line in told)
    assert all("[Errno 13] Permission denied" in line for line in told)
    after = content_of(copied)
    assert after.keys() == before.keys()
    assert all(after[path] == before[path] for path in before if "squares" not in path)
    closed = lecture(copied.parent, *light, through=bound())
    assert (closed.status, closed.err) == (2, "--out: media: permission denied; choose another folder\n")
    assert content_of(copied) == after
    set_modes(copied, 0o755)
    resumed = lecture(copied.parent, *RENDER)
    assert resumed.status == 0, resumed.err
    assert content_of(copied) == before
    assert [path.name for path in (copied / ".lecture").iterdir()] == ["lock"]
