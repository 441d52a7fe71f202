"""Rows in blocks that stay in the processor's cache."""

from collections.abc import Iterator

BLOCK = 1 << 15
"""Numbers in a block: 256 KB of float64, a quarter of a common second-level cache."""


def blocks(n_examples: int, n_parameters: int = 1) -> Iterator[slice]:
    """Slices that cover N rows, each of so many that P numbers a row are about a block."""
    step = max(1, BLOCK // n_parameters)
    for start in range(0, n_examples, step):
        yield slice(start, min(start + step, n_examples))
