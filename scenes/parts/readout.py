"""Theta in figures, alive while it moves."""

import numpy as np
from manim import VGroup

from core import Lesson, Moment
from scenes.notation import decimals_for, write
from scenes.parts.numeral import Numeral
from scenes.parts.typeset import Formula
from scenes.theme import SIZE, Theme

FEWEST_DECIMALS = 1
SAMPLES = 30


class ThetaReadout(VGroup):
    """``theta = (theta_0, theta_1)`` with figures that follow theta.

    Parameters
    ----------
    lesson, theme
        What is shown.
    center
        Middle of the readout (3,).
    """

    def __init__(self, lesson: Lesson, theme: Theme, center) -> None:
        super().__init__()
        self.decimals = decimals_for(lesson.theta, least=FEWEST_DECIMALS)
        texts = [write(value, self.decimals) for value in lesson.theta]
        places = [lesson.knob_walk(share) for share in np.linspace(0, 1, SAMPLES)]
        widest = max(len(write(value, self.decimals)) for value in np.ravel(places))
        blank = "#hide($" + "8" * widest + "$)"
        frame = Formula(self._code(blank, blank), SIZE.label, theme.ink).move_to(center)
        self.values = tuple(Numeral(text, SIZE.label, theme.ink) for text in texts)
        comma, bracket = frame.submobjects[3], frame.submobjects[2]
        closing = frame.submobjects[4]
        middles = (
            (bracket.get_right()[0] + comma.get_left()[0]) / 2,
            (comma.get_right()[0] + closing.get_left()[0]) / 2,
        )
        for value, middle in zip(self.values, middles, strict=True):
            value.place([middle, bracket.get_y(), 0])
        self.add(frame, *self.values)

    @property
    def codes(self) -> list[str]:
        """What it says now, as Typst mathematics."""
        return [self._code(*(value.text for value in self.values))]

    def _code(self, first: str, second: str) -> str:
        return f"theta = ({first}, {second})"

    def show_moment(self, moment: Moment) -> None:
        """Show another theta."""
        for numeral, value in zip(self.values, moment.theta, strict=True):
            numeral.set_text(write(value, self.decimals))


class ColumnReadout(VGroup):
    """A column vector in figures that can follow an arrow.

    Parameters
    ----------
    vector : (2,) ndarray
        What it shows first.
    decimals
        Of both components.
    sign
        Typst's name of what stands before it: ``=`` or ``approx``.
    theme, center
        Colours; middle (3,).
    """

    def __init__(self, vector, decimals: int, sign: str, theme: Theme, center) -> None:
        super().__init__()
        self.decimals, self.sign = decimals, sign
        texts = [write(component, decimals) for component in vector]
        blank = "#hide($" + "8" * max(map(len, texts)) + "$)"
        frame = Formula(self._code(blank, blank), SIZE.formula, theme.ink).move_to(center)
        brackets = frame.submobjects[1:]
        middle = (brackets[0].get_right()[0] + brackets[-1].get_left()[0]) / 2
        half = brackets[0].height / 4
        self.values = tuple(Numeral(text, SIZE.formula, theme.ink) for text in texts)
        for value, up in zip(self.values, (half, -half), strict=True):
            value.place([middle, brackets[0].get_y() + up, 0])
        self.add(frame, *self.values)

    @property
    def codes(self) -> list[str]:
        """What it says now, as Typst mathematics."""
        return [self._code(*(value.text for value in self.values))]

    def _code(self, first: str, second: str) -> str:
        return f"{self.sign} vec({first}, {second})"

    def show_vector(self, vector) -> None:
        """Show another vector (2,)."""
        for numeral, value in zip(self.values, vector, strict=True):
            numeral.set_text(write(value, self.decimals))
