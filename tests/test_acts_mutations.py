"""Core broken on purpose: the laws of the acts must notice, or they would guard nothing."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from inspect import getattr_static
from typing import Any

import numpy as np
import pytest
from stage_reel import play_strictly
from stage_tables import new_lesson

from core import Lesson

Break = Callable[[pytest.MonkeyPatch], None]


def change(name: str, wrong: Callable[..., Any]) -> Break:
    """Break a function where the lesson takes it: ``wrong`` gets the true one, and its arguments."""

    def broken(patch: pytest.MonkeyPatch) -> None:
        for module in {sys.modules[ancestor.__module__] for ancestor in Lesson.__mro__[:-1]}:
            if true := vars(module).get(name):
                patch.setattr(module, name, lambda *args, true=true: wrong(true, *args))

    return broken


def change_lesson(name: str, wrong: Callable[[Any], Any]) -> Break:
    """Break an attribute of the lesson: ``wrong`` gets its true value."""

    def broken(patch: pytest.MonkeyPatch) -> None:
        true = getattr_static(Lesson, name)
        true = true.func if isinstance(true, cached_property) else true.fget
        patch.setattr(Lesson, name, property(lambda lesson: wrong(true(lesson))))

    return broken


def turn_residuals(patch: pytest.MonkeyPatch) -> None:
    """y minus prediction, at rest and while theta moves."""
    change_lesson("residuals", lambda residuals: -residuals)(patch)
    true = Lesson.at_theta

    def turned(lesson: Lesson, theta: Any) -> Any:
        moment = true(lesson, theta)
        return replace(moment, residuals=-moment.residuals)

    patch.setattr(Lesson, "at_theta", turned)


def scale_the_bowl(patch: pytest.MonkeyPatch) -> None:
    change_lesson("risk_heights", lambda heights: 1.1 * heights)(patch)


def swap_surfaces(patch: pytest.MonkeyPatch) -> None:
    """theta_0 and theta_1 exchanged in every row's surface."""
    true = Lesson.heights
    patch.setattr(Lesson, "heights", lambda lesson, row: true(lesson, row).T)


def lay_links_in_the_table_s_order(patch: pytest.MonkeyPatch) -> None:
    true = Lesson.running_sums
    patch.setattr(Lesson, "running_sums", lambda lesson, order: true(lesson, sorted(order)))


def count_one_row_too_many(patch: pytest.MonkeyPatch) -> None:
    true = Lesson.running_mean_heights
    counts = np.arange(1, 7)[:, None, None]
    patch.setattr(
        Lesson, "running_mean_heights", lambda lesson, rows: true(lesson, rows) * counts / (counts + 1)
    )


def shift_valleys(patch: pytest.MonkeyPatch) -> None:
    true = Lesson.valley
    patch.setattr(Lesson, "valley", lambda lesson, row: true(lesson, row) + [0.0, 0.01])


GRADIENTS = "per_example_gradients"
BROKEN = {
    "per-example gradients with the other sign, act 3": (3, change(GRADIENTS, lambda true, *a: -true(*a))),
    "per-example gradients with the other sign, act 4": (4, change(GRADIENTS, lambda true, *a: -true(*a))),
    "axes of gradients exchanged": (3, change(GRADIENTS, lambda true, *a: true(*a)[:, ::-1])),
    "per-example gradients over N": (3, change(GRADIENTS, lambda true, p, t: true(p, t) / 6)),
    "full gradient without 1/N": (4, change("full_gradient", lambda true, p, t: 6 * true(p, t))),
    "full gradient with the other sign": (5, change("full_gradient", lambda true, *a: -true(*a))),
    "mean of gradients is the sum": (4, change("mean_of_gradients", lambda true, g: g.sum(axis=0))),
    "residuals with the other sign": (1, turn_residuals),
    "risk is the sum": (1, change("empirical_risk", lambda true, *a: 6 * true(*a))),
    "risk, for the bars": (5, change("empirical_risk", lambda true, *a: 0.9 * true(*a))),
    "losses without the half": (2, change("per_example_losses", lambda true, *a: 2 * true(*a))),
    "bowl scaled": (1, scale_the_bowl),
    "surfaces with axes exchanged": (2, swap_surfaces),
    "valleys shifted": (2, shift_valleys),
    "minimizer shifted": (1, change("minimizer", lambda true, p: true(p) + 0.01)),
    "running sums in another order": (4, lay_links_in_the_table_s_order),
    "running means over one row too many": (5, count_one_row_too_many),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_core_breaks_a_law(name, monkeypatch):
    number, broken = BROKEN[name]
    broken(monkeypatch)
    with pytest.raises(AssertionError):
        play_strictly(number, new_lesson("six"))


def test_core_as_it_is_breaks_none():
    play_strictly(3, new_lesson("six"))
