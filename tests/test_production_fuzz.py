"""Random broken tables and settings: read, or refused in one line. `make fuzz` throws more of them."""

import contextlib

import fuzz_inputs
import pytest
from fuzz_laws import check_law, settings_law, table_law
from hypothesis import given, settings
from hypothesis import strategies as st

RANDOMS = st.randoms(use_true_random=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A working folder without settings."""
    path = tmp_path_factory.mktemp("fuzz")
    with contextlib.chdir(path):
        yield path


@settings(max_examples=200)
@given(RANDOMS)
def test_tables_are_read_as_others_read_them_or_refused_by_their_first_error(folder, random):
    table_law(fuzz_inputs.table(random), folder)


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_bytes_are_read_as_others_read_them_or_refused_by_their_first_error(folder, content):
    table_law(b"x,y\n" + content, folder)


@settings(max_examples=200)
@given(RANDOMS)
def test_settings_are_accepted_or_refused_by_their_first_error(folder, random):
    settings_law(fuzz_inputs.settings(random), folder)


@settings(max_examples=50)
@given(RANDOMS)
def test_what_check_accepts_has_numbers(folder, random):
    check_law(fuzz_inputs.table(random), folder)


def test_the_law_of_tables_can_fail(folder, monkeypatch):
    """Where a number is read that isn't the next one to its text, the law is broken."""
    monkeypatch.setattr("core.reading.cells.float", lambda text: float(text) * (1 + 2**-52), raising=False)
    with pytest.raises(AssertionError):
        table_law(b"x,y\n1,0.1\n", folder)
