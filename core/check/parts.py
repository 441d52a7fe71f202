"""Derivatives as they are written, each with what differences say of it."""

from functools import partial
from typing import Literal, NamedTuple

import numpy as np

from core.arrays import BoolArray, FloatArray
from core.check.differences import REMEDY, Derivative, Function, complex_step, three_point
from core.check.probe import Probe
from core.gradients import per_example_gradients

Method = Literal["3-point", "complex-step"]
SAFETY = 16
"""By how many times its bound a difference may be off: from step to step, the bound grows so much."""
RESOLVED = 1e-4
"""The relative error that a difference must be able to show."""


class Part(NamedTuple):
    """Derivatives (N, M) by M parameters, as they are written and by differences."""

    name: str
    parameters: tuple[str, ...]
    analytic: FloatArray
    numeric: Derivative

    def errors(self, tolerance: float) -> FloatArray:
        """Relative errors (N, M); what rounding may do counts for no more than `tolerance`."""
        size = np.maximum(self.sizes, SAFETY * self.numeric.bound / tolerance)
        difference = np.abs(self.analytic - self.numeric.value)
        return np.divide(difference, size, out=np.zeros(size.shape), where=self.compared & (size > 0))

    @property
    def sizes(self) -> FloatArray:
        """The larger of both derivatives (N, M)."""
        sizes: FloatArray = np.maximum(np.abs(self.analytic), np.abs(self.numeric.value))
        return sizes

    @property
    def compared(self) -> BoolArray:
        """Where a step served; (N, M)."""
        return ~np.isnan(self.numeric.value)

    @property
    def unresolved(self) -> BoolArray:
        """What is compared, and neither 0 nor to be told from it; (N, M)."""
        return self.compared & (SAFETY * self.numeric.bound > RESOLVED * self.sizes) & (self.sizes > 0)


def jacobian_part(probe: Probe, method: Method, rounding: FloatArray) -> Part:
    """The model's derivatives by theta."""
    columns = []
    for p, value in enumerate(probe.theta):
        function = partial(probe.predictions_at, p)
        columns.append(_derivative(function, value, probe.terms, rounding[:, p], "model.predictions", method))
    numeric = Derivative(*(np.stack(parts, axis=1) for parts in zip(*columns, strict=True)))
    return Part("model.jacobian", probe.problem.parameter_names, probe.jacobian, numeric)


def slopes_part(probe: Probe, method: Method, rounding: FloatArray) -> Part:
    """The loss's derivative by the raw prediction."""
    terms = np.abs(probe.losses) + np.abs(probe.slopes) * (
        np.abs(probe.predictions) + np.abs(probe.problem.y)
    )
    column = _derivative(probe.losses_at, probe.predictions, terms, rounding, "loss.loss", method)
    numeric = Derivative(*(part[:, None] for part in column))
    return Part("loss.gradient", ("raw_prediction",), probe.slopes[:, None], numeric)


def gradients_part(probe: Probe, jacobian: Derivative, slopes: Derivative) -> Part:
    """The per-example gradients as core puts them together, against the chain rule of both differences.

    Differences of the losses by theta would lose the digits in which small changes of a large loss show.
    """
    analytic = per_example_gradients(probe.problem, probe.theta)
    values = slopes.value * jacobian.value
    if probe.problem.penalties is not None:
        values = values + probe.problem.penalties * probe.theta
    bounds = np.abs(slopes.value) * jacobian.bound + slopes.bound * (np.abs(jacobian.value) + jacobian.bound)
    numeric = Derivative(values, bounds, jacobian.step)
    return Part("per_example_gradients", probe.problem.parameter_names, analytic, numeric)


def _derivative(
    function: Function, at: FloatArray, terms: FloatArray, rounding: FloatArray, name: str, method: Method
) -> Derivative:
    """Derivatives (N,) by the method asked for; ValueError where the complex step isn't valid."""
    central = three_point(function, at, terms)
    if method == "3-point":
        return central
    exact = complex_step(function, at, rounding, name)
    size = np.maximum(np.abs(exact.value), np.abs(central.value))
    off = np.abs(exact.value - central.value) > np.maximum(RESOLVED * size, SAFETY * central.bound)
    if off.any():
        row = int(np.argmax(off))
        raise ValueError(
            f"{name} isn't analytic as it is written: row {row + 1}'s complex step gives "
            f"{exact.value[row]:.6g}, its central difference {central.value[row]:.6g}; {REMEDY}"
        )
    return exact
