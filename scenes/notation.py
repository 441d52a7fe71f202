"""How numbers are written: as many decimals as they have, or enough to be honest about."""

import math
import re
from collections.abc import Iterable

import numpy as np

MINUS = "\N{MINUS SIGN}"
ABOUT = "\N{ALMOST EQUAL TO}"
MOST_DECIMALS = 3
# In place of a count of decimals: two figures and a power of ten.
SCIENTIFIC = -1
TOO_LARGE, TOO_SMALL = 1e6, 1e-3
SIGNIFICANT = 3
OF_DATA = 4  # significant figures of what the table itself holds
LONGEST = 5
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
WORDS = tuple(re.findall(r"\w+", _WORDS))


def decimals_for(
    values: Iterable[float], significant: int = SIGNIFICANT, most: int = MOST_DECIMALS, least: int = 0
) -> int:
    """Decimals with which all values can be written.

    The fewest (up to ``most``) that are exact, if no value then has more than five figures; else as
    many as give the largest value its ``significant`` figures; `SCIENTIFIC` where it is very large, or so
    small that these would leave a single one of it.

    Parameters
    ----------
    values
        Finite numbers.
    significant
        Figures of the largest value where not all can be written.
    most, least
        Bounds on the answer.
    """
    sizes = np.abs(np.ravel(np.asarray(list(values), dtype=float)))
    largest = float(sizes.max(initial=0.0))
    if largest >= TOO_LARGE or 0 < largest < TOO_SMALL:
        return SCIENTIFIC
    magnitude = math.floor(math.log10(largest)) if largest > 0 else 0
    for decimals in range(least, most + 1):
        if is_exact(sizes, decimals) and max(magnitude, 0) + 1 + decimals <= LONGEST:
            return decimals
    if 0 < largest < 10.0 ** (1 - most):  # fewer figures would be left than two and a power of ten have
        return SCIENTIFIC
    return max(least, min(most, significant - 1 - magnitude))


def same_decimals(values: Iterable[float], other: float) -> int:
    """Decimals for ``other`` beside ``values``: theirs, unless it is too large to be written so."""
    return SCIENTIFIC if abs(other) >= TOO_LARGE else decimals_for(values)


def is_exact(values: object, decimals: int) -> bool:
    """Whether writing the values with so many decimals loses nothing (but rounding of the last bits)."""
    if decimals == SCIENTIFIC:
        return False
    values = np.ravel(np.asarray(values, dtype=float))
    slack = 1e-9 * np.maximum(np.abs(values), 10.0**-decimals)
    return bool(np.all(np.abs(np.round(values, decimals) - values) <= slack))


def write(value: float, decimals: int) -> str:
    """A number with a true minus sign, which zero never has.

    Parameters
    ----------
    value
        Finite.
    decimals
        Figures after the point, or `SCIENTIFIC`.
    """
    text = f"{value:.1e}" if decimals == SCIENTIFIC else f"{value:.{decimals}f}"
    text = text.replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", MINUS)


def in_formula(value: float, decimals: int) -> str:
    """A number as Typst mathematics: a power of ten is written as one."""
    figures, _, power = write(value, decimals).partition("e")
    return f"{figures} dot 10^({power})" if power else figures


def vector_in_formula(vector: Iterable[float], decimals: int) -> str:
    """A vector as a column in Typst mathematics."""
    return f"vec({', '.join(in_formula(component, decimals) for component in vector)})"


def times(factor: float) -> str:
    """A factor in plain decimals, with the sign of multiplication."""
    return np.format_float_positional(factor, trim="-") + "\N{MULTIPLICATION SIGN}"


def write_about(value: float, decimals: int) -> str:
    """A number, with a sign before it that says so where it is rounded."""
    return ("" if is_exact(value, decimals) else ABOUT) + write(value, decimals)


def read(text: str) -> float:
    """The number that `write` or `write_about` wrote."""
    return float(text.removeprefix(ABOUT).replace(MINUS, "-"))


def equals(values: object, decimals: int) -> str:
    """``=`` where the written number is exact, else ``approx`` (both Typst's names)."""
    return "=" if is_exact(values, decimals) else "approx"


def in_words(count: int) -> str:
    """A count as a word up to twelve, in figures beyond, thousands apart."""
    return WORDS[count] if count < len(WORDS) else f"{count:,}".replace(",", "\N{THIN SPACE}")
