"""Round places for ticks along an axis."""

import numpy as np

STEPS = (1.0, 2.0, 5.0)
INNER = 0.45


def ticks(low: float, high: float, most: int = 5) -> np.ndarray:
    """Multiples of 1, 2 or 5 times a power of ten within an interval, at most so many.

    Parameters
    ----------
    low, high
        Ends of the interval, finite, ``low < high``.
    most
        At least 2.
    """
    magnitude = 10.0 ** np.floor(np.log10((high - low) / most))
    for step in (*STEPS, 10.0, 20.0):
        first, last = np.ceil(low / (step * magnitude) - 1e-9), np.floor(high / (step * magnitude) + 1e-9)
        if last - first + 1 <= most:
            return np.arange(first, last + 1) * step * magnitude
    return np.array([low, high])


def inner_ticks(low: float, high: float) -> list[float]:
    """Ticks that keep away from both ends, where the names of axes stand: two at least."""
    middle, reach = (low + high) / 2, INNER * (high - low)
    for most in range(4, 20):
        kept = [float(value) for value in ticks(low, high, most) if abs(value - middle) < reach]
        if len(kept) > 1:
            return kept
    return [low, high]
