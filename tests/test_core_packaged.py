"""The packaged tables are the published ones, number by number."""

import csv
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from core import (
    Dataset,
    Lesson,
    Problem,
    empirical_risk,
    full_gradient,
    minimizer,
    per_example_gradients,
    risk_surface,
)

NAMES = ("anscombe1", "anscombe2", "anscombe3", "anscombe4", "engel", "norris", "six", "spector")


def inside(package: str, path: str) -> list[str]:
    """The lines of a file that a package carries, without importing the package."""
    (folder,) = find_spec(package).submodule_search_locations
    return (Path(folder) / path).read_text().splitlines()


def rows_of(name):
    table = Dataset.packaged(name)
    return list(zip(table.x.tolist(), table.y.tolist(), strict=True))


def test_there_are_eight_and_each_names_its_source():
    assert Dataset.packaged_names() == NAMES
    sources = (Path(__file__).parents[1] / "core/tables/SOURCES.md").read_text()
    for name in NAMES:
        assert f"| `{name}` | {len(Dataset.packaged(name))} |" in sources


def test_norris_is_the_file_that_scipy_carries():
    lines = inside("scipy", "stats/tests/data/nist_linregress/Norris.dat")[60:]
    pairs = [line.split() for line in lines if line.strip()]
    assert rows_of("norris") == [(float(x), float(y)) for y, x in pairs]


def test_engel_is_the_file_that_statsmodels_carries():
    header, *lines = csv.reader(inside("statsmodels", "datasets/engel/engel.csv"))
    table = Dataset.packaged("engel")
    assert header == [table.x_name, table.y_name] == ["income", "foodexp"]
    assert rows_of("engel") == [(float(x), float(y)) for x, y in lines]


def test_spector_is_two_columns_of_the_file_that_statsmodels_carries():
    header, *lines = csv.reader(inside("statsmodels", "datasets/spector/spector.csv"), delimiter=" ")
    table = Dataset.packaged("spector")
    x, y = (header.index(f"'{name}'") for name in (table.x_name, table.y_name))
    assert (table.x_name, table.y_name) == ("GPA", "GRADE")
    assert rows_of("spector") == [(float(line[x]), float(line[y])) for line in lines]
    assert set(table.y.tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("name", "intercept", "slope", "y_mean", "y_variance"),
    [  # as R prints lm(y ~ x), mean(y) and var(y) of its own `anscombe`
        ("anscombe1", 3.0000909, 0.5000909, 7.500909, 4.127269),
        ("anscombe2", 3.000909, 0.5, 7.500909, 4.127629),
        ("anscombe3", 3.0024545, 0.4997273, 7.5, 4.12262),
        ("anscombe4", 3.0017273, 0.4999091, 7.500909, 4.123249),
    ],
)
def test_anscombes_tables_have_the_moments_and_lines_that_are_known(
    name, intercept, slope, y_mean, y_variance
):
    """A digit that is wrong in one value moves the mean or the line by thousands of tolerances."""
    table = Dataset.packaged(name)
    x = [8.0] * 7 + [19.0] + [8.0] * 3 if name == "anscombe4" else [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    assert table.x.tolist() == x
    assert table.y.mean() == pytest.approx(y_mean, abs=6e-7)
    assert table.y.var(ddof=1) == pytest.approx(y_variance, abs=6e-7)
    assert minimizer(Problem(table)) == pytest.approx([intercept, slope], abs=6e-7)


def test_anscombes_residual_sums_are_those_of_the_paper():
    """Anscombe 1973 gives 13.75 for all four, in two decimals of the first."""
    for name in NAMES[:4]:
        problem = Problem(Dataset.packaged(name))
        assert 2 * 11 * empirical_risk(problem, minimizer(problem)) == pytest.approx(13.75, abs=0.03)


def test_anscombes_four_tables_have_one_surface_and_other_gradients():
    """Why a picture of the single rows is worth having: the mean hides them."""
    axes = np.linspace(0, 6, 13), np.linspace(0, 1, 11)
    problems = [Problem(Dataset.packaged(name)) for name in NAMES[:4]]
    first, *others = (risk_surface(problem, *axes) for problem in problems)
    for surface in others:
        assert surface == pytest.approx(first, rel=2e-3)
    slopes = [np.sort(per_example_gradients(problem, (3, 0.5))[:, 0]) for problem in problems]
    for one, other in combinations(slopes, 2):
        assert np.abs(one - other).max() > 0.5


@pytest.mark.parametrize("name", NAMES)
def test_each_makes_a_lesson(name):
    lesson = Lesson.at(Problem(Dataset.packaged(name)))
    assert np.isfinite(full_gradient(lesson.problem, lesson.table_theta)).all()
    assert not lesson.valleys_parallel
