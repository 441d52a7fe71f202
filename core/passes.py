"""One pass over some rows of a problem.

Where the model can, predictions become losses, or slopes and then gradients, in the memory of the result.
"""

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.checks import shaped
from core.models.base import is_in_place
from core.problem import Problem


def write_losses(problem: Problem, parameters: Array, rows: slice, out: Array) -> None:
    """Write some rows' losses, without the penalty, into `out` (n,)."""
    _write_function_of_predictions(problem.loss.loss, problem, parameters, rows, out)


def write_slopes(problem: Problem, parameters: Array, rows: slice, out: Array) -> None:
    """Write the derivatives of some rows' losses by their predictions into `out` (n,)."""
    _write_function_of_predictions(problem.loss.gradient, problem, parameters, rows, out)


def write_gradients(problem: Problem, parameters: Array, rows: slice, out: Array) -> tuple[Array, ...]:
    """Write some rows' gradients into `out` (P, n), without a look at whether they overflow.

    Returns
    -------
    tuple of ndarray
        Where these are finite, and NumPy raised no flag of overflow, all that was written is finite.
    """
    if is_in_place(problem.model):
        write_slopes(problem, parameters, rows, out[0])
        problem.model.scale_jacobian(parameters, problem.x[rows], out)
        factors: tuple[Array, ...] = () if _is_flagged(problem) else (out[0],)
    else:
        factors = slopes, jacobian = _slopes_and_jacobian(problem, parameters, rows)
        np.multiply(jacobian.T, slopes, out=out)
    if problem.penalties is not None:
        out += (problem.penalties * parameters)[:, None]
    return factors


def write_hessians(problem: Problem, parameters: Array, rows: slice, out: Array) -> None:
    """Write some rows' second derivatives into `out` (n, P, P); the model has `prediction_hessians`."""
    predictions, jacobian = _predictions_and_jacobian(problem, parameters, rows)
    slopes, bends = (_of_loss(problem, name, rows, predictions) for name in ("gradient", "hessian"))
    curved = problem.model.prediction_hessians(parameters, problem.x[rows])  # type: ignore[attr-defined]
    np.multiply((bends[:, None] * jacobian)[:, :, None], jacobian[:, None, :], out=out)
    out += slopes[:, None, None] * shaped(curved, out.shape, "model.prediction_hessians")
    if problem.penalties is not None:
        out += np.diag(problem.penalties)


def sum_of_gradients(problem: Problem, parameters: Array, rows: slice) -> Array:
    """J^T (w l'), (P,): the weighted sum of some rows' gradients, without the penalty."""
    if is_in_place(problem.model):
        slopes = np.empty(rows.stop - rows.start, dtype=parameters.dtype)
        write_slopes(problem, parameters, rows, slopes)
        if problem.weights is not None:
            slopes *= problem.weights[rows]
        return problem.model.vector_jacobian_product(parameters, problem.x[rows], slopes)
    slopes, jacobian = _slopes_and_jacobian(problem, parameters, rows)
    weighted = slopes if problem.weights is None else slopes * problem.weights[rows]
    # Along contiguous memory BLAS adds in many strands: less is lost than where it adds one row at a time.
    total: Array = np.ascontiguousarray(jacobian.T) @ weighted
    return total


def is_arithmetic(problem: Problem) -> bool:
    """Whether model and loss are sums, products and comparisons alone, with which `Fraction`s stay exact."""
    return getattr(problem.model, "is_exact", False) and getattr(problem.loss, "is_exact", False)


def _is_flagged(problem: Problem) -> bool:
    """Whether slopes that overflow raise a flag: those of arithmetic, but for BLAS, whose threads keep it."""
    return is_arithmetic(problem) and problem.x.ndim == 1


def _write_function_of_predictions(
    function: Callable[..., Array], problem: Problem, parameters: Array, rows: slice, out: Array
) -> None:
    if is_in_place(problem.model):
        problem.model.write_predictions(parameters, problem.x[rows], out)
        predictions = out
    else:
        x = problem.x[rows]
        predictions = shaped(problem.model.predictions(parameters, x), (len(x),), "model.predictions")
    result = function(problem.y[rows], predictions, out=out)
    if result is not out:
        out[...] = shaped(result, out.shape, f"loss.{function.__name__}")


def _slopes_and_jacobian(problem: Problem, parameters: Array, rows: slice) -> tuple[Array, Array]:
    """Derivatives of some rows' losses by their predictions (n,), and of these by theta (n, P)."""
    predictions, jacobian = _predictions_and_jacobian(problem, parameters, rows)
    return _of_loss(problem, "gradient", rows, predictions), jacobian


def _of_loss(problem: Problem, derivative: str, rows: slice, predictions: Array) -> Array:
    """A derivative of some rows' losses by their predictions, (n,)."""
    values: Array = getattr(problem.loss, derivative)(problem.y[rows], predictions)
    return shaped(values, predictions.shape, f"loss.{derivative}")


def _predictions_and_jacobian(problem: Problem, parameters: Array, rows: slice) -> tuple[Array, Array]:
    """Predictions of some rows (n,), and their derivatives by theta (n, P)."""
    model, x = problem.model, problem.x[rows]
    both = getattr(model, "predictions_and_jacobian", None)
    if both is None:
        predictions, jacobian = model.predictions(parameters, x), model.jacobian(parameters, x)
    else:
        predictions, jacobian = both(parameters, x)
    shaped(predictions, (len(x),), "model.predictions")  # else they broadcast against the labels: (n, n)
    return predictions, shaped(jacobian, (len(x), len(parameters)), "model.jacobian")
