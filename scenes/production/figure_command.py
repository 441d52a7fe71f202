"""What ``lecture figures`` does, from settings to what it prints."""

from collections.abc import Sequence

from scenes.production.acts import ActFile
from scenes.production.command import pool_of
from scenes.production.figures import FigureOrder, FigureOutcome, Figures
from scenes.production.folder import OutputFolder
from scenes.production.lessons import argument_of, lesson_of
from scenes.production.looks import FORMATS, USUAL, Look
from scenes.production.progress import watching
from scenes.production.render import timed_out
from scenes.production.report import messages, output, show
from scenes.production.settings import Settings
from scenes.production.shelf import FIGURES


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
    rate = settings.quality.rate
    return FigureOrder(acts, film_acts, argument, lesson, rate, looks, formats, beats, force)


def figures_drawn(order: FigureOrder, folder: OutputFolder, jobs: int) -> FigureOutcome:
    """Draw what is missing or changed, in a folder that this process holds."""
    with pool_of(jobs) as pool, watching(messages(), order.rate) as watch:
        return Figures(order, folder, pool, watch).run()
