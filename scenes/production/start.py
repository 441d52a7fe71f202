"""Where the command begins: with streams to write to, and a word where a package is missing."""

import os
import sys


def main() -> int:
    """Run `lecture`; return its exit status (see `scenes.production.cli.main`)."""
    _open_streams()
    try:
        from scenes.production import cli
    except ModuleNotFoundError as error:
        print(f"lecture: {error.name} is not installed; set up anew: make set-up", file=sys.stderr)
        return 1
    return cli.main()


def _open_streams() -> None:
    """Where a standard stream was closed, let what is written to it be dropped.

    Else the next file that is opened would take its place, and get what is printed.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdin = sys.stdin or os.fdopen(0)
    sys.stdout = sys.stdout or os.fdopen(1, "w")
    sys.stderr = sys.stderr or os.fdopen(2, "w")
