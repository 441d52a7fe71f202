"""Numbers as HTML: in a table, in a sentence, with all their digits."""

from collections.abc import Iterable, Sequence

import numpy as np

from scenes.notation import ABOUT, TOO_LARGE, TOO_SMALL, decimals_for, is_exact, write
from scenes.production.page.template import Html, as_html, fill, joined

# Relative size below which two results of the same sum are one number.
ROUNDING = 1e-12
# Significant figures of a column's largest number; of a number within a sentence.
IN_TABLE, IN_WORDS = 6, 4
# A page has room for more figures than the film has: below this a number is written without a power of ten.
PLAIN = 1e9
# Of a number that is written exactly.
MOST_DIGITS = 12


def decimals_in_table(values: Iterable[float], significant: int = IN_TABLE) -> int:
    """Decimals of a column, or `SCIENTIFIC`."""
    values = list(values)
    if TOO_LARGE <= max(map(abs, values)) < PLAIN:
        return 0
    return decimals_for(values, significant)


def point(values: Sequence[float]) -> Html:
    """What theta is equal to, or about; what is rounding beside its other coordinate is 0."""
    size = max(map(abs, values))
    cleaned = [0.0 if abs(value) < ROUNDING * size else value for value in values]
    pairs = [(value, decimals_in_table([value], IN_WORDS)) for value in cleaned]
    sign = "=" if all(is_exact(*pair) for pair in pairs) else ABOUT
    return Html(f"{sign} ({joined((written(*pair) for pair in pairs), ', ')})")


def about(value: float, decimals: int) -> Html:
    """A number, said to be rounded where it is."""
    return Html(f"{'' if is_exact(value, decimals) else ABOUT}{written(value, decimals)}")


def exactly(value: float) -> Html:
    """A positive number with all its digits, which are few; but for rounding of its last bits."""
    if TOO_SMALL <= value < PLAIN:
        return as_html(np.format_float_positional(value, MOST_DIGITS, fractional=False, trim="-"))
    figures, power = np.format_float_scientific(value, MOST_DIGITS, trim="-").split("e")
    return _with_power(figures, write(int(power), 0))


def written(value: float, decimals: int) -> Html:
    """A number, a power of ten as one."""
    figures, _, power = write(value, decimals).partition("e")
    return _with_power(figures, power) if power else as_html(figures)


def _with_power(figures: str, power: str) -> Html:
    return fill("power-of-ten.html", figures=figures, power=power)
