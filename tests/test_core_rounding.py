"""Round numbers are the nearest there are, on the side that is asked for."""

from math import log10, nextafter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.lesson.rounding import (
    grid_below,
    one_digit,
    power_of_ten,
    round_down,
    round_near,
    round_up,
    scale_below,
)

POSITIVE = st.floats(1e-7, 1e7)
SETS = {
    grid_below: "1 2 5",
    scale_below: "1 1.5 2 2.5 3 4 5 6 8",
    power_of_ten: "1",
    round_down: "1 2 2.5 4 5 8",
}


def numbers(digits):
    return [float(f"{digit}e{k}") for k in range(-9, 10) for digit in digits.split()]


@given(POSITIVE)
def test_a_nice_number_near_a_value_is_the_nearest_by_ratio_and_one_above_the_least_above(value):
    nice = numbers(SETS[round_down])
    assert round_near(value) in nice
    assert abs(log10(round_near(value) / value)) == min(abs(log10(one / value)) for one in nice)
    assert round_up(value) == min(one for one in nice if one >= value)


@pytest.mark.parametrize("below", SETS, ids=lambda below: below.__name__)
@given(value=POSITIVE)
@example(value=1000.0)
@example(value=nextafter(1000.0, 0))
def test_what_is_below_a_value_is_the_largest_of_its_kind_that_is(below, value):
    assert below(value) == max(one for one in numbers(SETS[below]) if one <= value)


@pytest.mark.parametrize("rounded", [round_up, round_near, round_down, scale_below, grid_below])
def test_what_underflowed_to_0_has_no_round_number_near_it(rounded):
    with pytest.raises(ValueError, match="the loss underflows"):
        rounded(0.0)


@given(POSITIVE)
def test_one_digit_is_the_nearest_number_of_one_digit(value):
    assert abs(one_digit(value) - value) <= 0.51 * power_of_ten(value)
    assert len(f"{one_digit(value):e}".split("e")[0].strip("0").strip(".")) == 1
