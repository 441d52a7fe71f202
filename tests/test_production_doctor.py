"""`lecture doctor` says what is missing, and how to get it, whatever is broken."""

import json
import os
import subprocess
import sys
from collections import namedtuple
from contextlib import nullcontext
from pathlib import Path

import pytest

from scenes.production.cli import main
from scenes.production.doctor import command, libraries, machine, packages
from scenes.production.doctor.check import Check
from scenes.production.pool import CallFailedError

Usage = namedtuple("Usage", "total used free")


def checks_of(found):
    return {check.what: check for check in found}


def test_where_nothing_is_missing_a_small_act_is_drawn(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"]
    checks = {check["what"]: check for check in found["checks"]}
    assert {
        "Python",
        "numpy",
        "manim",
        "lock",
        "cairo",
        "pango",
        "typst",
        "encoder",
        "drawing",
    } <= checks.keys()
    assert {"processors", "memory", "disk", "output folder", "trial"} <= checks.keys()
    assert "frames drawn and encoded" in checks["trial"]["found"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("module", "what", "body"),
    [
        ("manim", "drawing", "raise OSError('libpango-1.0.so.0: cannot open\\x1b[31m shared object file')"),
        ("cairo", "cairo", "import os; os._exit(3)"),
        ("av", "encoder", "class codec:\n    def Codec(name, mode): raise ValueError(f'no {name}')\n"),
    ],
)
def test_what_cannot_be_loaded_is_one_line_with_what_to_do(tmp_path, module, what, body):
    (tmp_path / f"{module}.py").write_text(body)
    program = [sys.executable, "-m", "scenes.production.cli", "doctor"]
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[1])])
    done = subprocess.run(
        program,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    [line] = [line for line in done.stdout.splitlines() if line.startswith(f"missing  {what}: ")]
    assert "; " in line
    assert line.isprintable()
    assert "trial" not in done.stdout
    assert "nothing is missing" not in done.stdout


def test_versions_are_held_against_what_is_asked_for_and_against_the_lock(monkeypatch):
    versions = {"manim": "0.21.0", "numpy": None, "pypdf": None}
    right = packages._installed
    monkeypatch.setattr(packages, "_installed", lambda name: versions.get(name, right(name)))
    checks = checks_of(packages.package_checks())
    assert checks["manim"].found == "0.21.0, not <0.23,>=0.22"
    assert "make" in checks["manim"].remedy
    assert (checks["numpy"].found, checks["numpy"].ok) == ("not installed", False)
    assert checks["pypdf"].ok
    assert "slides only" in checks["pypdf"].found
    assert checks["lock"].found == "other versions than locked: manim 0.21.0 for 0.22.0"


def test_a_project_without_its_makefile_is_told_how_to_install_with_pip(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    monkeypatch.setattr(packages, "_installed", lambda name: None)
    remedy = checks_of(packages.package_checks())["manim"].remedy
    assert remedy == f"type: {sys.executable} -m pip install 'manim[typst]<0.23,>=0.22'"


def test_little_memory_and_disk_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: Usage(10**9, 0, 10**7))
    monkeypatch.setattr(machine, "usual_jobs", lambda: 2)
    for free, ok, said in (
        (10**5, False, "close other programs"),
        (10**6, True, "--jobs 1"),
        (10**7, True, ""),
    ):
        (tmp_path / "meminfo").write_text(f"MemTotal: 1 kB\nMemAvailable: {free} kB\n")
        checks = checks_of(machine.machine_checks(tmp_path / "not" / "yet"))
        assert checks["memory"].ok is ok
        assert said in f"{checks['memory'].found}; {checks['memory'].remedy}"
        assert "make room" in checks["disk"].remedy
    (tmp_path / "meminfo").write_text("nothing")
    assert checks_of(machine.machine_checks(tmp_path))["memory"].ok


def test_an_output_folder_that_is_none_is_told(tmp_path):
    (tmp_path / "file").touch()
    check = checks_of(machine.machine_checks(tmp_path / "file"))["output folder"]
    assert (check.ok, check.remedy) == (False, "choose another")


def test_a_trial_that_fails_is_told(monkeypatch):
    def fail(job):
        raise CallFailedError("ValueError: no libx264")

    class Pool:
        def submit(self, function, job):
            return type("Future", (), {"result": lambda self: fail(job)})()

    monkeypatch.setattr(libraries, "pool_of", lambda jobs: nullcontext(Pool()))
    assert libraries.trial().found == "ValueError: no libx264"
    assert not libraries.trial().ok


def test_loading_that_takes_too_long_is_told_as_what_failed(monkeypatch):
    monkeypatch.setattr(libraries, "LONGEST", 0.01)
    checks = list(libraries.library_checks())
    assert checks
    assert not any(check.ok for check in checks)


def test_a_check_is_one_line_whatever_it_found():
    assert command.line_of(Check("a", "b\n\x1b[31m", "c")) == "missing  a: b\\n\\x1b[31m; c"
