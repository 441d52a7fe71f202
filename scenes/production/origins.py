"""What things are made from, as the manifest says it."""

from typing import Any

from scenes.production.keys import digest, typefaces, versions
from scenes.production.manifest import Origin
from scenes.production.settings import Settings


def origin_of(settings: Settings, lesson: Any) -> Origin:
    """What a lesson's pictures are made from."""
    inputs = {
        "data": _printable(settings.data),
        "sha256": digest((lesson.x, lesson.y)),
        "x": _printable(lesson.x_name),
        "y": _printable(lesson.y_name),
        "n_examples": lesson.n_examples,
        "model": settings.model,
        "loss": settings.loss,
        "theta": [float(value) for value in lesson.table_theta],
    }
    return Origin(inputs, dict(versions()), dict(typefaces()))


def _printable(text: str) -> str:
    """Text that can be written as UTF-8: a file's name need not be."""
    return text.encode("utf-8", "backslashreplace").decode()
