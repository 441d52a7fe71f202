"""How a mobject looks: all that its pixels depend on, to be compared, and how far they may reach."""

from collections.abc import Hashable, Iterable

import numpy as np
from manim import Mobject, VMobject
from manim.constants import LineJointType

# A mitred corner reaches out at most so many halves of its line's width: cairo's limit.
MITER = 10.0
# Otherwise the corner of a square cap does, by the root of 2.
CORNER = 1.5
MITRED = (LineJointType.AUTO, LineJointType.MITER)

Reach = tuple[float, float, float, float]


def shown(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """All members that have points, in the order in which they are drawn.

    Manim's own order: by z index, then as they come, one that comes twice at its last place.
    """
    members: dict[Mobject, None] = {}
    waiting = list(mobjects)[::-1]
    while waiting:
        mobject = waiting.pop()
        waiting.extend(reversed(mobject.submobjects))
        if len(mobject.points):
            members.pop(mobject, None)
            members[mobject] = None
    return sorted(members, key=lambda member: member.z_index)


def appearance(mobject: VMobject) -> Hashable:
    """What a mobject's pixels depend on: two that have it equal are drawn alike.

    A mobject that paints itself says so in a method ``appearance``.
    """
    own = getattr(type(mobject), "appearance", None)
    if own is not None:
        return own(mobject)
    return (
        mobject.points.tobytes(),
        mobject.get_fill_rgbas().tobytes(),
        mobject.get_stroke_rgbas().tobytes(),
        mobject.get_stroke_rgbas(background=True).tobytes(),
        mobject.stroke_width,
        mobject.background_stroke_width,
        mobject.joint_type,
        mobject.cap_style,
        np.asarray(mobject.sheen_direction).tobytes(),
    )


def reach(mobject: VMobject, line_unit: float) -> Reach | None:
    """Left, bottom, right and top (units of the frame) that no pixel of a mobject lies beyond.

    None if nothing can be seen of it. ``line_unit`` is the width of a stroke of width 1.
    A mobject that paints itself says so in a method ``reach``.
    """
    own = getattr(type(mobject), "reach", None)
    if own is not None:
        return own(mobject, line_unit)
    width = max(_visible_width(mobject, background) for background in (False, True))
    if width == 0 and not mobject.get_fill_rgbas()[:, 3].any():
        return None
    margin = width / 2 * line_unit * (MITER if mobject.joint_type in MITRED else CORNER)
    return reach_of(mobject.points, margin)


def reach_of(points: np.ndarray, margin: float) -> Reach:
    """Left, bottom, right and top of points (M, 2) or (M, 3), a margin round them."""
    left, bottom = points[:, :2].min(axis=0).tolist()
    right, top = points[:, :2].max(axis=0).tolist()
    return left - margin, bottom - margin, right + margin, top + margin


def _visible_width(mobject: VMobject, background: bool) -> float:
    width = mobject.get_stroke_width(background)
    return width if width > 0 and mobject.get_stroke_rgbas(background)[:, 3].any() else 0.0
