"""The argument for one table: ``python -m core [TABLE] [--theta=A,B] [--model NAME] [--loss NAME]``."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from core.argument import argument
from core.arrays import Array
from core.data import Dataset
from core.errors import OVERFLOW, LossOverflowError, RowError, RowOverflowError, one_line
from core.lesson.lesson import Lesson
from core.lesson.rounding import one_digit
from core.lesson.units import choose_units
from core.losses import (
    AbsoluteError,
    HalfSquaredError,
    HingeLoss,
    HuberLoss,
    LogisticLoss,
    PinballLoss,
    SquaredError,
)
from core.models import MLP, AffineModel, LogisticModel, TanhNeuron
from core.problem import Problem
from core.quoting import spelled, visible
from core.reading import place_of_row

Kinds = dict[str, Callable[..., Any]]

LOSSES: Kinds = {
    "half-squared": HalfSquaredError,
    "squared": SquaredError,
    "absolute": AbsoluteError,
    "huber": HuberLoss,
    "pinball": PinballLoss,
    "logistic": LogisticLoss,
    "hinge": HingeLoss,
}
MODELS: Kinds = {"affine": AffineModel, "tanh-neuron": TanhNeuron, "logistic": LogisticModel, "mlp": MLP}
NUMBERS = {"huber": 1, "pinball": 0.5, "mlp": 1}
"""What comes behind these names where nothing else is asked for: delta, quantile, hidden units."""
WRONG_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the argument; leave with status 2 and one line where the input isn't usable."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        model, loss = made("model", options.model, MODELS), made("loss", options.loss, LOSSES)
        data = table(options.table)
        problem = Problem(data, model, loss)
        theta = starting_theta(problem) if options.theta is None else given_theta(problem, options.theta)
        text = "\n".join(argument(visible(options.table), problem, theta))
    except (RowError, LossOverflowError) as error:
        parser.error(in_file(error, options.table, data.y_name))
    except ValueError as error:
        parser.error(spelled(str(error)))
    print(text)


def table(name: str) -> Dataset:
    """A packaged table, or a CSV file; ValueError where there is neither."""
    return Dataset.read_csv(name) if is_file(name) else Dataset.packaged(name)


def is_file(name: str) -> bool:
    """Whether a table's name is that of a file."""
    return name.lower().endswith(".csv") or "/" in name


def in_file(error: RowError | LossOverflowError, name: str, y_name: str) -> str:
    """What is wrong with a label or a loss, with the line of a table's file where there is one."""
    if is_file(name) and isinstance(error, RowError):
        return one_line(place_of_row(name, error.row, y_name), error.problem, "")
    if is_file(name) and isinstance(error, RowOverflowError):
        return one_line(place_of_row(name, error.row), OVERFLOW, "")
    return str(error)


def made(kind: str, text: str, kinds: Kinds) -> Any:
    """The model or loss that "NAME" or "NAME=NUMBER" means; ValueError where there is none."""
    name, equals, number = text.partition("=")
    if name not in kinds:
        raise ValueError(f'no {kind} "{name}"; there are {", ".join(kinds)}')
    if name in NUMBERS:
        return kinds[name](_number(number) if equals else NUMBERS[name])
    if equals:
        raise ValueError(f"{kind} {name} takes no number, found {text}")
    return kinds[name]()


def given_theta(problem: Problem, text: str) -> Array:
    """theta (P,) as it was typed; ValueError if it isn't P finite numbers."""
    return problem.parameters([_number(part) for part in text.split(",")])


def starting_theta(problem: Problem) -> Array:
    """A theta (P,) where the gradients differ.

    For a line through numbers the one that the film chooses, through labels 0; for a curve one that bends
    among the inputs.
    """
    if isinstance(problem.model, AffineModel):
        if isinstance(problem.loss, LogisticLoss | HingeLoss):
            return np.zeros(2)
        return Lesson.at(Problem(problem.dataset)).table_theta
    units = choose_units(problem.x)
    if isinstance(problem.model, TanhNeuron):
        height, width = (one_digit(float(np.abs(values).max())) or 1.0 for values in (problem.y, problem.x))
        return np.array([height, 1 / width])
    if isinstance(problem.model, MLP):
        theta, hidden = problem.model.initial_parameters(np.random.default_rng(0)), problem.model.hidden
        weights, biases = theta[:hidden], theta[hidden : 2 * hidden]
        biases -= weights * units.center / units.scale
        weights /= units.scale
        return np.array([float(f"{value:.2g}") for value in theta])
    return units.theta_to_table((0, 1))


def _number(text: str) -> float:
    """A typed number, an int where it is a whole one."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a number') from None
    return int(value) if value.is_integer() else value


class _OneLineParser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong, in one line."""
        self.exit(WRONG_INPUT, f"{self.prog}: {message}\n")


def _parser() -> ArgumentParser:
    parser = _OneLineParser(
        prog="python -m core",
        description="Print why the full gradient is the mean of the per-example gradients, in numbers.",
        allow_abbrev=False,
    )
    tables = ", ".join(Dataset.packaged_names())
    parser.add_argument(
        "table", metavar="TABLE", nargs="?", default="six", help=f"a CSV file, or one of {tables} (six)"
    )
    parser.add_argument("--theta", metavar="A,B", help="where gradients are taken, as in --theta=1,-0.5")
    for name, kinds in (("model", MODELS), ("loss", LOSSES)):
        shown = [f"{kind}[={NUMBERS[kind]}]" if kind in NUMBERS else kind for kind in kinds]
        parser.add_argument(f"--{name}", metavar="NAME", default=next(iter(kinds)), help=", ".join(shown))
    return parser


if __name__ == "__main__":
    main()
