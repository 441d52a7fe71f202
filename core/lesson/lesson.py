"""The Lesson: every number that the film shows, computed once, frozen."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import SMALLEST, UNDERFLOW, FloatArray, finite, frozen, unwarned
from core.data import Dataset, Preference
from core.errors import OVERFLOW, LossOverflowError
from core.gradients import empirical_risk, full_gradient
from core.lesson.choice import choose_theta, shown_rows
from core.lesson.framing import frame, preferred_framing
from core.lesson.gradient_plane import GradientPlane
from core.lesson.html import argument_as_html
from core.lesson.numbers import lesson_as_dict
from core.lesson.robust import robust_fit
from core.lesson.units import Units, choose_units
from core.losses import HalfSquaredError
from core.models import AffineModel
from core.problem import Problem


@dataclass(frozen=True, eq=False)
class Lesson(GradientPlane):
    """A problem at one theta, as the film draws it: in z = (x - center) / scale.

    theta, gradients, surfaces and windows all belong to z; losses, residuals and predictions have the unit of
    y (or its square) in both. N rows, S shown rows, K grid points; arrays are read-only float64.

    What it holds stands in the classes that it builds on: `Given`, `AtTheta`, `ThetaPlane`, `DataView`,
    `GradientPlane`.
    """

    @classmethod
    def at(cls, problem: Problem, theta: ArrayLike | None = None) -> "Lesson":
        """The lesson of a problem at `theta`.

        Parameters
        ----------
        problem : Problem
        theta : array_like, shape (2,), optional
            In the table's own x. If None: what a packaged table prefers, else core's choice.

        Raises
        ------
        ValueError
            If it isn't the half squared error of a line, without weights and penalty; if theta isn't two
            finite numbers, or a loss overflows or underflows.
        """
        _check_drawable(problem)
        try:
            with unwarned():
                return cls._at(problem, theta)
        except ArithmeticError:  # of Python's own numbers, at the ends of double precision
            raise LossOverflowError(OVERFLOW) from None

    @classmethod
    def _at(cls, problem: Problem, theta: ArrayLike | None) -> "Lesson":
        data = problem.dataset
        units, z = _drawn_inputs(frozen(data.x), frozen(data.y))
        drawn = replace(problem, dataset=Dataset(z, frozen(data.y), data.x_name, data.y_name))
        shown, fit = shown_rows(len(data)), robust_fit(drawn.dataset.x, drawn.dataset.y)
        finite(np.array([*fit.theta, fit.step]))
        if fit.step < SMALLEST:
            raise ValueError(UNDERFLOW)
        preferred = _preferred(data.preference, problem, theta)
        wanted = preferred.theta if preferred else theta
        if wanted is None:
            drawn_theta = choose_theta(drawn, shown, fit)
            table_theta = finite(units.theta_to_table(drawn_theta))
        else:
            table_theta = problem.parameters(wanted).astype(np.float64)
            drawn_theta = finite(units.theta_to_drawn(table_theta))
        framing = preferred_framing(preferred) if preferred else frame(drawn, drawn_theta, shown, fit)
        finite(np.array([framing.window.width, framing.arrow_scale, framing.level_step]))
        full_gradient(problem, table_theta)
        for corner in framing.window.corners:
            empirical_risk(drawn, corner)
        lesson = cls(
            problem, drawn, units, frozen(drawn_theta), frozen(table_theta), shown, framing, preferred, fit
        )
        finite(np.array([lesson.whole_arrow_scale]))
        return lesson

    def __deepcopy__(self, memo: dict[int, object]) -> "Lesson":
        """Itself: nothing in it changes, and a film copies what it draws many times."""
        return self

    def _repr_html_(self) -> str:
        """The argument as a table, where a notebook shows the lesson."""
        return argument_as_html(lesson_as_dict(self), self.x_name, self.y_name)


def _check_drawable(problem: Problem) -> None:
    """ValueError for a problem that the film has no pictures of."""
    names = problem.model.name, problem.loss.name
    if names != (AffineModel.name, HalfSquaredError.name) or problem.n_parameters != 2:
        found = f"{names[0]} and {names[1]} with {problem.n_parameters} parameters"
        raise ValueError(
            f"a lesson needs the affine model of one input and the half-squared loss, found {found}"
        )
    if problem.weights is not None or problem.penalties is not None:
        raise ValueError("a lesson needs examples that weigh the same, and no penalty")


def _drawn_inputs(x: FloatArray, y: FloatArray) -> tuple[Units, FloatArray]:
    """The units and z (N,); ValueError where sums of squares of x, y or z would over- or underflow."""
    finite(x * x * len(x))
    finite(y * y * len(y))
    units = choose_units(x)
    z = units.to_drawn(x)
    finite(z * z * len(z))
    return units, z


def _preferred(preference: Preference | None, problem: Problem, theta: ArrayLike | None) -> Preference | None:
    """The packaged table's preference, where theta is left to it or is the same."""
    if preference is None or theta is None:
        return preference
    return preference if np.array_equal(problem.parameters(theta), preference.theta) else None
