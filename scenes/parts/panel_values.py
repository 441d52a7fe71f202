"""What is printed beside the panels: each row's loss, or its gradient, at theta."""

from manim import VGroup

from core import Lesson, Moment
from scenes.notation import decimals_for, equals, vector_in_formula, write
from scenes.parts.numeral import Numeral
from scenes.parts.panels import INFO_GAP, Panel, PanelSet
from scenes.parts.spacing import GAP, fitted
from scenes.parts.typeset import Formula
from scenes.theme import SIZE, Theme

NAME_UP = 0.38
# From a panel up to what belongs to the next one.
WIDEST = 1.15


class LossValues(VGroup):
    """Name and value of each row's loss, right of its panel; alive while theta moves."""

    def __init__(self, lesson: Lesson, panels: PanelSet, theme: Theme) -> None:
        super().__init__()
        self.decimals = decimals_for(lesson.losses[list(lesson.shown)])
        self.names, self.values = {}, {}
        for row, panel in panels.panels.items():
            self.names[row] = self._name(panel)
            text = write(lesson.losses[row], self.decimals)
            self.values[row] = Numeral(text, SIZE.number * 1.1, theme.ink).place(
                panel.info_center - [0, NAME_UP / 2, 0]
            )
            self.add(VGroup(self.names[row], self.values[row]))
        self.losses = lesson.losses

    @property
    def codes(self) -> list[str]:
        """A line a row: what its loss is now, as Typst mathematics."""
        signs = {row: equals(self.losses[row], self.decimals) for row in self.names}
        return [f"{name.code} {signs[row]} {self.values[row].text}" for row, name in self.names.items()]

    def show_moment(self, moment: Moment) -> None:
        """Show the losses at another theta."""
        self.losses = moment.losses
        for row, value in self.values.items():
            value.set_text(write(moment.losses[row], self.decimals))

    def _name(self, panel: Panel) -> Formula:
        name = Formula(f"ell_{panel.member.label}", SIZE.formula, panel.member.text_color)
        return name.move_to(panel.info_center + [0, NAME_UP, 0])


class GradientValues(VGroup):
    """Name and components of each row's gradient, right of its panel."""

    def __init__(self, lesson: Lesson, panels: PanelSet, theme: Theme) -> None:
        super().__init__()
        self.decimals = decimals_for(lesson.gradients[list(lesson.shown)])
        self.names, self.vectors = {}, {}
        for row, panel in panels.panels.items():
            name = Formula(f"nabla ell_{panel.member.label}", SIZE.formula, panel.member.text_color)
            self.names[row] = name.move_to(panel.info_center + [0, 1.5 * NAME_UP, 0])
            self.vectors[row] = Formula(
                vector_in_formula(lesson.gradients[row], self.decimals), SIZE.number * 1.05, theme.ink
            )
            self.vectors[row].move_to(panel.info_center - [0, NAME_UP, 0])
            beside = panel.info_center[0] - INFO_GAP + GAP
            fitted(self.vectors[row], beside, beside + WIDEST)
            self.add(VGroup(self.names[row], self.vectors[row]))
        self.signs = {row: equals(lesson.gradients[row], self.decimals) for row in panels.panels}

    @property
    def codes(self) -> list[str]:
        """A line a row: what its gradient is, as Typst mathematics."""
        return [f"{name.code} {self.signs[row]} {self.vectors[row].code}" for row, name in self.names.items()]
