"""The line through the bulk of the rows: exact for a line, blind to outliers, and as far as its residuals."""

from statistics import median

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.lesson.robust import robust_fit, spread

HALVES = st.integers(-8, 8).map(lambda number: number / 2)


@given(HALVES, HALVES, st.lists(HALVES, min_size=5, max_size=9, unique=True))
def test_a_line_is_found_whatever_one_row_says(height, slope, inputs):
    z = np.array(inputs)
    y = height + slope * z
    y[2] += 1e6
    fit = robust_fit(z, y)
    assert fit.theta == pytest.approx([height, slope], abs=1e-9)
    assert fit.step > 0


@given(st.lists(st.tuples(HALVES, HALVES), min_size=2, max_size=9))
def test_the_step_is_one_and_a_half_residual_scales_or_two_fifths_of_the_spread(rows):
    z, y = np.array(rows).T
    assume(len(set(z)) > 1)
    slopes = [(d - b) / (c - a) for i, (a, b) in enumerate(rows) for c, d in rows[i + 1 :] if c != a]
    slope = median(slopes)
    height = median(y - slope * z)
    noise, spread_y = spread(y - height - slope * z), spread(y)
    expected = 1.4826 * max(1.5 * min(noise, spread_y), 0.4 * spread_y) or abs(height) / 4 or 1
    fit = robust_fit(z, y)
    assert fit.theta == pytest.approx([height, slope], abs=1e-12)
    assert fit.step == pytest.approx(expected, rel=1e-9)


def test_equal_inputs_have_a_level_line_through_the_middle():
    fit = robust_fit(np.full(3, 2.0), np.array([1.0, 5.0, 3.0]))
    assert fit.theta.tolist() == [3, 0]
