"""Whether derivatives are derivatives: for models and losses that a user writes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.check.differences import REMEDY
from core.check.parts import Method, Part, gradients_part, jacobian_part, slopes_part
from core.check.probe import Probe
from core.problem import Problem

TOLERANCE: dict[str, float] = {"3-point": 1e-5, "complex-step": 1e-9}
"""The largest relative error of a right derivative, where rounding lets it be seen."""


@dataclass(frozen=True)
class GradientCheck:
    """What `check_gradient` found.

    Attributes
    ----------
    ok : bool
        Whether no derivative is wrong.
    wrong : tuple of str
        Which are: "model.jacobian", "loss.gradient"; "per_example_gradients" if these are right and the
        gradients still aren't (because of a `predictions_and_jacobian` that differs, for example).
    error : float
        The largest relative error, of the first that is wrong, else of the per-example gradients.
    row : int
        Where it is, from 0.
    parameter : str
        By what the derivative is: the parameter's name, or "raw_prediction" for the loss.
    analytic, numeric : float
        The derivative there, as written and by differences.
    step : float
        The difference's step there.
    n_left_out : int
        Rows at a kink of the loss, or nearer to it than any step.
    n_unresolved : int
        Per-example derivatives so small beside the rounding of the losses that a difference says nothing.
    """

    ok: bool
    wrong: tuple[str, ...]
    error: float
    row: int
    parameter: str
    analytic: float
    numeric: float
    step: float
    n_left_out: int
    n_unresolved: int

    def __str__(self) -> str:
        where = f"row {self.row + 1}, {self.parameter}"
        verdict = f"right: largest relative error {self.error:.1e} ({where})"
        if self.wrong:
            found = f"{self.analytic:.6g}, by differences {self.numeric:.6g}"
            verdict = f"wrong: {' and '.join(self.wrong)}; {where}: {found}"
        left_out = f"; rows left out at a kink: {self.n_left_out}" if self.n_left_out else ""
        unresolved = f"; derivatives lost in rounding: {self.n_unresolved}" if self.n_unresolved else ""
        return verdict + left_out + unresolved


def check_gradient(problem: Problem, theta: ArrayLike, method: Method = "3-point") -> GradientCheck:
    """Hold each row's gradient, the model's Jacobian and the loss's slope against differences.

    A derivative that is wrong by 0.05 % is found wherever the rounding of the losses lets it be seen, for any
    scale of x, y and theta: each derivative has a step of its own (`core.check.differences.three_point`).
    Takes about 100 P evaluations of all rows.

    Parameters
    ----------
    problem : Problem
        N rows, P parameters; one of `Fraction`s is checked in floats.
    theta : array_like, shape (P,)
    method : {"3-point", "complex-step"}
        Central differences allow a relative error of 1e-5. The complex step (Squire and Trapp 1998) allows
        1e-9, where model and loss take complex numbers and are analytic as they are written: abs, max,
        comparisons and casts aren't, and most of them break it silently. So what it gives is itself held
        against central differences.

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, what the model or the loss gives has another shape than it should or
        overflows, the complex step isn't valid for them, or nothing can be compared: all rows are at a kink,
        or all gradients are lost in rounding.

    Examples
    --------
    A model of your own, y = theta_0 x^theta_1, and a loss of your own, log cosh of the residual:

    >>> import numpy as np
    >>> from core import Dataset, Problem, check_gradient
    >>> from core.losses import WithLossGradient
    >>> class PowerLaw:
    ...     name = "power-law"
    ...     def parameter_names(self, n_features):
    ...         return ("factor", "exponent")
    ...     def predictions(self, theta, x):
    ...         return theta[0] * x ** theta[1]
    ...     def jacobian(self, theta, x):
    ...         return np.stack([x ** theta[1], theta[0] * x ** theta[1] * np.log(x)], axis=1)
    >>> class LogCosh(WithLossGradient):
    ...     name = "log-cosh"
    ...     def loss(self, y_true, raw_prediction, out=None):
    ...         return np.log(np.cosh(raw_prediction - y_true))
    ...     def gradient(self, y_true, raw_prediction, out=None):
    ...         return np.tanh(raw_prediction - y_true)
    ...     def hessian(self, y_true, raw_prediction, out=None):
    ...         return 1 / np.cosh(raw_prediction - y_true) ** 2
    >>> problem = Problem(Dataset([1.0, 2.0, 4.0], [1.5, 2.5, 5.0]), PowerLaw(), LogCosh())
    >>> check_gradient(problem, (1.2, 0.9)).ok
    True

    Without its factor, the exponent's derivative is wrong:

    >>> class Slip(PowerLaw):
    ...     def jacobian(self, theta, x):
    ...         return np.stack([x ** theta[1], x ** theta[1] * np.log(x)], axis=1)
    >>> found = check_gradient(Problem(problem.dataset, Slip(), LogCosh()), (1.2, 0.9))
    >>> found.wrong, found.parameter
    (('model.jacobian',), 'exponent')
    """
    if method not in TOLERANCE:
        raise ValueError(f'method needs "3-point" or "complex-step", found {method!r}')
    if method == "complex-step" and hasattr(problem.loss, "kink_distance"):
        raise ValueError(f"the complex step can't see the kinks of the {problem.loss.name} loss; {REMEDY}")
    with np.errstate(all="ignore"):
        probe = Probe.of(problem, theta)
        of_jacobian, of_slopes = probe.roundings()
        jacobian = jacobian_part(probe, method, of_jacobian)
        slopes = slopes_part(probe, method, of_slopes)
        gradients = gradients_part(probe, jacobian.numeric, slopes.numeric)
        return _report((jacobian, slopes, gradients), TOLERANCE[method], problem.loss.name)


def _report(parts: tuple[Part, Part, Part], tolerance: float, loss: str) -> GradientCheck:
    """What is wrong, and where it is worst."""
    jacobian, slopes, gradients = parts
    if not gradients.compared.any():
        raise ValueError(f"all rows are at a kink of the {loss} loss; choose another theta")
    unresolved = gradients.compared & (jacobian.unresolved | slopes.unresolved | gradients.unresolved)
    if unresolved.any() and unresolved[gradients.compared & (gradients.sizes > 0)].all():
        raise ValueError("all gradients are lost in the rounding of the losses; choose another theta")
    wrong = [part for part in parts if part.errors(tolerance).max() > tolerance]
    pieces = [part for part in wrong if part is not gradients] or wrong
    worst = pieces[0] if pieces else gradients
    errors = worst.errors(tolerance)
    row, column = np.unravel_index(np.argmax(errors), errors.shape)
    return GradientCheck(
        ok=not wrong,
        wrong=tuple(part.name for part in pieces),
        error=float(errors[row, column]),
        row=int(row),
        parameter=worst.parameters[column],
        analytic=float(worst.analytic[row, column]),
        numeric=float(worst.numeric.value[row, column]),
        step=float(worst.numeric.step[row, column]),
        n_left_out=int(np.count_nonzero(~gradients.compared.all(axis=1))),
        n_unresolved=int(np.count_nonzero(unresolved)),
    )
