"""Where the empirical risk is smallest."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, BoolArray, FloatArray
from core.losses import AbsoluteError, HalfSquaredError, HingeLoss, HuberLoss, LogisticLoss, PinballLoss
from core.models import AffineModel
from core.problem import Problem
from core.quadratic import CURVATURES, is_quadratic, quadratic_risk
from core.solvers.centring import centred
from core.solvers.cones import leaves_only_zero, separates
from core.solvers.least_squares import CentredRows, penalty_rows
from core.solvers.newton import EPS, ROUNDINGS, SmoothRisk, local_minimum, unit_lengths
from core.solvers.piecewise import kinked_minimum
from core.solvers.refinement import refined

KINKED = (AbsoluteError, HingeLoss, PinballLoss)
OF_LABELS = (HingeLoss, LogisticLoss)
OF_CORE = (*KINKED, HuberLoss, LogisticLoss)
LEFT_ALONE = 1e-6
"""Features that move by so small a part of what others do aren't involved."""
FLAT = 1e-9
"""A risk that is so much less curved one way than others, in units of 1 along each parameter, is flat."""


def minimizer(problem: Problem, start: ArrayLike | None = None) -> Array:
    """The theta with the smallest empirical risk.

    - The affine model with a squared error: by least squares on centred and scaled columns, never by the
      normal equations, refined by residuals in twice the precision; in `Fraction`s for an exact problem.
    - The affine model with another loss of core is convex, too: SciPy finds the minimizer, which is then held
      against the conditions for one, up to rounding.
    - Any other model or loss: a local minimum that SciPy finds from `start`. There may be lower ones.

    Parameters
    ----------
    problem : Problem
    start : array_like, shape (P,), optional
        Where to start from; needed only where the risk isn't known to be convex.

    Returns
    -------
    ndarray, shape (P,)

    Raises
    ------
    ValueError
        If the minimizer isn't unique, there is none, it isn't found, or a loss overflows; if `start` is
        missing, or isn't P finite numbers.
    """
    begin = None if start is None else problem.parameters(start).astype(np.float64)
    if problem.is_exact and is_quadratic(problem):
        risk = quadratic_risk(problem)
        _refuse_flat(problem, risk.flat)
        return risk.origin
    counted = problem.of_floats().of_counted_rows()
    if is_quadratic(problem):
        return _least_squares_minimizer(counted, CURVATURES[type(problem.loss)])
    if type(problem.model) is AffineModel and type(problem.loss) in OF_CORE:
        return _convex_minimizer(counted)
    if begin is None:
        names = f"{problem.model.name} model with the {problem.loss.name} loss"
        raise ValueError(f"the risk of the {names} may have several minima; give a start")
    return _minimum_near(counted, begin)


def _least_squares_minimizer(problem: Problem, curvature: int) -> FloatArray:
    rows = CentredRows.of(problem)
    v, flat = rows.solve(curvature)
    _refuse_flat(problem, rows.centring.directions(flat))
    return refined(problem, rows, rows.centring.theta(v)[0], curvature)


def _convex_minimizer(problem: Problem) -> FloatArray:
    """The minimizer of an affine problem by that in centred columns."""
    rows = CentredRows.of(problem)
    _, flat = rows.solve(1)
    _refuse_flat(problem, rows.centring.directions(flat))
    scaled, centring = centred(problem, centre_y=not isinstance(problem.loss, OF_LABELS))
    loss = problem.loss
    if isinstance(loss, KINKED):
        v, is_unique = kinked_minimum(scaled, rows.rounding)
    elif isinstance(loss, HuberLoss):
        v = local_minimum(scaled, quadratic_risk(replace(scaled, loss=HalfSquaredError())).origin)
        is_unique = _is_only_huber_minimum(scaled, v, loss.delta, rows.rounding)
    else:
        _refuse_separable(scaled)
        v, is_unique = local_minimum(scaled, np.zeros(scaled.n_parameters)), True
    if not is_unique:
        raise ValueError(f"the minimizer isn't unique: the mean {loss.name} loss is flat at its minimum")
    return centring.theta(v)[0]


def _minimum_near(problem: Problem, start: FloatArray) -> FloatArray:
    """A local minimum with curvature all around."""
    theta = local_minimum(problem, start)
    hessian = SmoothRisk(problem).hessian(theta)
    lengths = unit_lengths(hessian)
    least, *_, largest = np.linalg.eigvalsh(hessian / np.outer(lengths, lengths))
    if least < -FLAT * largest:
        raise ValueError("no minimum found: from this start the search ends in a saddle; take another start")
    if least <= FLAT * largest:
        raise ValueError(
            "the minimizer isn't unique: where the search from this start ends, the risk is flat"
        )
    return theta


def _is_only_huber_minimum(problem: Problem, v: FloatArray, delta: float | Fraction, rounding: float) -> bool:
    """Whether no way leads from v along which no row, nor the penalty, is curved."""
    rows = problem.model.jacobian(v, problem.x)
    residuals = problem.predictions(v) - problem.y
    beyond = np.abs(residuals) - delta
    zero = ROUNDINGS * EPS * (np.abs(rows) @ np.abs(v) + np.abs(problem.y) + delta)
    ends = np.abs(beyond) <= zero
    level = np.vstack([rows[beyond < -zero], penalty_rows(problem)])
    return leaves_only_zero(level, np.sign(residuals[ends, None]) * rows[ends], rounding)


def _refuse_separable(problem: Problem) -> None:
    """ValueError where the logistic risk sinks forever along some way without a penalty."""
    free = np.ones(problem.n_parameters, dtype=bool) if problem.penalties is None else problem.penalties == 0
    rows = problem.model.jacobian(free, problem.x)[:, free]
    sure = (problem.y == 0) | (problem.y == 1)
    if free.any() and separates(np.where(problem.y[sure, None] == 1, 1, -1) * rows[sure], rows[~sure]):
        raise ValueError(
            "there is no minimizer: the labels 0 and 1 can be separated, so the risk sinks forever as "
            "theta grows; add a penalty"
        )


def _refuse_flat(problem: Problem, flat: Array) -> None:
    """ValueError that says which features leave the risk the same along some direction (P, Q) of theta."""
    if flat.size == 0:
        return
    inputs = problem.of_counted_rows().x.T.reshape(problem.n_parameters - 1, -1)
    names = problem.dataset.feature_names
    if names is None:
        raise ValueError("the minimizer isn't unique: all x are equal; add rows with another x")
    moves = np.abs(flat[1:].astype(np.float64)).max(axis=1)
    reach = (inputs.max(axis=1) - inputs.min(axis=1)).astype(np.float64)
    same = (reach == 0) & (moves > LEFT_ALONE * moves.max())
    if same.any():
        raise ValueError(
            f"the minimizer isn't unique: {_listed(names, same)} the same in all rows; leave it out"
        )
    involved = moves * reach > LEFT_ALONE * (moves * reach).max()
    found = f"{_listed(names, involved)} linearly dependent"
    raise ValueError(f"the minimizer isn't unique: {found}; leave one out, or add rows")


def _listed(names: tuple[str, ...], chosen: BoolArray) -> str:
    """Chosen names and their verb: "a is", "a and b are"."""
    *first, last = [name for name, is_chosen in zip(names, chosen, strict=True) if is_chosen]
    return f"{', '.join(first)} and {last} are" if first else f"{last} is"
