"""The examples in core's docstrings do what they show."""

import doctest
import importlib
import pkgutil

import pytest

import core

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(core.__path__, "core.")
    if not module.name.endswith("__main__")  # to import it is to run it
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_show(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_a_model_and_a_loss_of_ones_own_are_shown():
    assert doctest.testmod(importlib.import_module("core.check.gradient_check")).attempted > 5
