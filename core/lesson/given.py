"""What a lesson is made from: a problem, its theta, its units, and what the film chose to show of it."""

from dataclasses import dataclass
from functools import cached_property

from core.arrays import FloatArray, frozen
from core.data import Preference
from core.lesson.choice import SHOWN_WHOLE
from core.lesson.framing import Framing
from core.lesson.robust import RobustFit
from core.lesson.units import Units
from core.problem import Problem


@dataclass(frozen=True, eq=False)
class Given:
    """The table and the choices; the classes that follow, each on the one before, compute from them.

    Parameters
    ----------
    problem : Problem
        In the table's own x.
    drawn : Problem
        The same in z.
    units : Units
        What z is.
    theta, table_theta : ndarray, shape (2,)
        The same line, in z and in the table's x.
    shown : tuple of int
        Rows that have a colour, from 0.
    framing : Framing
        What the film looks at in the theta-plane.
    preferred : Preference or None
        Where a packaged table's own theta and framing are taken.
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
