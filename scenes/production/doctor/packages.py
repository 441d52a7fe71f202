"""Python and the libraries that are installed, against those that the project asks for and was tried with."""

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from shlex import quote

from packaging.requirements import Requirement

from scenes.production.doctor.check import Check

PROJECT = "every-point-pulls"
ROOT = Path(__file__).parents[3]
LOCK = ROOT / "requirements.lock"
LOCKED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)
MOST_NAMED = 5


def package_checks() -> Iterator[Check]:
    """Python, each library that the film or a part of it needs, and the lock."""
    yield Check("Python", platform.python_version())
    for text in requires(PROJECT) or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield _needed(requirement)
        elif requirement.marker.evaluate({"extra": "slides"}):
            yield _wanted(requirement)
    if LOCK.is_file():
        yield _locked(LOCK.read_text("utf-8"))


def _needed(requirement: Requirement) -> Check:
    found = _installed(requirement.name)
    if found is None:
        return Check(requirement.name, "not installed", _how_to_install(requirement))
    if not requirement.specifier.contains(found, prereleases=True):
        return Check(requirement.name, f"{found}, not {requirement.specifier}", _how_to_install(requirement))
    return Check(requirement.name, found)


def _wanted(requirement: Requirement) -> Check:
    """What only ``lecture slides`` needs is no fault where it is missing."""
    found = _installed(requirement.name)
    return Check(requirement.name, found or "not installed; needed to convert or present slides only")


def _locked(lock: str) -> Check:
    """Whether the versions are those that the project was tried with."""
    pairs = [(name, locked, _installed(name)) for name, locked in LOCKED.findall(lock)]
    others = [f"{name} {found} for {locked}" for name, locked, found in pairs if found not in (None, locked)]
    if not others:
        return Check("lock", "all versions are those of requirements.lock")
    more = f", and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    return Check("lock", f"other versions than locked: {', '.join(others[:MOST_NAMED])}{more}")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _how_to_install(requirement: Requirement) -> str:
    if (ROOT / "Makefile").is_file():
        return f"type: rm -rf {quote(str(ROOT / '.venv'))} && make -C {quote(str(ROOT))} set-up"
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"type: {quote(sys.executable)} -m pip install '{requirement.name}{extras}{requirement.specifier}'"
