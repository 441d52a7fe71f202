"""The acts as their files declare them, read without importing Manim."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scenes.production.errors import unknown


@dataclass(frozen=True)
class ActFile:
    """Where an act is defined, and what it is called.

    ``entry`` is its place in the table of contents, ``module:Class``; ``beats`` are named as in file names.
    """

    entry: str
    path: Path
    number: int
    slug: str
    beats: tuple[str, ...]

    @property
    def class_name(self) -> str:
        """The name of the act's class."""
        return self.entry.partition(":")[2]

    @property
    def stem(self) -> str:
        """The act's name in file names: ``01-data-table``."""
        return f"{self.number:02d}-{self.slug}"

    @property
    def names(self) -> tuple[str, ...]:
        """What a user may call the act."""
        return (self.class_name, self.slug, str(self.number), self.stem)

    def place_of(self, beat: str) -> str:
        """Where files of a beat are: ``01-data-table/01-the-examples``."""
        return f"{self.stem}/{self.beats.index(beat) + 1:02d}-{beat}"


def acts_of(entries: Sequence[str]) -> list[ActFile]:
    """The acts of a table of contents, in its order."""
    return [_read(entry) for entry in entries]


def chosen(words: Sequence[str], acts: Sequence[ActFile]) -> list[ActFile]:
    """The acts that the user named, in film order; all of them where none is named.

    Raises
    ------
    InputError
        For a word that names no act.
    """
    by_name = {name.casefold(): act for act in acts for name in act.names}
    for word in words:
        if word.casefold() not in by_name:
            names = [name for act in acts for name in (act.class_name, act.slug, str(act.number))]
            raise unknown("ACT", "act", word, names)
    wanted = {by_name[word.casefold()] for word in words}
    return [act for act in acts if act in wanted or not words]


def _read(entry: str) -> ActFile:
    module, _, class_name = entry.partition(":")
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{entry}: no such module")
    path = Path(spec.origin)
    tree = ast.parse(path.read_bytes(), str(path))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    declared = _constants(body)
    return ActFile(entry, path, int(declared["number"]), declared["slug"], _beats(body))


def _constants(body: Sequence[ast.stmt]) -> dict[str, Any]:
    """What the body of a class assigns to plain names, where it is a literal."""
    assigned: dict[str, Any] = {}
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            assigned |= {name.id: node.value.value for name in node.targets if isinstance(name, ast.Name)}
    return assigned


def _beats(body: Sequence[ast.stmt]) -> tuple[str, ...]:
    """Names of the methods that are beats, in their order, as they stand in file names."""
    methods = [node for node in body if isinstance(node, ast.FunctionDef)]
    return tuple(
        method.name.replace("_", "-") for method in methods if any(map(_is_beat, method.decorator_list))
    )


def _is_beat(decorator: ast.expr) -> bool:
    """Whether it is ``@beat``, with sentences in brackets or without."""
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(name, ast.Name) and name.id == "beat"
