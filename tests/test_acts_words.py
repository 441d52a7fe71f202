"""Formulas in words: each is said as it stands, and none that can't be said is passed over."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage_play import small_pictures
from stage_reel import reel
from stage_tables import TABLES, lesson_of

from core import AffineModel, Dataset, HalfSquaredError, Lesson, Problem
from scenes.cast import cast
from scenes.notation import MINUS, SCIENTIFIC, decimals_for, in_formula, read, write
from scenes.parts.rows_table import RowsTable
from scenes.parts.typeset import Formula
from scenes.spoken import UnspokenError, spoken, spoken_lines
from scenes.theme import DARK

NUMBERS = (1, 2, 3, 4, 5)
PACKAGED = ("six", "norris")
# What makes a statement of a formula; all else are names.
STATES = re.compile(r"=|approx|sum_|bb\(E\)")
FIGURES = r"((?:minus )?[\d.]+)"
LOSS = re.compile(rf"(?:ell sub (\w+|capital N)|capital L) (approximately )?equals {FIGURES}")
GRADIENT = re.compile(
    rf"nabla ell sub (\w+|capital N) (approximately )?equals the vector {FIGURES}, {FIGURES}"
)
BLANKS = re.compile(r"#hide\(\$8+\$\)")

READ_ALOUD = {
    "nabla ell_i": "nabla ell sub i",
    "ell_12": "ell sub 12",
    "nabla L": "nabla capital L",
    "theta^*": "theta star",
    "hat(y)_i = {{ theta_0 + theta_1 : knobs }} x_i": "y hat sub i equals"
    " theta sub 0 plus theta sub 1 x sub i",
    "r = hat(y) - y": "r equals y hat minus y",
    "ell = inline(1/2) (hat(y) - y)^2": "ell equals one half times open parenthesis y hat minus y"
    " close parenthesis squared",
    "L(theta) = inline(1/6 sum_(i=1)^6) ell_i": "capital L of theta equals 1 over 6 times"
    " the sum from i equals 1 to 6 of ell sub i",
    f"L(1, {MINUS}2.5) approx 0.9": "capital L of 1, minus 2.5 approximately equals 0.9",
    'ell_1 = "loss"(y_1, hat(y)_1)': "ell sub 1 equals loss of y sub 1, y hat sub 1",
    f"theta_0 - 0.2 thin theta_1 = {MINUS}3": "theta sub 0 minus 0.2 times theta sub 1 equals minus 3",
    "{{ r_2 : error }} {{ vec(1, z_2) : input }}": "r sub 2 times the vector 1, z sub 2",
    "a &= b \\ &approx c": "a equals b, approximately equals c",
    "{{ bb(E)_i bracket.l nabla ell_i bracket.r : mean }}": "the expectation over i of nabla ell sub i",
    "bb(E)_i bracket.l x_i - y_i bracket.r": "the expectation over i of open bracket x sub i minus y sub i"
    " close bracket",
    "f(x + 1)": "f of open parenthesis x plus 1 close parenthesis",
    "{{ nabla : a }}{{ (x + y) : b }}": "nabla of open parenthesis x plus y close parenthesis",
    "{{ nabla : a }}{{ ell_i : b }}": "nabla ell sub i",
    "partial \\/ partial theta_0": "partial over partial theta sub 0",
    "z = (x - 400) \\/ 300, quad y": "z equals open parenthesis x minus 400 close parenthesis over 300,"
    " with y",
    f"1.2 dot 10^({MINUS}5)": "1.2 times 10 to the power of minus 5",
    "L ≈ 1.2e5": "capital L approximately equals 1.2 times 10 to the power of 5",
    f"theta = (1.0, {MINUS}1.0)": "theta equals the pair 1.0, minus 1.0",
    "x^3 y^n": "x cubed y to the power of n",
}

UNKNOWN = (
    "sqrt(x)",  # a construct
    "alpha",  # a letter by its name
    "g(x)",  # a product, or a function?
    "x < y",  # a sign
    "x_(i j)",  # an index of two parts
    "hat(x y)",
    "(1, 2, 3)",
    "sum ell_i",  # from where to where?
    "sum_(i=1) ell_i",
    "#hide(x)",
    "x quad",  # nothing after it
    "x +",
    "(x",
    "x)",
    "x_",
    "()",
    "{{ {{ x : inner }} : outer }}",
    "x / + y",
)


@pytest.mark.parametrize("code", READ_ALOUD)
def test_a_formula_is_read_aloud_as_it_stands(code):
    assert spoken(code) == READ_ALOUD[code]


@pytest.mark.parametrize("code", UNKNOWN)
def test_what_has_no_words_is_refused(code):
    with pytest.raises(UnspokenError):
        spoken(code)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_formula_of_the_acts_has_words(number, table):
    codes = {text.code for text in reel(number, table).texts if isinstance(text, Formula)}
    assert codes
    for code in codes:
        assert spoken(BLANKS.sub("1", code))


@pytest.mark.parametrize("table", PACKAGED)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_statement_that_comes_on_stage_is_said_in_its_beat(number, table):
    stills = [still for act in (number - 1, number) if act for still in reel(act, table).stills]
    beats = reel(number, table).beats
    before = [set(), *map(statements, stills)][-len(beats) - 1 : -1]
    for beat, earlier, now in zip(beats, before, map(statements, stills[-len(beats) :]), strict=True):
        said = " ".join(beat.formulas)
        for code in now - earlier:
            pattern = re.escape(spoken(BLANKS.sub("8", code))).replace("8", r"[\w. ]+")
            assert re.search(pattern, said), f"{beat.name}: {code}, said is: {said}"


def statements(still) -> set[str]:
    """Formulas of a still that state something, without their figures where these can change."""
    return {text.says for text in still.texts if text.kind == "Formula" and STATES.search(text.says)}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_said_of_numbers_is_what_stands_in_the_lesson(number, table):
    """Each figure that is said is a figure on the still, or an index, or part of a formula's source."""
    played = reel(number, table)
    for beat, still in zip(played.beats, played.stills, strict=True):
        shown = " ".join(text.says for text in still.texts).replace(MINUS, "")
        figures = set(re.findall(r"\d+(?:\.\d+)?", shown))
        assert set(re.findall(r"\d+(?:\.\d+)?", " ".join(beat.formulas))) <= figures, beat.name


@pytest.mark.parametrize("table", TABLES)
def test_losses_and_gradients_that_are_said_are_the_lesson_s(table):
    """And "equals" is said where the figures are all of the number, else "approximately equals"."""
    lesson, said = lesson_of(table), 0
    for number in NUMBERS:
        for line in (line for beat in reel(number, table).beats for line in beat.formulas):
            if found := LOSS.fullmatch(line):
                row, about, *figures = found.groups()
                expected = [lesson.risk if row is None else lesson.losses[row_of(row, lesson)]]
            elif found := GRADIENT.fullmatch(line):
                row, about, *figures = found.groups()
                expected = list(lesson.gradients[row_of(row, lesson)])
            else:
                continue
            said += 1
            for text, value in zip(figures, expected, strict=True):
                decimals = len(text.partition(".")[2])
                assert float(text.replace("minus ", "-")) == pytest.approx(value, abs=0.5001 * 10**-decimals)
            exact = all(
                np.isclose(float(t.replace("minus ", "-")), v, rtol=1e-8, atol=1e-12)
                for t, v in zip(figures, expected, strict=True)
            )
            assert (about is None) == exact, line
    assert said >= 3 * len(lesson.shown) + 1


def test_letters_that_stand_for_rows_are_said_to(tmp_path):
    x = np.arange(150.0)
    lesson = Lesson.at(Problem(Dataset(x, x % 7), AffineModel(), HalfSquaredError()))
    with small_pictures(tmp_path):
        table = RowsTable(lesson, cast(lesson, DARK), DARK, (0.0, 0.0))
    said = spoken_lines([table])
    assert said[-1] == "capital N equals 150"
    assert said[:-1] == tuple(f"i equals {row + 1}" for row in lesson.shown if row + 1 >= 100 and row < 149)


def row_of(label: str, lesson) -> int:
    """The row, from 0, that an index stands for."""
    letters = {"i": lesson.shown[-2] if len(lesson.shown) > 1 else 0, "capital N": lesson.n_examples - 1}
    return letters[label] if label in letters else int(label) - 1


def test_a_line_that_begins_with_a_relation_goes_on_with_the_last_one():
    class Part:
        def __init__(self, *codes: str) -> None:
            self.codes = codes

    said = spoken_lines([Part("nabla L"), [Part("= vec(1, 2)"), Part("x", "approx 3")]])
    assert said == ("nabla capital L equals the vector 1, 2", "x approximately equals 3")


@given(st.lists(st.floats(-1e5, 1e5, allow_subnormal=False), min_size=1))
def test_the_largest_of_some_numbers_keeps_two_figures_or_all_that_it_has(values):
    largest = max(map(abs, values))
    written = abs(read(write(largest, decimals_for(values))))
    assert abs(written - largest) <= 0.05 * largest


@given(st.floats(-1e300, 1e300, allow_subnormal=False), st.sampled_from([None, SCIENTIFIC, 0, 1, 3]))
def test_every_number_that_can_be_written_can_be_said_and_is_the_same_number(value, decimals):
    decimals = decimals_for([value]) if decimals is None else decimals
    for code in (in_formula(value, decimals), write(value, decimals)):
        said = spoken(code).replace("minus ", "-")
        figures, _, power = said.partition(" times 10 to the power of ")
        assert float(f"{figures}e{power or 0}") == float(write(value, decimals).replace(MINUS, "-"))
