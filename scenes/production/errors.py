"""What ends a command early, and with which status."""

import sysconfig
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeAlias

from core.errors import Place
from core.errors import one_line as one_line_of
from core.quoting import quoted, visible
from core.reading import refuse

__all__ = ["Failure", "InputError", "RenderFailedError", "Report", "located", "one_line", "refuse", "unknown"]

# Words longer than this resemble no name of ours, and to compare them takes long.
LONGEST_WORD = 100

# Where what others wrote is.
_LIBRARIES = tuple(Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "purelib", "platlib"))


class InputError(Exception):
    """What the user gave is wrong: ``PLACE: problem; remedy``, status 2.

    Parameters
    ----------
    where
        A place in a file; or the name of an option.
    problem
        What is wrong there.
    remedy
        What to do about it; "" where the problem says it.
    """

    def __init__(self, where: Place | str, problem: str, remedy: str = "") -> None:
        super().__init__(where, problem, remedy)
        self.place = Place(name=where) if isinstance(where, str) else where
        self.problem, self.remedy = problem, remedy

    def __str__(self) -> str:
        return one_line_of(self.place, self.problem, self.remedy)


Report: TypeAlias = Callable[[InputError], object]
"""What is done with a complaint: `refuse` ends the command, what collects them lets it look further."""


@dataclass(frozen=True)
class Failure:
    """What failed: its name, in which beat, what happened, in one line, and where its log is.

    ``details`` is the traceback, where there is one; ``log`` is None where none could be written.
    """

    name: str
    where: str
    what: str
    log: Path | None
    details: str = ""

    def __str__(self) -> str:
        log = f"; log: {self.log}" if self.log else ""
        return visible(f"{self.name} failed {self.where}: {self.what}{log}")


class RenderFailedError(Exception):
    """Some acts could not be rendered: status 1.

    Parameters
    ----------
    failures
        What happened to each.
    """

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = list(failures)
        super().__init__("\n".join(map(str, self.failures)))


def unknown(where: Place | str, kind: str, word: str, choices: Iterable[str], kinds: str = "") -> InputError:
    """The error for a name that isn't one of ``choices``: the nearest of them, and all of them."""
    names = list(choices)
    sought = word[:LONGEST_WORD].casefold()
    close = get_close_matches(sought, [name.casefold() for name in names], n=1, cutoff=0.5)
    nearest = next((name for name in names if close and name.casefold() == close[0]), None)
    hint = f'did you mean "{nearest}"? ' if nearest else ""
    return InputError(
        where, f"unknown {kind} {quoted(word)}", f"{hint}{kinds or kind + 's'}: {', '.join(names)}"
    )


def one_line(error: BaseException) -> str:
    """An exception as one line: its last line of text, else its kind."""
    lines = str(error).strip().splitlines()
    return (visible(lines[-1]) if lines else "") or type(error).__name__


def located(error: Exception) -> str:
    """An exception that a source raised, as one line: file, number of its line, what happened.

    The file is the one that isn't Python, or the innermost that no library has brought.
    """
    if isinstance(error, SyntaxError):
        return f"{_from_here(error.filename or '')}:{error.lineno}: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(Path(frame.filename))]
    place = f"{_from_here(ours[-1].filename)}:{ours[-1].lineno}: " if ours else ""
    return f"{place}{type(error).__name__}: {one_line(error)}"


def _is_ours(file: Path) -> bool:
    """Whether a source is there, and none of a library's; what is compiled or frozen has a name only."""
    return file.is_file() and not any(map(file.resolve().is_relative_to, _LIBRARIES))


def _from_here(file: str) -> Path:
    path, here = Path(file), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
