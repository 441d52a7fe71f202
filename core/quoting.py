"""What users wrote, as messages show it: visible, short, on one line."""

import unicodedata
from collections.abc import Sequence

LONGEST_QUOTE = 40
MOST_NAMES = 12
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories of control characters, direction marks, lone surrogates and line separators."""


def visible(text: str) -> str:
    """`text` on one line, without control characters and direction marks."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(c for c in text if unicodedata.category(c) not in INVISIBLE).strip()


def spelled(text: str) -> str:
    r"""`text` on one line, with escapes such as \x1b for what can't be seen."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def quoted(text: str) -> str:
    """`text` in quotes for an error message, spelled out, shortened."""
    shown = spelled(text[: LONGEST_QUOTE + 1])
    return f'"{shown}"' if len(shown) <= LONGEST_QUOTE else f'"{shown[: LONGEST_QUOTE - 1]}…"'


def listed(names: Sequence[str]) -> str:
    """The names that there are, each in quotes, shortened."""
    more = [f"and {len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return ", ".join([quoted(name) for name in names[:MOST_NAMES]] + more)
