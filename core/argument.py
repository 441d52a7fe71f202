"""The argument in plain text: each row's gradient, their mean, and the gradient of the mean loss."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from core.arrays import Array, FloatArray, exact
from core.gradients import (
    empirical_risk,
    full_gradient,
    mean_of_gradients,
    per_example_gradients,
    per_example_losses,
)
from core.problem import Problem

WHOLE = 36
"""Up to so many rows all are listed."""
BEGINNING = 30
"""So many are listed of more, and the last."""
EPS = float(np.finfo(np.float64).eps)
GAP = "  "


def argument(name: str, problem: Problem, theta: Array) -> Iterator[str]:
    """Lines of text: the rows of a problem of one input, their mean, the full gradient, and what follows.

    Raises
    ------
    ValueError
        If theta isn't P finite numbers, or a number overflows.
    """
    data, parameters = problem.dataset, problem.parameter_names
    gradients, full = per_example_gradients(problem, theta), full_gradient(problem, theta)
    off = differences(gradients, full)
    losses, predictions = per_example_losses(problem, theta), problem.predictions(theta)
    values = np.column_stack([data.x, data.y, predictions, losses, gradients])
    means = empirical_risk(problem, theta), *mean_of_gradients(gradients)
    yield f"{name}: {_counted(len(data))}, {data.y_name} over {data.x_name}"
    point = ", ".join(
        f"{parameter} = {_six(value)}" for parameter, value in zip(parameters, theta, strict=True)
    )
    yield f"{problem.model.name} model, {problem.loss.name} loss, gradients at {point}"
    yield ""
    yield from _table(
        ["row", data.x_name, data.y_name, "prediction", "loss", *(f"d loss/d {p}" for p in parameters)],
        list(_listed(values)),
        [
            ["mean", "", "", "", *map(_six, means)],
            ["full gradient", "", "", "", "", *map(_six, full)],
            ["difference", "", "", "", "", *(f"{value:.2f} eps" for value in off)],
        ],
    )
    yield ""
    yield "The mean of the gradients is the gradient of the mean loss, which is computed without them, as the"
    yield "Jacobian's transpose times the losses' slopes. eps is 2^-52 of the mean size of a row's gradient."
    if getattr(problem.model, "is_exact", False) and getattr(problem.loss, "is_exact", False):
        verb = "are equal" if equal_in_fractions(problem, theta) else "differ"
        yield f"In fractions, where nothing is rounded, the two {verb}."


def differences(gradients: FloatArray, full: FloatArray) -> FloatArray:
    """How far the mean of the gradients (N, P) is from the full gradient (P,), in eps of their mean size."""
    sizes = np.abs(gradients).mean(axis=0)
    sizes[sizes == 0] = 1
    result: FloatArray = np.abs(mean_of_gradients(gradients) - full) / sizes / EPS
    return result


def equal_in_fractions(problem: Problem, theta: Array) -> bool:
    """Whether mean and full gradient are the same where the table's numbers and theta are `Fraction`s."""
    data = replace(problem.dataset, x=exact(problem.dataset.x), y=exact(problem.dataset.y))
    fractions = replace(problem, dataset=data)
    mean = mean_of_gradients(per_example_gradients(fractions, exact(theta)))
    return bool((mean == full_gradient(fractions, exact(theta))).all())


def _listed(values: FloatArray) -> Iterator[list[str]]:
    """Lines of the rows (N, C) that are listed, each behind its number."""
    whole = len(values) <= WHOLE
    for row in range(len(values) if whole else BEGINNING):
        yield [str(row + 1), *map(_six, values[row])]
    if not whole:
        yield ["..."] + [""] * values.shape[1]
        yield [str(len(values)), *map(_six, values[-1])]


def _six(value: float) -> str:
    """Six digits of a number."""
    return f"{value + 0:.6g}"  # + 0: no minus before a zero


def _counted(n_examples: int) -> str:
    return "1 row" if n_examples == 1 else f"{n_examples} rows"


def _table(header: Sequence[str], *parts: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of a table, with a rule above each part and the points of a column's numbers at one place."""
    first, *columns = zip(*(row for part in parts for row in part), strict=True)
    cells = [list(first), *map(_by_the_point, columns)]
    widths = [max(map(len, (name, *column))) for name, column in zip(header, cells, strict=True)]
    lines = (_line(row, widths) for row in zip(*cells, strict=True))
    yield _line(header, widths)
    for part in parts:
        yield "-" * len(GAP.join("-" * width for width in widths))
        yield from (next(lines) for _ in part)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return GAP.join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]).rstrip()


def _by_the_point(numbers: Sequence[str]) -> list[str]:
    """Numbers of one length, with their points, or where these would be, at one place."""
    wholes = [re.match(r"[-\d]*", number)[0] for number in numbers]  # type: ignore[index]  # "" matches
    rests = [number.removeprefix(whole) for number, whole in zip(numbers, wholes, strict=True)]
    left, right = max(map(len, wholes)), max(map(len, rests))
    return [whole.rjust(left) + rest.ljust(right) for whole, rest in zip(wholes, rests, strict=True)]
