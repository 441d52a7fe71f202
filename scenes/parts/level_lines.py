"""Level lines of a surface, at rest and while they spread from its lowest place."""

import contourpy
import numpy as np


def level_lines(
    heights: np.ndarray, levels: np.ndarray, spread: float = 1.0
) -> list[tuple[int, float, list[np.ndarray]]]:
    """Lines of equal height over the unit ground.

    While ``spread`` grows from 0 to 1, every line starts at the lowest place and runs outward to
    its own level; a line is the true level line of some height at every moment.

    Parameters
    ----------
    heights : (K0, K1) ndarray
        Over an even grid, indexed by theta_0, then theta_1.
    levels : (L,) ndarray
        Heights at rest; a loss is never negative.
    spread
        From 0 (all at the lowest place) to 1 (each at its level).

    Returns
    -------
    list of (index, height, list of (M, 2) ndarray)
        Which level, where it is now, and its polylines in ``u, v`` from -1/2 to 1/2.
    """
    lowest, highest = float(heights.min()), float(heights.max())
    inside = np.flatnonzero((levels > lowest) & (levels < highest))
    if len(inside) == 0:
        return []
    # Evenly in the root of the height: at even speed over a valley of half squared errors.
    roots = np.sqrt(levels[inside] - lowest)
    now = lowest + np.minimum(roots, spread * roots[-1]) ** 2
    u, v = (np.linspace(-0.5, 0.5, count) for count in heights.shape)
    # The root has the same level lines, and that of a half squared error is linear: so are its lines.
    lines = contourpy.contour_generator(u, v, np.sqrt(np.maximum(heights, 0)).T, name="serial")
    found = (
        (int(index), float(level), lines.lines(float(np.sqrt(level))))
        for index, level in zip(inside, now, strict=True)
        if level > lowest
    )
    return [one for one in found if one[2]]  # just above the lowest place there may be none
