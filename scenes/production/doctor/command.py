"""What ``lecture doctor`` does: looks at everything, and says what is missing and how to get it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from core.quoting import spelled
from scenes.production.doctor.check import Check
from scenes.production.doctor.libraries import library_checks, trial
from scenes.production.doctor.machine import machine_checks
from scenes.production.doctor.packages import package_checks


def examine(out: Path, as_json: bool) -> bool:
    """Look at everything and print it as it is found; whether all is well."""
    checks = []
    for check in _checks(out):
        checks.append(check)
        if not as_json:
            click.echo(line_of(check))
    wrong = [check for check in checks if not check.ok]
    if as_json:
        found = [{**asdict(check), "ok": check.ok} for check in checks]
        click.echo(json.dumps({"ok": not wrong, "checks": found}, indent=2))
    elif not wrong:
        click.echo("nothing is missing")
    return not wrong


def line_of(check: Check) -> str:
    """A check in a line."""
    verdict = "ok     " if check.ok else "missing"
    return spelled(f"{verdict}  {check.what}: {'; '.join(filter(None, [check.found, check.remedy]))}")


def _checks(out: Path) -> Iterator[Check]:
    """Everything; the trial only where nothing that it needs is missing."""
    missing = False
    for check in (*package_checks(), *library_checks(), *machine_checks(out)):
        missing = missing or not check.ok
        yield check
    if not missing:
        yield trial()
