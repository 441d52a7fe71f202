"""The gradient plane of a lesson: orders in which gradients are added up, and the boxes that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import FloatArray, frozen
from core.lesson import orders
from core.lesson.data_view import DataView
from core.lesson.plot import DENSE, Density, GradientWindow, bulk, density, gradient_window


@dataclass(frozen=True, eq=False)
class GradientPlane(DataView):
    """What the film shows of gradients from one origin, and of their chains."""

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

    def chain(self, order: Sequence[int]) -> FloatArray:
        """Where links laid in an order end (N, 2): the running sums, or the means where rows are hidden."""
        return self.running_means(order) if self.hides_rows else self.running_sums(order)

    @cached_property
    def links(self) -> FloatArray:
        """What a chain is made of (N, 2): the gradients, over N where it is one of means."""
        return frozen(self.gradients / self.n_examples) if self.hides_rows else self.gradients

    @property
    def chain_orders(self) -> tuple[tuple[int, ...], ...]:
        """The three orders in which the film lays the chain."""
        return (self.reading_order, *self.other_orders)

    @cached_property
    def merge_order(self) -> tuple[int, ...]:
        """The shown rows in the order in which their valleys become a bowl."""
        return orders.merge_order(self.shown, self.z, self.y, self.window)

    @cached_property
    def chain_window(self) -> GradientWindow:
        """A box for the chains in all three orders, the mean and the origin.

        Chains of whole gradients are laid out of the fan, which it then holds too.
        """
        fan = np.empty((0, 2)) if self.hides_rows else self.gradients
        return self._box(*map(self.chain, self.chain_orders), fan)

    @cached_property
    def fan_window(self) -> GradientWindow:
        """A box for the gradients from one origin, the bulk of those that aren't shown, and the mean."""
        return self._box(self.gradients[list(self.shown)], bulk(self.gradients, self.shown))

    @cached_property
    def gradient_cloud(self) -> Density | None:
        """Density of all gradients in the fan's window; None where each is drawn."""
        if self.n_examples <= DENSE:
            return None
        (low0, low1), (high0, high1) = self.fan_window.lo.tolist(), self.fan_window.hi.tolist()
        return density(self.gradients[:, 0], self.gradients[:, 1], ((low0, high0), (low1, high1)))

    def _box(self, *points: FloatArray) -> GradientWindow:
        return gradient_window([*points, self.mean_of_gradients[None, :]], float(self._rounding.max()))
