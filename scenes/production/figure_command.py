"""What ``lecture figures`` and ``lecture handout`` do, from settings to what they print."""

from collections.abc import Sequence

from scenes.production.acts import ActFile
from scenes.production.figures import FigureOrder, FigureOutcome, Figures
from scenes.production.folder import OutputFolder
from scenes.production.handout import HandoutOrder, Handouts
from scenes.production.lessons import argument_of, lesson_of
from scenes.production.looks import FORMATS, USUAL, Look
from scenes.production.origins import origin_of
from scenes.production.pool import pool_of
from scenes.production.progress import watching
from scenes.production.render import timed_out
from scenes.production.report import messages, output, show
from scenes.production.settings import THEME_NAMES, Settings
from scenes.production.shelf import FIGURES
from scenes.production.stills import STAGE


def draw_lecture_figures(settings: Settings, order: FigureOrder, began: float) -> None:
    """Draw figures, and print what was drawn.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    folder = OutputFolder(settings.out)
    folder.prepare()
    with folder.held():
        outcome = figures_drawn(order, folder, settings.jobs)
    where, took = str(settings.out), timed_out(began)
    if not outcome.pictures:
        show(output(), f"nothing to do: {FIGURES} in {where} are up to date ({took})")
        return
    for look, pictures in sorted(outcome.pictures.items()):
        beats, formats = outcome.beats[look], ", ".join(order.formats)
        show(output(), f"{FIGURES}/{look}  {pictures} files: {beats} beats as {formats}")
    show(output(), f"in {where}, in {took}")


def figure_order_of(
    settings: Settings,
    acts: Sequence[ActFile],
    film_acts: Sequence[ActFile],
    looks: tuple[Look, ...] = USUAL,
    formats: tuple[str, ...] = FORMATS,
    beats: tuple[str, ...] = (),
    force: bool = False,
) -> FigureOrder:
    """What the settings ask for.

    Raises
    ------
    InputError
        If the table or its numbers aren't usable.
    """
    argument = argument_of(settings)
    lesson = lesson_of(settings, argument)
    origin = origin_of(settings, lesson)
    return FigureOrder(acts, film_acts, argument, lesson, origin, looks, formats, beats, force)


def figures_drawn(order: FigureOrder, folder: OutputFolder, jobs: int) -> FigureOutcome:
    """Draw what is missing or changed, in a folder that this process holds."""
    with pool_of(jobs) as pool, watching(messages(), STAGE.rate) as watch:
        return Figures(order, folder, pool, watch).run()


def draw_lecture_handouts(settings: Settings, order: HandoutOrder, began: float) -> None:
    """Draw handouts, and print what was drawn.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    folder = OutputFolder(settings.out)
    folder.prepare()
    with folder.held():
        drawn = handouts_drawn(order, folder, settings.jobs)
    where, took = str(settings.out), timed_out(began)
    if not drawn:
        show(output(), f"nothing to do: handouts in {where} are up to date ({took})")
        return
    for path, pages in sorted(drawn.items()):
        show(output(), f"{path}  {pages} pages")
    show(output(), f"in {where}, in {took}")


def handout_order_of(
    settings: Settings,
    film_acts: Sequence[ActFile],
    themes: tuple[str, ...] = THEME_NAMES,
    force: bool = False,
) -> HandoutOrder:
    """What the settings ask for.

    Raises
    ------
    InputError
        If the table or its numbers aren't usable.
    """
    argument = argument_of(settings)
    lesson = lesson_of(settings, argument)
    return HandoutOrder(film_acts, argument, lesson, origin_of(settings, lesson), themes, force)


def handouts_drawn(order: HandoutOrder, folder: OutputFolder, jobs: int) -> dict[str, int]:
    """Draw what is missing or changed, in a folder that this process holds; return pages by file."""
    with pool_of(jobs) as pool, watching(messages(), STAGE.rate) as watch:
        return Handouts(order, folder, pool, watch).run()
