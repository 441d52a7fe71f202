"""What the plain twin puts on stage, of Manim's own mobjects only, as they come.

Numbers are those of the packaged table six at theta = (1, 1).
"""

from collections.abc import Callable, Sequence

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Arrow,
    Axes,
    Cross,
    DecimalNumber,
    Dot,
    Line,
    MathTypst,
    Rectangle,
    Square,
    Typst,
    ValueTracker,
    VGroup,
    VMobject,
    always_redraw,
)

X = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
Y = np.array([-2.3, -1.9, -1.1, 0.1, 2.8, 2.4])
THETA, MINIMIZER = np.array([1.0, 1.0]), np.array([0.0, 1.4])
N = len(X)
COLORS = ("#009988", "#56B4E9", "#99DDFF", "#EEDD88", "#E69F00", "#D55E00")
INK, QUIET, LINE, BACKGROUND = "#F4F1EA", "#A3A8B1", "#8A8F98", "#111318"
WINDOW = (-1.6, 2.6, -0.6, 3.6)
ROW_LEVELS = 0.5 * np.arange(1, 8) ** 2 * 0.64
MEAN_LEVELS = (0.32, 0.9, 1.9, 3.4, 5.3)
KAPPA = 0.5
NUMBERED = {"include_numbers": True, "label_constructor": MathTypst, "font_size": 24, "color": QUIET}
ROUND = ((0.2, 1.6), (1.6, 0.3), (1.0, 1.0))  # where a walk of the knobs goes


def residuals(theta: np.ndarray) -> np.ndarray:
    """Prediction less label (6,)."""
    return theta[0] + theta[1] * X - Y


def gradients(theta: np.ndarray) -> np.ndarray:
    """Gradients of the six losses (6, 2)."""
    return residuals(theta)[:, None] * np.column_stack([np.ones(N), X])


def loss(row: int) -> Callable[[float, float], float]:
    """The loss of a row, as a function of the two parameters."""
    return lambda a, b: 0.5 * (a + b * X[row] - Y[row]) ** 2


def mean_of(rows: list[int]) -> Callable[[float, float], float]:
    """The mean of some rows' losses, as a function of the two parameters."""
    return lambda a, b: 0.5 * np.mean((a + b * X[rows] - Y[rows]) ** 2)


def risk(a: float, b: float) -> float:
    """The mean of the six losses."""
    return 0.5 * np.mean((a + b * X - Y) ** 2)


def words(text: str, size: float = 30, color: str = QUIET) -> Typst:
    """A line of words."""
    return Typst(text, font_size=size, color=color)


def formula(code: str, size: float = 42, color: str = INK) -> MathTypst:
    """A formula."""
    return MathTypst(code, font_size=size, color=color)


def number(value: float, size: float = 30, color: str = INK, decimals: int = 1) -> DecimalNumber:
    """A number, which can change."""
    return DecimalNumber(value, decimals, mob_class=MathTypst, font_size=size, color=color)


def vector(values: Sequence[float], size: float = 32) -> MathTypst:
    """A column of two numbers."""
    return formula(f"vec({values[0]:.1f}, {values[1]:.1f})", size)


class DataPlot(VGroup):
    """Points, line and residuals over axes; the line follows two trackers."""

    def __init__(self, center: tuple, width: float, height: float, knobs: "Knobs") -> None:
        super().__init__()
        self.axes = Axes(
            (-2.5, 2.5, 1),
            (-3.5, 4.5, 2),
            width,
            height,
            tips=False,
            axis_config=NUMBERED,
        ).move_to([*center, 0])
        self.dots = VGroup(
            *(Dot(self.axes.c2p(x, y), color=color) for x, y, color in zip(X, Y, COLORS, strict=True))
        )
        self.line = always_redraw(lambda: self.axes.plot(lambda x: knobs.a + knobs.b * x, color=INK))
        self.residuals = always_redraw(lambda: self._residuals(knobs))
        self.add(self.axes, self.dots)

    def _residuals(self, knobs: "Knobs") -> VGroup:
        ends = [
            (self.axes.c2p(x, y), self.axes.c2p(x, knobs.a + knobs.b * x)) for x, y in zip(X, Y, strict=True)
        ]
        return VGroup(*(Line(*end, color=color) for end, color in zip(ends, COLORS, strict=True)))


class Knobs:
    """The two parameters, which move."""

    def __init__(self) -> None:
        self.trackers = ValueTracker(THETA[0]), ValueTracker(THETA[1])

    a = property(lambda self: self.trackers[0].get_value())
    b = property(lambda self: self.trackers[1].get_value())

    @property
    def theta(self) -> np.ndarray:
        """Both of them (2,)."""
        return np.array([self.a, self.b])

    def to(self, a: float, b: float) -> list:
        """Animations to a place."""
        return [tracker.animate.set_value(v) for tracker, v in zip(self.trackers, (a, b), strict=True)]


class Plane(VGroup):
    """The parameter plane: a square, its axes, and level lines of a function."""

    def __init__(
        self,
        function: Callable[[float, float], float],
        levels: Sequence[float],
        center: tuple,
        side: float,
        numbers: bool = True,
    ) -> None:
        super().__init__()
        style = {"include_numbers": numbers, "label_constructor": MathTypst, "font_size": 24, "color": QUIET}
        self.axes = Axes(
            (*WINDOW[:2], 1), (*WINDOW[2:], 1), side, side, tips=False, axis_config=style
        ).move_to([*center, 0])
        self.frame = Square(side, color=LINE, stroke_width=2).move_to([*center, 0])
        self.curves = VGroup(
            *(
                self.axes.plot_implicit_curve(
                    lambda a, b, level=level: function(a, b) - level,
                    color=LINE,
                    stroke_width=1.8,
                )
                for level in levels
            )
        )
        self.dot = Dot(self.axes.c2p(*THETA), color=INK)
        self.add(self.frame, self.axes, self.curves)
        if numbers:
            self.add(formula("theta_0", 34, QUIET).next_to(self.frame, DOWN + RIGHT, 0.05))
            self.add(formula("theta_1", 34, QUIET).next_to(self.frame, UP, 0.1))

    def arrow(self, gradient: np.ndarray, color: str, width: float = 6) -> Arrow:
        """A gradient, from theta."""
        tip = THETA + KAPPA * gradient
        return Arrow(
            self.axes.c2p(*THETA),
            self.axes.c2p(*tip),
            buff=0,
            color=color,
            stroke_width=width,
            tip_length=0.15,
        )

    def cross(self) -> Cross:
        """The minimizer."""
        return Cross(stroke_color=INK, stroke_width=3, scale_factor=0.09).move_to(self.axes.c2p(*MINIMIZER))


def panel(row: int, center: tuple, side: float) -> Plane:
    """A row's own loss surface, with its valley and its index."""
    plane = Plane(loss(row), ROW_LEVELS, center, side, numbers=False)
    plane.valley = plane.axes.plot_implicit_curve(
        lambda a, b: a + b * X[row] - Y[row],
        color=COLORS[row],
        stroke_width=5,
    )
    plane.index = formula(str(row + 1), 30, COLORS[row])
    plane.index.next_to(plane.frame.get_corner(UP + np.array([-1, 0, 0])), np.array([-1, 0, 0]), 0.12)
    return plane.add(plane.valley, plane.index)


def resized(panel: Plane, center: tuple, side: float) -> Plane:
    """A copy elsewhere, which is much faster than finding its curves anew."""
    copy = panel.copy()
    copy.scale(side / copy.frame.width).shift(np.array([*center, 0]) - copy.frame.get_center())
    copy.dot.move_to(copy.axes.c2p(*THETA))
    return copy


def grid_of_panels() -> list[Plane]:
    """Six panels over the whole stage."""
    cell = 12.8 / 3
    return [panel(k, (-6.4 + cell * (k % 3 + 0.5) - 0.27, (1.84, -0.98)[k // 3]), 2.27) for k in range(N)]


def in_a_block(panels: Sequence[Plane]) -> list[Plane]:
    """Copies of six panels, small, at the left."""
    return [resized(p, (-5.3 + 1.95 * (k % 2), 2.05 - 1.85 * (k // 2)), 1.5) for k, p in enumerate(panels)]


def with_arrows(panels: Sequence[Plane]) -> VGroup:
    """An arrow in each of six panels."""
    return VGroup(*(p.arrow(g, c, 4) for p, g, c in zip(panels, gradients(THETA), COLORS, strict=True)))


def fan_axes(center: tuple = (0.35, 0.12), width: float = 5.6, height: float = 5.0) -> Axes:
    """Axes of the plane that all gradients start in."""
    return Axes(
        (-2.5, 4, 1),
        (-3.2, 2.6, 1),
        width,
        height,
        tips=False,
        axis_config=NUMBERED,
    ).move_to([*center, 0])


def arrow_in(axes: Axes, vector: np.ndarray, color: str, start: np.ndarray | None = None) -> Arrow:
    """An arrow of a vector in axes, from their origin or from where another ends."""
    start = np.zeros(2) if start is None else start
    tip = axes.c2p(*(start + vector))
    return Arrow(axes.c2p(*start), tip, buff=0, color=color, stroke_width=6, tip_length=0.2)


def bars(knobs: Knobs) -> VGroup:
    """Heights of the six losses and of their mean, as bars with numbers, which follow two trackers."""

    def bar(place: int, value: Callable[[], float], color: str) -> VMobject:
        corner = np.array([-0.2 + 1.0 * place, -1.8, 0])
        rectangle = always_redraw(
            lambda: Rectangle(color, max(1.3 * value(), 0.01), 0.5, fill_opacity=1, stroke_width=0).move_to(
                corner, DOWN
            )
        )
        label = number(value(), 26, color, 3).next_to(corner, DOWN)
        label.add_updater(lambda label: label.set_value(value()))
        return VGroup(rectangle, label)

    of_rows = [bar(k, lambda k=k: 0.5 * residuals(knobs.theta)[k] ** 2, COLORS[k]) for k in range(N)]
    return VGroup(*of_rows, bar(N, lambda: risk(knobs.a, knobs.b), INK))
