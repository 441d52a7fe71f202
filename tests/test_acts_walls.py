"""Who knows whom: core no pictures, acts no sums, and only production writes files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ACTS = sorted((ROOT / "scenes").glob("act*.py"))
PARTS = sorted((ROOT / "scenes" / "parts").glob("*.py"))
STAGE = sorted((ROOT / "scenes").glob("*.py"))
# What a part may take from core: types, to say what it shows.
TYPES = {"Lesson", "Moment", "Window", "GradientWindow", "PlotWindow", "Density", "Units"}
# The stage makes the packaged lesson; what it takes are constructors.
CONSTRUCTORS = {"AffineModel", "Dataset", "HalfSquaredError", "Problem"}
WRITERS = {"open", "write_text", "write_bytes", "mkdir", "makedirs", "touch", "savetxt", "write_to_png"}
HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name of each import, wherever in the file it stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def from_core(path: Path) -> set[str]:
    taken = [(module, name) for module, name in imports(path) if module.split(".")[0] == "core"]
    inner = [module for module, name in taken if module != "core" or not name]
    assert not inner, f"{path.name} reaches into core: {inner}"
    return {name for _, name in taken}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", sorted((ROOT / "core").rglob("*.py")), ids=named)
def test_core_imports_no_pictures(path):
    strangers = {"manim", "scenes", "cairo", "contourpy", "rich", "av", "typst"}
    assert not strangers & {module.split(".")[0] for module, _ in imports(path)}


@pytest.mark.parametrize("path", ACTS, ids=named)
def test_acts_take_every_number_from_the_lesson(path):
    assert from_core(path) <= {"Lesson"}


@pytest.mark.parametrize("path", PARTS, ids=named)
def test_parts_take_only_types_from_core(path):
    assert from_core(path) <= TYPES


@pytest.mark.parametrize("path", [p for p in STAGE if p not in ACTS], ids=named)
def test_the_stage_takes_types_and_what_makes_a_lesson(path):
    assert from_core(path) <= TYPES | (CONSTRUCTORS if path.name == "stage.py" else set())


@pytest.mark.parametrize("path", PARTS, ids=named)
def test_parts_know_no_acts_and_no_production(path):
    modules = {module for module, _ in imports(path) if module.startswith("scenes.")}
    # A part may name the type of the act that it stands in: scenes.stage.
    known = re.compile(r"scenes\.(parts\.\w+|appearance|theme|cast|notation|reading|stage)$")
    assert all(known.match(module) for module in modules), modules


@pytest.mark.parametrize("path", STAGE + PARTS, ids=named)
def test_only_production_writes_files(path):
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    names = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
    assert not names & WRITERS
    assert not {"pathlib", "os", "shutil", "tempfile", "io"} & {module for module, _ in imports(path)}


@pytest.mark.parametrize("path", [p for p in STAGE + PARTS if p.name != "theme.py"], ids=named)
def test_colours_are_named_by_the_theme_alone(path):
    texts = [
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [text for text in texts if HEX.fullmatch(text)]
    from_manim = {name for module, name in imports(path) if module == "manim"}
    assert not {name for name in from_manim if name.isupper()}, "Manim's own colours and constants"


def test_the_walls_find_what_they_look_for(tmp_path):
    """The checks see an import inside a function, and a call by attribute."""
    path = tmp_path / "part.py"
    path.write_text("def f(p):\n    from core.gradients import full_gradient\n    p.write_text('#abcdef')\n")
    with pytest.raises(AssertionError):
        from_core(path)
    with pytest.raises(AssertionError):
        test_only_production_writes_files(path)
    with pytest.raises(AssertionError):
        test_colours_are_named_by_the_theme_alone(path)
