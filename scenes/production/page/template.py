"""HTML from template files; what is filled in is escaped unless it is HTML already."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template

FOLDER = Path(__file__).with_name("templates")
# Characters of a user's name: in passing, and where it is told what it stands for.
LONGEST_NAME, LONGEST_WHOLE_NAME = 60, 200


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def fill(name: str, /, **texts: object) -> Html:
    """A template file with its places filled in.

    Parameters
    ----------
    name
        The file's name.
    **texts
        What stands at each place; `Html` as it is, anything else as text.

    Raises
    ------
    KeyError
        If a place has no text.
    """
    return Html(_template(name).substitute({place: as_html(text) for place, text in texts.items()}))


def as_html(value: object) -> Html:
    """A value as HTML that shows it."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Pieces of HTML one after the other."""
    return Html(between.join(parts))


def name_of_a_user(text: str, longest: int = LONGEST_NAME) -> Html:
    """A name that the user chose, and that could be anything: a column's, a file's.

    Control and direction characters are dropped, a long name is cut, and its own direction stays inside.
    """
    kept = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    if len(kept) > longest:
        kept = kept[: longest - 1] + "…"
    return Html(f"<bdi>{escape(kept)}</bdi>")


def plain(name: str) -> str:
    """A template file as it is."""
    return (FOLDER / name).read_text("utf-8")


@cache
def _template(name: str) -> Template:
    return Template(plain(name).rstrip("\n"))
