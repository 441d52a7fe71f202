"""Every formula of the acts: its named parts are found, none is empty, and no LaTeX is needed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from stage_play import small_pictures
from stage_reel import reel

from scenes.parts.typeset import Formula

NUMBERS = (1, 2, 3, 4, 5)
GROUP = re.compile(r"\{\{\s*(.+?)\s*(?::\s*(\w+)\s*)?\}\}")

every_act = [(number, table) for table in ("six", "norris") for number in NUMBERS]


def formulas() -> dict[str, Formula]:
    """One of each that was built, by its code."""
    built = [text for number, table in every_act for text in reel(number, table).texts]
    return {text.code: text for text in built if isinstance(text, Formula)}


def test_declared_labels_are_the_found_ones():
    for code, formula in formulas().items():
        declared = [label for _, label in GROUP.findall(code) if label]
        assert code.count("{{") == code.count("}}") == len(GROUP.findall(code))
        assert list(formula.labelled) == declared, code
        assert len(set(declared)) == len(declared), code


def test_no_named_part_is_empty_and_none_shares_a_glyph():
    for code, formula in formulas().items():
        glyphs = [index for indices in formula.labelled.values() for index in indices]
        assert all(formula.labelled.values()), code
        assert len(set(glyphs)) == len(glyphs), code


def test_no_named_part_lacks_a_glyph(tmp_path):
    """A part has as many glyphs as its body alone: some labels lose their first one silently."""
    with small_pictures(tmp_path):
        for code, formula in formulas().items():
            for body, label in GROUP.findall(code):
                if label:
                    alone = Formula(body, 0.3, "#FFFFFF")
                    assert len(formula.labelled[label]) == len(alone.submobjects), f"{label} in {code}"


def test_a_colour_for_an_unknown_part_is_refused(tmp_path):
    with small_pictures(tmp_path), pytest.raises(KeyError):
        Formula("{{ x : known }}", 0.3, "#FFFFFF", {"unknown": "#FFFFFF"})


def test_no_latex_is_needed():
    """Act 1 plays where no program is found at all."""
    program = (
        "import shutil; assert shutil.which('latex') is None and shutil.which('dvisvgm') is None\n"
        "from stage_reel import play; from stage_tables import lesson_of\n"
        "print(len(play(1, lesson_of('six'), moving=False).beats))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
        env={"PATH": "/nonexistent", "PYTHONPATH": str(Path(__file__).parent)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "3"
