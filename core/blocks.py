"""Rows in blocks: as many at a time as is fastest."""

from collections.abc import Iterator

BLOCK = 1 << 15
"""Numbers in a block: 256 KB of float64, a quarter of a common second-level cache."""
LONG = 1 << 17
"""Numbers in a block of Jacobians, most of which stays there: fewer blocks pay for it."""
STREAM = 1 << 18
"""Numbers in a block where nothing stands between reading and writing: there long runs of memory count."""


def blocks(n_examples: int, n_parameters: int, size: int = BLOCK) -> Iterator[slice]:
    """Slices that cover N rows, each of so many that P numbers a row are about `size`."""
    step = max(1, size // n_parameters)
    for start in range(0, n_examples, step):
        yield slice(start, min(start + step, n_examples))
