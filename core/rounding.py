"""Round numbers: those that print short and that a reader can count in."""

from math import floor, log10

NICE = (1, 2, 2.5, 4, 5, 8)
PRINTED_DIGITS = 15


def _nice_around(value: float) -> list[float]:
    """Nice numbers from below a tenth to above ten times a positive value, ascending."""
    power = floor(log10(value))
    return [float(f"{digits}e{k}") for k in range(power - 1, power + 2) for digits in NICE]


def round_up(value: float) -> float:
    """Smallest nice number not below a positive value."""
    return min(nice for nice in _nice_around(value) if nice >= value)


def round_down(value: float) -> float:
    """Largest nice number not above a positive value."""
    return max(nice for nice in _nice_around(value) if nice <= value)


def round_near(value: float) -> float:
    """The nice number nearest to a positive value, by ratio."""
    return min(_nice_around(value), key=lambda nice: abs(log10(nice / value)))


def power_of_ten(value: float) -> float:
    """Largest power of ten not above a positive value."""
    return float(f"1e{floor(log10(value))}")


def one_digit(value: float) -> float:
    """A value rounded to one significant digit."""
    return float(f"{value:.0e}")


def on_grid(value: float, step: float) -> float:
    """The multiple of a round `step` nearest to `value`, without the noise of the multiplication."""
    return float(f"{round(value / step) * step:.{PRINTED_DIGITS}g}")
