"""Round numbers: those that print short and that a reader can count in."""

from math import floor, log10

from core.arrays import UNDERFLOW

NICE = (1, 2, 2.5, 4, 5, 8)
NICE_GRIDS = (1, 2, 5)
NICE_SCALES = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
PRINTED_DIGITS = 15


def _nice_around(value: float, digits: tuple[float, ...] = NICE) -> list[float]:
    """Nice numbers from below a tenth to above ten times a positive value, ascending."""
    if value <= 0:
        raise ValueError(UNDERFLOW)
    power = floor(log10(value))
    return [float(f"{digit}e{k}") for k in range(power - 1, power + 2) for digit in digits]


def round_up(value: float) -> float:
    """Smallest nice number not below a positive value."""
    return min(nice for nice in _nice_around(value) if nice >= value)


def round_down(value: float) -> float:
    """Largest nice number not above a positive value."""
    return max(nice for nice in _nice_around(value) if nice <= value)


def round_near(value: float) -> float:
    """The nice number nearest to a positive value, by ratio."""
    return min(_nice_around(value), key=lambda nice: abs(log10(nice / value)))


def scale_below(value: float) -> float:
    """Largest nice scale not above a positive value; scales are finer than other nice numbers."""
    return max(nice for nice in _nice_around(value, NICE_SCALES) if nice <= value)


def grid_below(value: float) -> float:
    """Largest of 1, 2 and 5 times a power of ten that isn't above a positive value."""
    return max(nice for nice in _nice_around(value, NICE_GRIDS) if nice <= value)


def power_of_ten(value: float) -> float:
    """Largest power of ten not above a positive value."""
    return max(power for power in _nice_around(value, (1,)) if power <= value)


def one_digit(value: float) -> float:
    """A value rounded to one significant digit."""
    return float(f"{value:.0e}")


def on_grid(value: float, step: float) -> float:
    """The multiple of a round `step` nearest to `value`, without the noise of the multiplication."""
    return float(f"{round(value / step) * step:.{PRINTED_DIGITS}g}")
