"""What ``lecture slides`` does, from settings to what it prints."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from scenes.production.acts import ActFile
from scenes.production.command import held_folder, order_of, rendered
from scenes.production.errors import InputError
from scenes.production.figure_command import figures_drawn, figures_of
from scenes.production.looks import Look, one_or_more
from scenes.production.manifest import SHOWN
from scenes.production.render import timed_out
from scenes.production.report import megabytes, output, show_outcome
from scenes.production.settings import Settings
from scenes.production.shelf import FIGURES
from scenes.production.slides.publish import HTML, PDF, PPTX, publish_slides

# What slides can be converted to, and by which package where it isn't ours: its module, and its name.
FORMATS = {HTML: None, PPTX: ("pptx", "python-pptx"), PDF: ("pypdf", "pypdf")}


def formats_from(text: str | None) -> tuple[str, ...]:
    """Formats, as the user wrote them with commas between; none where none were asked for.

    Raises
    ------
    InputError
        For an unknown one, or one that takes a package that isn't installed.
    """
    formats = () if text is None else one_or_more("--to", "format", text, tuple(FORMATS))
    for name in formats:
        package = FORMATS[name]
        if package and find_spec(package[0]) is None:
            remedy = f"type: {sys.executable} -m pip install {package[1]}"
            raise InputError(f"--to {name}", f"{package[1]} is not installed", remedy)
    return formats


def slides_of_the_lecture(
    settings: Settings, film_acts: Sequence[ActFile], formats: Sequence[str], force: bool, began: float
) -> None:
    """Make slides, and first what they show where that is missing or changed; print what was made.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    order = order_of(settings, film_acts, film_acts, force)
    # A PDF is bound of figures that look as the film does.
    look = Look(settings.theme, caption=settings.captions == SHOWN)
    with held_folder(settings) as folder:
        outcome, lines = rendered(order, folder, settings.jobs), []
        if PDF in formats:
            drawn = figures_drawn(figures_of(order, (look,), (PDF,)), folder, settings.jobs)
            lines += [f"{FIGURES}/{name}  {count} files" for name, count in drawn.pictures.items()]
        written = publish_slides(folder, film_acts, formats, look, force)
    lines += [f"{made.path}  {megabytes(made.bytes)}" for made in written]
    show_outcome(output(), outcome, str(settings.out), timed_out(began), lines)
