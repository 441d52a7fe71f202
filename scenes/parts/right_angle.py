"""A level line through theta, and the right angle that the gradient makes with it."""

import numpy as np
from manim import VGroup, VMobject

from core import Lesson
from scenes.parts.level_lines import level_lines
from scenes.parts.panels import Panel
from scenes.theme import STROKE, Theme

SIDE = 0.2


class RightAngle(VGroup):
    """The level line that runs through theta, and a small corner between it and the arrow.

    Its members are ``line`` and ``corner``. The line is found on the surface, not from the
    gradient: that they are square is for the eye to see, and for a test.
    """

    def __init__(self, lesson: Lesson, panel: Panel, theme: Theme) -> None:
        super().__init__()
        self.lesson, self.panel = lesson, panel
        self.line = self._level_line().set_stroke(theme.ink, STROKE.mark)
        self.corner = self._corner().set_stroke(theme.ink, STROKE.mark)
        self.add(self.line, self.corner)

    def _level_line(self) -> VMobject:
        row = self.panel.member.row
        found = level_lines(self.lesson.heights(row), np.array([self.lesson.losses[row]]))
        lines = [line for _, _, lines in found for line in lines]
        here = self.panel.plane.ground(self.lesson.theta)
        if not lines:
            return VMobject()
        nearest = min(lines, key=lambda line: np.min(np.hypot(*(line - here).T)))
        points = self.panel.plane.surface.project(nearest[:, 0], nearest[:, 1])
        return VMobject().set_points_as_corners(np.column_stack([points, np.zeros(len(points))]))

    def _corner(self) -> VMobject:
        """Two short sides, along the arrow and along the line."""
        if not self.line.has_points():
            return VMobject()
        start = self.panel.arrow.get_start()
        along = self.panel.arrow.get_end() - start
        across = self.line.get_end() - self.line.get_start()
        along, across = (SIDE * side / np.linalg.norm(side) for side in (along, across))
        return VMobject().set_points_as_corners([start + along, start + along + across, start + across])
