"""Loads what the film is drawn and encoded with, and says what of it fails: a line of JSON each.

In a process of its own, as a library that doesn't fit the machine may end the process that loads it.
"""

import json
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version

from scenes.production.keys import TYPEFACES


def _cairo() -> str:
    import cairo

    return f"cairo {cairo.cairo_version_string()}"


def _pango() -> str:
    return f"Pango {import_module('manimpango').pango_version()}"


def _manim() -> str:
    return f"Manim {import_module('manim').__version__}"


def _typst() -> str:
    import typst

    inside = typst.Fonts(include_system_fonts=False).families()
    missing = [font for font in TYPEFACES if font not in inside]
    if missing:
        raise LookupError(f"no typeface {', '.join(missing)} inside")
    return f"Typst {version('typst')}, with its typefaces"


def _encoder() -> str:
    import av

    codec = av.codec.Codec("libx264", "w")
    return f"{codec.long_name}, in PyAV {av.__version__}"


PROBES: dict[str, Callable[[], str]] = {
    "cairo": _cairo,
    "pango": _pango,
    "typst": _typst,
    "encoder": _encoder,
    "drawing": _manim,
}


def main() -> None:
    """Probe each; say what was found, or what failed."""
    for what, probe in PROBES.items():
        try:
            said = {"what": what, "found": probe()}
        except Exception as error:  # noqa: BLE001 - whatever a broken library raises
            said = {"what": what, "failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
