"""Many points as a density: cells that are denser where more rows lie."""

import numpy as np
from manim import VGroup, VMobject

from scenes.theme import Theme

SHADES = 5
DENSEST = 0.5


def density_cells(density, place, theme: Theme) -> VGroup:
    """Cells of a two-dimensional histogram, in a few shades of grey.

    Parameters
    ----------
    density
        ``edges0`` (A+1,), ``edges1`` (B+1,) and ``counts`` (A, B).
    place
        Function from the histogram's coordinates to the picture.
    theme
        Colours.
    """
    shares = np.sqrt(density.counts / max(1, density.counts.max()))
    shades = np.ceil(shares * SHADES).astype(int)
    return VGroup(
        *(
            _cells(density, np.argwhere(shades == shade), place).set_fill(
                theme.quiet, DENSEST * shade / SHADES
            )
            for shade in range(1, SHADES + 1)
            if np.any(shades == shade)
        )
    )


def _cells(density, where: np.ndarray, place) -> VMobject:
    cells = VMobject().set_stroke(width=0)
    for a, b in where:
        ring = ((a, b), (a + 1, b), (a + 1, b + 1), (a, b + 1), (a, b))
        corners = [place(density.edges0[i], density.edges1[j]) for i, j in ring]
        cells.append_points(VMobject().set_points_as_corners(corners).points)
    return cells
