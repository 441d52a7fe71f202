"""What must be seen, by formulas of the tests' own: nothing here asks core for a result."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from core import Lesson

Place = Callable[[Any], np.ndarray]
NUMBER = re.compile(
    r"[\N{MINUS SIGN}-]?\d+(?:\.\d+)?(?:e[\N{MINUS SIGN}-]?\d+| dot 10\^\([\N{MINUS SIGN}-]?\d+\))?"
)


class Truth:
    """A table in the film's unit of x, and everything that follows for a theta (2,).

    N rows; gradients are (N, 2), unscaled; z is (x - center) / scale.
    """

    def __init__(self, lesson: Lesson) -> None:
        data = lesson.problem.dataset
        self.x, self.y = np.asarray(data.x, dtype=float), np.asarray(data.y, dtype=float)
        self.z = (self.x - lesson.units.center) / lesson.units.scale
        self.n = len(self.x)

    def predictions(self, theta) -> np.ndarray:
        return theta[0] + theta[1] * self.z

    def residuals(self, theta) -> np.ndarray:
        return self.predictions(theta) - self.y

    def losses(self, theta) -> np.ndarray:
        return self.residuals(theta) ** 2 / 2

    def gradients(self, theta) -> np.ndarray:
        return np.column_stack([self.residuals(theta), self.residuals(theta) * self.z])

    def risk(self, theta) -> float:
        return float(np.sum(self.losses(theta)) / self.n)

    def full_gradient(self, theta) -> np.ndarray:
        """H theta - b: the averaged surface is a quadratic, and this its slope."""
        return self._hessian() @ np.asarray(theta) - self._pull()

    def minimizer(self) -> np.ndarray | None:
        """Where H theta = b; None where H is singular."""
        hessian = self._hessian()
        return None if np.ptp(self.z) == 0 else np.linalg.solve(hessian, self._pull())

    def surface(self, rows: Sequence[int], theta0, theta1) -> np.ndarray:
        """Mean loss of some rows, over thetas that broadcast."""
        return sum((theta0 + theta1 * self.z[i] - self.y[i]) ** 2 / 2 for i in rows) / len(rows)

    def off_valley(self, row: int, theta) -> float:
        """How far theta is from the line on which the row's loss is 0, in units of theta."""
        return float(abs(theta[0] + theta[1] * self.z[row] - self.y[row]) / np.hypot(1, self.z[row]))

    def sums(self, theta, order: Sequence[int]) -> np.ndarray:
        """Running sums (N, 2) of the gradients in an order."""
        return np.cumsum(self.gradients(theta)[list(order)], axis=0)

    def _hessian(self) -> np.ndarray:
        mean = self.z.mean()
        return np.array([[1.0, mean], [mean, np.mean(self.z**2)]])

    def _pull(self) -> np.ndarray:
        return np.array([self.y.mean(), np.mean(self.z * self.y)])


def inverse(place: Place) -> Place:
    """From points of the picture back to what a part puts there; the part's way must be affine."""
    origin = np.asarray(place((0.0, 0.0)))[:2]
    basis = np.column_stack([np.asarray(place(unit))[:2] - origin for unit in ((1.0, 0.0), (0.0, 1.0))])
    return lambda point: np.linalg.solve(basis, np.asarray(point)[:2] - origin)


def numbers_in(text: str) -> list[float]:
    """The numbers in a text of the screen, or in the code of a formula."""
    return [read(found) for found in NUMBER.findall(text)]


def read(text: str) -> float:
    """A number as it is written on the screen."""
    text = text.strip().removeprefix("\N{ALMOST EQUAL TO}").replace("\N{MINUS SIGN}", "-")
    figures, _, power = text.replace(" dot 10^(", "e").rstrip(")").partition("e")
    return float(figures) * 10.0 ** int(power or 0)


def rounding_of(text: str) -> float:
    """Half a unit of the last figure that is written."""
    text = text.replace("\N{MINUS SIGN}", "-").replace(" dot 10^(", "e").rstrip(")")
    figures, _, power = text.partition("e")
    return 0.5 * 10.0 ** (int(power or 0) - len(figures.partition(".")[2]))


def says(text: str, value: float) -> bool:
    """Whether a written number is the value, rounded to the figures that are written."""
    return abs(read(text) - value) <= rounding_of(text) * (1 + 1e-9) + 1e-12 * abs(value)
