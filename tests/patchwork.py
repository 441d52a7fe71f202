"""Whole frames out of the patches that a film is handed on in."""

from collections.abc import Iterable

import numpy as np

from scenes.boxes import Patch


class Patchwork:
    """A picture that patches are put into; black, and clear, where none came yet.

    Parameters
    ----------
    height, width
        Pixels.
    """

    def __init__(self, height: int, width: int) -> None:
        self.pixels = np.zeros((height, width, 4), np.uint8)

    def take(self, patches: Iterable[Patch]) -> np.ndarray:
        """Put patches in; return a copy (height, width, 4) of the picture that there is now."""
        for patch in patches:
            self.pixels[patch.box.pixels] = patch.pixels
        return self.pixels.copy()
