"""The Lesson: every number that the film shows, computed once, frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray, finite, frozen, unwarned
from core.data import Dataset, Preference
from core.gradients import (
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradients,
    per_example_losses,
)
from core.lesson import orders, walks
from core.lesson.choice import SHOWN_WHOLE, choose_theta, shown_rows
from core.lesson.framing import Framing, frame, preferred_framing
from core.lesson.html import argument_as_html
from core.lesson.levels import level_above, level_numbers
from core.lesson.numbers import lesson_as_dict
from core.lesson.plot import DENSE, Density, GradientWindow, PlotWindow, density, gradient_window, plot_window
from core.lesson.robust import RobustFit, robust_fit
from core.lesson.rounding import scale_below
from core.lesson.units import Units, choose_units
from core.lesson.window import Window
from core.losses import HalfSquaredError
from core.minimum import minimizer
from core.models import AffineModel
from core.problem import Problem
from core.quadratic import quadratic_risk
from core.surfaces import per_example_loss_surfaces

GRID = 81
"""Points of the window's grid along each axis."""
ROUNDING = 256 * float(np.finfo(float).eps)
"""Relative size below which a difference is rounding."""


@dataclass(frozen=True, eq=False)
class Moment:
    """What the film shows while theta moves; shapes as in `Lesson`, `line` (2, 2): its ends (z, y-hat)."""

    theta: FloatArray
    predictions: FloatArray
    residuals: FloatArray
    losses: FloatArray
    gradients: FloatArray
    mean_of_gradients: FloatArray
    risk: float
    line: FloatArray


@dataclass(frozen=True, eq=False)
class Lesson:
    """A problem at one theta, as the film draws it: in z = (x - center) / scale.

    theta, gradients, surfaces and windows all belong to z; losses, residuals and predictions have the unit of
    y (or its square) in both. N rows, S shown rows, K grid points; arrays are read-only float64.
    """

    problem: Problem
    drawn: Problem
    units: Units
    theta: FloatArray
    table_theta: FloatArray
    shown: tuple[int, ...]
    framing: Framing
    preferred: Preference | None
    _fit: RobustFit

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
        data = problem.dataset
        units, z = _drawn_inputs(frozen(data.x), frozen(data.y))
        drawn = replace(problem, dataset=Dataset(z, frozen(data.y), data.x_name, data.y_name))
        shown, fit = shown_rows(len(data)), robust_fit(drawn.dataset.x, drawn.dataset.y)
        preferred = _preferred(data.preference, problem, theta)
        wanted = preferred.theta if preferred else theta
        if wanted is None:
            drawn_theta = choose_theta(drawn, shown, fit)
            table_theta = finite(units.theta_to_table(drawn_theta))
        else:
            table_theta = problem.parameters(wanted).astype(np.float64)
            drawn_theta = finite(units.theta_to_drawn(table_theta))
        framing = preferred_framing(preferred) if preferred else frame(drawn, drawn_theta, shown, fit)
        full_gradient(problem, table_theta)
        for corner in framing.window.corners:
            empirical_risk(drawn, corner)
        return cls(
            problem, drawn, units, frozen(drawn_theta), frozen(table_theta), shown, framing, preferred, fit
        )

    # The table:

    @property
    def n_examples(self) -> int:
        """N."""
        return len(self.drawn.dataset)

    @cached_property
    def x(self) -> FloatArray:
        """The table's x, (N,)."""
        return frozen(self.problem.dataset.x)

    @property
    def z(self) -> FloatArray:
        """The drawn x, (N,)."""
        return self.drawn.dataset.x

    @property
    def y(self) -> FloatArray:
        """y, (N,)."""
        return self.drawn.dataset.y

    @property
    def x_name(self) -> str:
        """Name of the column x."""
        return self.problem.dataset.x_name

    @property
    def y_name(self) -> str:
        """Name of the column y."""
        return self.problem.dataset.y_name

    @property
    def hides_rows(self) -> bool:
        """Whether there are rows that aren't shown."""
        return self.n_examples > SHOWN_WHOLE

    # At theta:

    @cached_property
    def predictions(self) -> FloatArray:
        """Predictions (N,), unit of y."""
        return frozen(self.drawn.predictions(self.theta))

    @cached_property
    def residuals(self) -> FloatArray:
        """Prediction minus y, (N,)."""
        return frozen(self.predictions - self.y)

    @cached_property
    def losses(self) -> FloatArray:
        """Loss of each row, (N,)."""
        return frozen(per_example_losses(self.drawn, self.theta))

    @cached_property
    def gradients(self) -> FloatArray:
        """Gradient of each row's loss, (N, 2)."""
        return frozen(per_example_gradients(self.drawn, self.theta))

    @cached_property
    def mean_of_gradients(self) -> FloatArray:
        """Mean of the per-example gradients, (2,)."""
        return frozen(mean_of_gradients(self.gradients))

    @cached_property
    def sum_of_gradients(self) -> FloatArray:
        """Sum of the per-example gradients, (2,)."""
        return frozen(self.gradients.T.sum(axis=1))

    @cached_property
    def full_gradient(self) -> FloatArray:
        """Gradient of the risk by its own formula, (2,)."""
        return frozen(full_gradient(self.drawn, self.theta))

    @cached_property
    def risk(self) -> float:
        """Mean of the losses."""
        return empirical_risk(self.drawn, self.theta)

    def risk_at(self, theta: ArrayLike) -> float:
        """Mean of the losses at another drawn theta (2,)."""
        return empirical_risk(self.drawn, theta)

    @cached_property
    def minimizer(self) -> FloatArray | None:
        """The drawn theta (2,) with the smallest risk; None where it isn't unique."""
        try:
            return frozen(minimizer(self.drawn))
        except ValueError:
            return None

    @cached_property
    def minimum(self) -> float | None:
        """The smallest risk; None where there is no unique minimizer."""
        return None if self.minimizer is None else empirical_risk(self.drawn, self.minimizer)

    def at_theta(self, theta: ArrayLike) -> Moment:
        """Everything that changes while theta (2,), drawn, moves."""
        moved = np.asarray(theta, dtype=np.float64)
        gradients = per_example_gradients(self.drawn, moved)
        predictions = self.drawn.predictions(moved)
        ends = np.array(self.plot.z)
        return Moment(
            theta=moved,
            predictions=predictions,
            residuals=predictions - self.y,
            losses=per_example_losses(self.drawn, moved),
            gradients=gradients,
            mean_of_gradients=mean_of_gradients(gradients),
            risk=empirical_risk(self.drawn, moved),
            line=np.stack([ends, moved[0] + moved[1] * ends], axis=1),
        )

    # The theta-plane:

    @property
    def window(self) -> Window:
        """The square of the theta-plane that the film looks at."""
        return self.framing.window

    @property
    def arrow_scale(self) -> float:
        """Theta units per gradient unit: an arrow ends at theta + arrow_scale * gradient."""
        return self.framing.arrow_scale

    @property
    def level_step(self) -> float:
        """h: level k is (k h)^2 / 2."""
        return self.framing.level_step

    @cached_property
    def axis0(self) -> FloatArray:
        """The grid's theta_0, (K,)."""
        return frozen(self.window.axis(0, GRID))

    @cached_property
    def axis1(self) -> FloatArray:
        """The grid's theta_1, (K,)."""
        return frozen(self.window.axis(1, GRID))

    @cached_property
    def risk_heights(self) -> FloatArray:
        """Risk over the grid, (K, K), indexed [i0, i1]."""
        return frozen(quadratic_risk(self.drawn).risk((self.axis0[:, None], self.axis1[None, :])))

    def heights(self, row: int) -> FloatArray:
        """One row's loss over the grid, (K, K), indexed [i0, i1]."""
        return frozen(per_example_loss_surfaces(self.drawn, self.axis0, self.axis1, [row])[0])

    def running_mean_heights(self, rows: Sequence[int]) -> FloatArray:
        """Surfaces (len(rows), K, K) of the mean loss of the first 1, 2 … of the rows."""
        surfaces = per_example_loss_surfaces(self.drawn, self.axis0, self.axis1, rows)
        return frozen(surfaces.cumsum(axis=0) / np.arange(1, len(rows) + 1)[:, None, None])

    @cached_property
    def level_numbers(self) -> FloatArray:
        """The k of `levels`, (L,); whole numbers, ascending."""
        surfaces = [self.risk_heights, *(self.heights(row) for row in self.shown)]
        return frozen(level_numbers(surfaces, self.level_step))

    @cached_property
    def levels(self) -> FloatArray:
        """Levels (L,) that any shown surface or the risk reaches in the window, ascending."""
        return frozen((self.level_numbers * self.level_step) ** 2 / 2)

    @cached_property
    def loss_cap(self) -> float:
        """Where the relief is cut: the first level above all the risk in the window."""
        return level_above(float(self.risk_heights.max()), self.level_step)

    @cached_property
    def arrows_outside(self) -> tuple[int, ...]:
        """Shown rows whose arrow leaves the window: outliers beside which the others would be dots."""
        tips = self.theta + self.arrow_scale * self.gradients[list(self.shown)]
        return tuple(row for row, tip in zip(self.shown, tips, strict=True) if not self.window.contains(tip))

    @cached_property
    def whole_arrow_scale(self) -> float:
        """Theta units per unit of the full gradient where it is drawn alone.

        `arrow_scale`, or the round number below a third of the window over its length where the arrow
        would leave the window otherwise.
        """
        if not self.mean_arrow_outside:
            return self.arrow_scale
        return scale_below(self.window.width / 3 / float(np.hypot(*self.full_gradient)))

    @cached_property
    def mean_arrow_outside(self) -> bool:
        """Whether the mean's arrow leaves the window."""
        return not self.window.contains(self.theta + self.arrow_scale * self.mean_of_gradients)

    # Valleys and walks:

    def valley(self, row: int) -> FloatArray | None:
        """Ends (2, 2) of what the window shows of {theta: the line fits the row exactly}, or None."""
        return walks.visible_valley(*self._row(row))

    def valley_foot(self, row: int) -> FloatArray:
        """The point (2,) of the row's visible valley nearest to theta."""
        return walks.visible_foot(*self._row(row))

    def valley_walk(self, row: int, t: float) -> FloatArray:
        """theta (2,) at time t (0 to 1) on a walk from the foot along the valley, both ways, and back."""
        return walks.valley_walk(*self._row(row), t)

    def knob_walk(self, t: float) -> FloatArray:
        """theta (2,) at time t (0 to 1) on a gentle loop that leaves theta and comes back."""
        return walks.knob_point(self.theta, self._knob_reach, t)

    @cached_property
    def _knob_reach(self) -> FloatArray:
        target = self._fit.theta if self.minimizer is None else self.minimizer
        return walks.knob_reach(self.theta, target, self.window)

    def _row(self, row: int) -> tuple[FloatArray, float, float, Window]:
        return self.theta, float(self.z[row]), float(self.y[row]), self.window

    # The data view:

    @cached_property
    def plot(self) -> PlotWindow:
        """Ranges of the data view, robust to outliers."""
        moments = [self.knob_walk(t) for t in np.linspace(0, 1, walks.LOOP_SAMPLES)]
        return plot_window(self.z, self.y, [self.theta, *moments], self._fit.step)

    @cached_property
    def plot_outside(self) -> int:
        """How many rows lie outside the data view."""
        return self.n_examples - int(self.plot.holds(self.z, self.y).sum())

    @cached_property
    def plot_cloud(self) -> Density | None:
        """Density of the rows (z, y) in the data view; None where each row is drawn."""
        return None if self.n_examples <= DENSE else density(self.z, self.y, (self.plot.z, self.plot.y))

    # The gradient plane:

    @cached_property
    def reading_order(self) -> tuple[int, ...]:
        """All rows by the angle of their gradients: a chain that never crosses itself."""
        return orders.reading_order(self.gradients)

    @cached_property
    def other_orders(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Two other orders of all rows: the table's own, and the reading order backwards."""
        return orders.other_orders(self.reading_order)

    def running_sums(self, order: Sequence[int]) -> FloatArray:
        """Sums (N, 2) of the first 1, 2 … N gradients in the given order."""
        return frozen(orders.running_sums(self.gradients, order))

    def running_means(self, order: Sequence[int]) -> FloatArray:
        """running_sums / N: the chain of g_i / N, (N, 2), which ends at the mean."""
        return frozen(orders.running_sums(self.gradients, order) / self.n_examples)

    @cached_property
    def merge_order(self) -> tuple[int, ...]:
        """The shown rows in the order in which their valleys become a bowl."""
        return orders.merge_order(self.shown, self.z, self.y, self.window)

    @cached_property
    def gradient_window(self) -> GradientWindow:
        """A box for the shown gradients, the chains in all three orders, the mean and the origin."""
        chain = self.running_means if self.hides_rows else self.running_sums
        chains = [chain(order) for order in (self.reading_order, *self.other_orders)]
        return gradient_window(
            [*chains, self.mean_of_gradients[None, :]],
            self.gradients,
            self.shown,
            float(self._rounding.max()),
        )

    @cached_property
    def fan_window(self) -> GradientWindow:
        """A box for the gradients from one origin, without the chains, where all rows are shown."""
        if self.hides_rows:
            return self.gradient_window
        return gradient_window(
            [self.mean_of_gradients[None, :]], self.gradients, self.shown, float(self._rounding.max())
        )

    @cached_property
    def gradient_cloud(self) -> Density | None:
        """Density of all gradients in the gradient window; None where each is drawn."""
        if self.n_examples <= DENSE:
            return None
        (low0, low1), (high0, high1) = self.gradient_window.lo.tolist(), self.gradient_window.hi.tolist()
        return density(self.gradients[:, 0], self.gradients[:, 1], ((low0, high0), (low1, high1)))

    def __deepcopy__(self, memo: dict[int, object]) -> "Lesson":
        """Itself: nothing in it changes, and a film copies what it draws many times."""
        return self

    def _repr_html_(self) -> str:
        """The argument as a table, where a notebook shows the lesson."""
        return argument_as_html(lesson_as_dict(self), self.x_name, self.y_name)

    # What changes a sentence:

    @property
    def one_example(self) -> bool:
        """N = 1."""
        return self.n_examples == 1

    @property
    def valleys_parallel(self) -> bool:
        """All x equal (or one row): no unique minimizer, no bowl."""
        return self.minimizer is None

    @cached_property
    def at_optimum(self) -> bool:
        """Whether the mean gradient is zero up to rounding."""
        return bool(np.hypot(*self.mean_of_gradients) <= self._rounding.mean())

    @cached_property
    def gradients_agree(self) -> bool:
        """Whether no two gradients differ, for N > 1."""
        differences = np.hypot(*(self.gradients - self.gradients[0]).T)
        return self.n_examples > 1 and bool((differences <= self._rounding + self._rounding[0]).all())

    @cached_property
    def _rounding(self) -> FloatArray:
        """Length (N,) up to which a gradient may be rounding of the numbers that it is made of."""
        terms = np.abs(self.theta[0]) + np.abs(self.theta[1] * self.z) + np.abs(self.y)
        return frozen(ROUNDING * terms * np.hypot(1.0, self.z))


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
    """The units and z (N,); ValueError where sums of squares of x, y or z would overflow."""
    with unwarned():
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
