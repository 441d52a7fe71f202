"""Orders of the rows: in which the arrows are laid end to end, and the valleys are merged."""

from collections.abc import Sequence

import numpy as np

from core.arrays import FloatArray
from core.lesson.window import Window


def reading_order(gradients: FloatArray) -> tuple[int, ...]:
    """All rows by the angle of their gradients (N, 2), from behind the angle of minus their sum.

    Together with the arrow from end to start the chain is then a convex polygon: it never crosses itself.
    Where the gradients cancel, it starts behind the largest gap between angles.
    """
    angles = np.arctan2(gradients[:, 1], gradients[:, 0])
    by_angle = np.argsort(angles, kind="stable")
    total = gradients.sum(axis=0)
    sorted_angles = angles[by_angle]
    if np.hypot(*total) > np.finfo(float).eps * np.abs(gradients).sum():
        start = int(np.searchsorted(sorted_angles, np.arctan2(-total[1], -total[0]), side="right"))
    else:
        gaps = np.diff(sorted_angles, prepend=sorted_angles[-1] - 2 * np.pi)
        start = int(np.argmax(gaps))
    return tuple(np.roll(by_angle, -start).tolist())


def other_orders(first: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The table's own order, and `first` backwards, whose chain lies on the other side of the sum.

    Where the table's own is one of those two, its even rows and then its odd ones; three orders if N > 2.
    """
    own, back = tuple(range(len(first))), first[::-1]
    return (own if own not in (first, back) else own[::2] + own[1::2]), back


def running_sums(gradients: FloatArray, order: Sequence[int]) -> FloatArray:
    """Sums (N, 2) of the first 1, 2 … N gradients in the given order."""
    by_parameter = gradients.T[:, np.asarray(order, dtype=int)]
    sums: FloatArray = np.cumsum(by_parameter, axis=1).T
    return sums


def merge_order(rows: Sequence[int], z: FloatArray, y: FloatArray, window: Window) -> tuple[int, ...]:
    """The shown rows, first the two whose valleys make the roundest bowl with its bottom in the window.

    The others follow in the table's order, taken in turn from the first's and the second's side.
    `z`, `y` (N,) are the whole table's.
    """
    if len(rows) <= 2:
        return tuple(rows)
    pairs = [(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :]]
    first, second = min(pairs, key=lambda pair: _ovalness(pair, z, y, window))
    border = (z[first] + z[second]) / 2
    rest = [row for row in rows if row not in (first, second)]
    near = [row for row in rest if (z[row] < border) == (z[first] < border)]
    far = [row for row in rest if row not in near]
    return (first, second, *_in_turn(near, far))


def _ovalness(pair: tuple[int, int], z: FloatArray, y: FloatArray, window: Window) -> tuple[bool, float]:
    """Whether two rows' valleys don't cross in the window, and the length of their bowl for its width."""
    a, b = pair
    run = z[b] - z[a]
    if run == 0:
        return True, np.inf
    slope = (y[b] - y[a]) / run
    crossing = np.array([y[a] - slope * z[a], slope])
    low, high = np.linalg.eigvalsh([[2.0, z[a] + z[b]], [z[a] + z[b], z[a] ** 2 + z[b] ** 2]])
    return not window.contains(crossing), round(float(high / low), 9) if low > 0 else np.inf


def _in_turn(first: list[int], second: list[int]) -> list[int]:
    """One of each in turn, then what is left."""
    both = [row for pair in zip(first, second, strict=False) for row in pair]
    return both + first[len(second) :] + second[len(first) :]
