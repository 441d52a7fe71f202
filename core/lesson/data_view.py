"""The data view of a lesson: the plot of its rows, and its line while theta moves."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from core.gradients import empirical_risk, mean_of_gradients, per_example_gradients, per_example_losses
from core.lesson import walks
from core.lesson.plot import DENSE, Density, PlotWindow, density, plot_window
from core.lesson.theta_plane import ThetaPlane


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
class DataView(ThetaPlane):
    """What the film shows over z and y."""

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
