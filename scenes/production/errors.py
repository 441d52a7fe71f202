"""What ends a command early, and with which status."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path


class InputError(Exception):
    """What the user gave is wrong: ``WHERE: problem; remedy``, status 2."""


class RenderFailedError(Exception):
    """Some acts could not be rendered: status 1.

    Parameters
    ----------
    failures
        Per act: its name, what happened, in one line, and where its log is (None: there is none).
    """

    def __init__(self, failures: Sequence[tuple[str, str, Path | None]]) -> None:
        self.failures = list(failures)
        super().__init__("\n".join(_failure_line(*failure) for failure in self.failures))


def unknown(where: str, kind: str, word: str, choices: Iterable[str], kinds: str = "") -> InputError:
    """The error for a name that isn't one of ``choices``: the nearest of them, and all of them."""
    names = list(choices)
    close = get_close_matches(word.casefold(), [name.casefold() for name in names], n=1, cutoff=0.5)
    nearest = next((name for name in names if close and name.casefold() == close[0]), None)
    hint = f'did you mean "{nearest}"? ' if nearest else ""
    return InputError(f'{where}: unknown {kind} "{word}"; {hint}{kinds or kind + "s"}: {", ".join(names)}')


def one_line(error: BaseException) -> str:
    """An exception as one line: its last line of text, else its kind."""
    lines = str(error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__


def _failure_line(act: str, what: str, log: Path | None) -> str:
    return f"{act} failed: {what}" + (f"; log: {log}" if log else "")
