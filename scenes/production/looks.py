"""How figures look, and in which formats they come."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.quoting import quoted
from scenes.production.errors import InputError, unknown
from scenes.production.settings import THEME_NAMES

FORMATS = ("svg", "pdf", "png")
WIDTH = 1920
NARROWEST, WIDEST = 160, 7680


@dataclass(frozen=True)
class Look:
    """What figures have in common: theme, width in pixels, background, caption."""

    theme: str
    width: int = WIDTH
    transparent: bool = False
    caption: bool = True

    @property
    def name(self) -> str:
        """The name of the figures' folder: the theme, and how they differ from the usual ones."""
        differs = {
            "transparent": self.transparent,
            "no-caption": not self.caption,
            str(self.width): self.width != WIDTH,
        }
        return "-".join([self.theme, *(word for word, is_so in differs.items() if is_so)])

    @property
    def height(self) -> int:
        """In pixels, for 16:9."""
        return round(self.width * 9 / 16)


# As they are where nobody asks for another look.
USUAL = tuple(Look(theme) for theme in THEME_NAMES)


def looks_from(themes: str, width: str, transparent: bool, caption: bool) -> tuple[Look, ...]:
    """A look for each theme.

    Parameters
    ----------
    themes
        As the user wrote them: names with commas between.
    width
        As the user wrote it: pixels.
    transparent, caption
        What all of them have in common.

    Raises
    ------
    InputError
        For an unknown theme, or a width that is none.
    """
    return tuple(Look(theme, _width(width), transparent, caption) for theme in themes_from(themes))


def themes_from(themes: str) -> tuple[str, ...]:
    """Themes, as the user wrote them with commas between.

    Raises
    ------
    InputError
        For an unknown one.
    """
    return one_or_more("--themes", "theme", themes, THEME_NAMES)


def formats_from(formats: str) -> tuple[str, ...]:
    """Formats, as the user wrote them with commas between.

    Raises
    ------
    InputError
        For an unknown one.
    """
    return one_or_more("--format", "format", formats, FORMATS)


def one_or_more(where: str, kind: str, text: str, choices: Sequence[str]) -> tuple[str, ...]:
    """The words of a list with commas, in the order of ``choices``.

    Raises
    ------
    InputError
        For a word that isn't among them.
    """
    words = [word.strip().casefold() for word in text.split(",")]
    for word in words:
        if word not in choices:
            raise unknown(where, kind, word, choices)
    return tuple(choice for choice in choices if choice in words)


def _width(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or not NARROWEST <= int(text) <= WIDEST:
        raise InputError(
            "--width", f"{quoted(text)} is not a width in pixels", f"give {NARROWEST} to {WIDEST}"
        )
    return int(text)
