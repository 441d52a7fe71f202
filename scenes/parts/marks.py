"""Small marks: dots, crosses, the sign for rows left out."""

from manim import Circle, Line, VGroup

from scenes.cast import Member
from scenes.parts.typeset import Formula
from scenes.theme import SIZE, STROKE, Theme


def dot(color: str, halo: str, radius: float = SIZE.dot) -> Circle:
    """A round mark with a halo in the background's colour."""
    mark = Circle(radius=radius).set_fill(color, 1).set_stroke(width=0)
    mark.set_stroke(halo, 4, background=True).set_z_index(4)
    return mark


def theta_dot(theme: Theme) -> Circle:
    """The mark of theta, the same everywhere."""
    return dot(theme.ink, theme.background, SIZE.theta).set_z_index(5)


def minimizer_cross(theme: Theme) -> VGroup:
    """The mark of the minimizer."""
    arm = SIZE.theta
    lines = (Line([-arm, -arm, 0], [arm, arm, 0]), Line([-arm, arm, 0], [arm, -arm, 0]))
    return VGroup(*lines).set_stroke(theme.ink, STROKE.mark).set_z_index(4)


def index_mark(member: Member, cap_height: float = SIZE.label) -> Formula:
    """A row's index, which goes with it wherever it is."""
    return Formula(member.label, cap_height, member.text_color)


def gap_dots(theme: Theme, vertical: bool = True) -> VGroup:
    """Three dots for the rows that aren't shown."""
    step = [0.0, 0.16, 0.0] if vertical else [0.2, 0.0, 0.0]
    dots = [Circle(radius=0.035).shift([k * step[0], k * step[1], 0]) for k in (-1, 0, 1)]
    return VGroup(*dots).set_fill(theme.quiet, 1).set_stroke(width=0)
