"""One frame of an act, as its laws look at it, and the list of these laws."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from manim import Mobject
from stage_truth import Truth, inverse, says

from core import Lesson
from scenes.parts.loss_surface import Tilt
from scenes.parts.numeral import Numeral
from scenes.parts.panels import Panel
from scenes.parts.parameter_plane import ParameterPlane
from scenes.parts.typeset import Words
from scenes.parts.walk import Walk

SMALLEST_UNIT = 1e-3  # a plane that is still folded can't be measured
LONG = 100  # from here on an index is a letter
CLOSE = 1e-6  # in units of the frame


@dataclass
class Frame:
    """An act at one of its frames; ``beat`` is the name of the beat that is played."""

    act: Any
    truth: Truth
    beat: str
    at_rest: bool

    @property
    def lesson(self) -> Lesson:
        return self.act.lesson

    @cached_property
    def family(self) -> list[Mobject]:
        """All that is on stage, with all members."""
        return self.act.get_mobject_family_members()

    @cached_property
    def _ids(self) -> set[int]:
        return {id(mobject) for mobject in self.family}

    @cached_property
    def animations(self) -> list[Any]:
        return [] if self.at_rest else list(self.act.animations or [])

    @property
    def walking(self) -> bool:
        """Whether theta is on its way."""
        return any(isinstance(animation, Walk) for animation in self.animations)

    @property
    def measurable(self) -> bool:
        """Whether nothing comes, goes or is transformed, so that all that stands must be right."""
        return self.at_rest or all(isinstance(animation, Walk) for animation in self.animations)

    @property
    def tilting(self) -> bool:
        return any(isinstance(animation, Tilt) for animation in self.animations)

    def stands(self, mobject: Mobject | None) -> bool:
        """Whether a mobject, or all of its members, are on stage."""
        if mobject is None:
            return False
        return id(mobject) in self._ids or bool(
            mobject.submobjects and all(self.stands(member) for member in mobject.submobjects)
        )

    def all_of(self, kind: type) -> list[Any]:
        """What is on stage of a class."""
        return [mobject for mobject in self.family if isinstance(mobject, kind)]

    def moved_by(self, mobject: Mobject, *kinds: type) -> bool:
        """Whether an animation of one of the classes moves it now."""
        return any(
            isinstance(animation, kinds) and any(m is mobject for m in animation.mobject.get_family())
            for animation in self.animations
        )

    @cached_property
    def planes(self) -> list[ParameterPlane]:
        """The parameter planes on stage, in one piece or in all pieces, seen from above and unfolded."""
        known = [value for value in vars(self.act).values() if isinstance(value, ParameterPlane)]
        known += [self.act.slide.plane] if hasattr(self.act.slide, "plane") else []
        known = [plane for plane in known if isinstance(plane, ParameterPlane) and self.stands(plane)]
        standing = {id(plane): plane for plane in (*self.all_of(ParameterPlane), *known)}
        return [p for p in standing.values() if p.surface.tilt == 0 and p.unit > SMALLEST_UNIT]

    @cached_property
    def panels(self) -> list[Panel]:
        """The panels on stage that are seen from above and unfolded."""
        return [panel for panel in self.all_of(Panel) if panel.plane in self.planes]

    @cached_property
    def thetas(self) -> list[np.ndarray]:
        """Where the marks of theta stand, in each plane that has one on stage."""
        marked = [plane for plane in self.planes if self.stands(plane.dot)]
        return [inverse(plane.c2p)(plane.dot.get_center()) for plane in marked]

    @cached_property
    def theta(self) -> np.ndarray:
        """Where theta is now: where its mark stands, else the lesson's."""
        return self.thetas[0] if self.thetas and self.measurable else self.lesson.theta


Check = Callable[[Frame], Any]


@dataclass(frozen=True)
class Law:
    """What must hold at every frame of some acts; ``check`` tells what it found, None if not concerned."""

    check: Check
    acts: tuple[int, ...]
    applies: Callable[[Lesson], bool]

    @property
    def name(self) -> str:
        return self.check.__name__


LAWS: list[Law] = []


def law(*acts: int, applies: Callable[[Lesson], bool] = lambda lesson: True) -> Callable[[Check], Check]:
    """Make a check a law of some acts, for lessons to which it applies."""

    def listed(check: Check) -> Check:
        LAWS.append(Law(check, acts, applies))
        return check

    return listed


def laws_of(number: int) -> Iterator[Law]:
    return (each for each in LAWS if number in each.acts)


def written(mobject: Any) -> str:
    """What a text of the stage says."""
    return mobject.text if isinstance(mobject, Numeral | Words) else mobject.code


def index_of(frame: Frame, row: int) -> str:
    """What a row is called: its number from 1, or a letter where that is long."""
    if row + 1 < LONG:
        return str(row + 1)
    return "N" if row == frame.truth.n - 1 else "i"


def same_place(found: Any, wanted: Any, what: str) -> None:
    """Two points of the picture are one."""
    found, wanted = np.asarray(found)[:2], np.asarray(wanted)[:2]
    assert np.hypot(*(found - wanted)) < CLOSE, f"{what}: at {found}, must be at {wanted}"


def shows(numeral: Numeral, value: float, what: str) -> None:
    """A number on the screen is the value; what is drawn is what it says."""
    assert says(numeral.text, value), f"{what}: shows {numeral.text}, is {value}"
    drawn = sum(figure.has_points() for figure in numeral.figures)
    assert drawn == len(numeral.text), f"{what}: draws {drawn} figures of {numeral.text}"
