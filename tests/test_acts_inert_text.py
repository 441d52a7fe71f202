"""What a user wrote is set as it is: Typst runs, reads and imports nothing of it."""

import ast
import unicodedata
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.parts.typeset import PREAMBLE, literal

SCENES = Path(__file__).parents[1] / "scenes"
LONGEST = 60
HOSTILE = [
    '#read("secret.txt")',
    '"#read("secret.txt")',
    '\\"#read("secret.txt")',
    '" + read("secret.txt") + "',
    '#"#(read("secret.txt"))"',
    '#import "@preview/cetz:0.3.4": *',
    '"; #import "@preview/cetz:0.3.4": *; "',
    '#include "secret.txt"',
    "#while true {}",
    '"#for i in range(100000000) {}',
    "#set page(width: 1e9pt)",
    "#show: it => none",
    "#panic()",
    "$ integral_0^1 $",
    "$",
    "`",
    "```raw",
    "/* comment",
    "// comment",
    "*/",
    "*bold* _emphasis_ ~ -- ...",
    "= Heading",
    "- list",
    "<label> @reference",
    "https://example.com/",
    "{{ a : b }}",
    "\\u{202e} \\n \\",
    '"""',
    "#",
    "]",
    "a\nb\tc\x1b[31m\u202e\u2028",
    "\U0001f469\u200d\U0001f52c größe שלום",
    "\ud800",
]


def svg(body: str, folder: Path, **inputs: str) -> bytes:
    """What Typst draws of its code, with `folder` as its whole world and no typefaces but its own."""
    page = f"#set page(width: auto, height: auto, margin: 0pt)\n{PREAMBLE}\n{body}"
    made = typst.compile(
        page.encode(), root=str(folder), format="svg", sys_inputs=inputs, ignore_system_fonts=True
    )
    assert isinstance(made, bytes)
    return made


def kept_of(text: str) -> str:
    """The text without control characters and direction marks, cut where it is long."""
    kept = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a file that nobody may read."""
    path = tmp_path_factory.mktemp("root")
    (path / "secret.txt").write_text("SECRET")
    return path


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_like_text_that_cannot_be_code(folder, text):
    assert svg(literal(text), folder) == svg("#sys.inputs.text", folder, text=kept_of(text))


@settings(max_examples=60)
@given(st.text(st.sampled_from('#"\\${}[]()*_`~<>@/=-+.;:,aé \n\x1b\u202e'), max_size=80))
def test_any_text_is_drawn_like_text_that_cannot_be_code(folder, text):
    assert svg(literal(text), folder) == svg("#sys.inputs.text", folder, text=kept_of(text))


def test_the_law_can_fail(folder):
    """Without the escapes, the same comparison sees code."""
    assert svg('#"a" + read("secret.txt")', folder) != svg(
        "#sys.inputs.text", folder, text='a" + read("secret.txt")'
    )
    assert svg('#read("secret.txt")', folder) == svg("#sys.inputs.text", folder, text="SECRET")


def test_typst_is_given_code_in_two_places_only_and_markup_of_manim_nowhere():
    taken = {
        (path.relative_to(SCENES).as_posix(), alias.name)
        for path in SCENES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "manim"
        for alias in node.names
    }
    typesetters = {
        "Typst",
        "MathTypst",
        "Text",
        "MarkupText",
        "Paragraph",
        "Tex",
        "MathTex",
        "Code",
        "SVGMobject",
    }
    assert {place for place in taken if place[1] in typesetters} == {
        ("parts/typeset.py", "Typst"),
        ("parts/typeset.py", "MathTypst"),
        ("parts/numeral.py", "Typst"),
    }
