"""What ``lecture figures`` does, from settings to what it prints."""

from collections.abc import Sequence

from scenes.production.acts import ActFile
from scenes.production.command import held_folder
from scenes.production.figures import FigureOrder, FigureOutcome, Figures
from scenes.production.folder import OutputFolder
from scenes.production.looks import FORMATS, USUAL, Look
from scenes.production.pool import pool_of
from scenes.production.progress import watching
from scenes.production.render import Order, timed_out
from scenes.production.report import messages, output, show_drawn
from scenes.production.settings import Settings
from scenes.production.shelf import FIGURES
from scenes.production.stills import STAGE
from scenes.production.subject import subject_of


def draw_lecture_figures(settings: Settings, order: FigureOrder, began: float) -> None:
    """Draw figures, and print what was drawn.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    with held_folder(settings) as folder:
        outcome = figures_drawn(order, folder, settings.jobs)
    formats = ", ".join(order.formats)
    lines = [
        f"{FIGURES}/{look}  {pictures} files: {outcome.beats[look]} beats as {formats}"
        for look, pictures in sorted(outcome.pictures.items())
    ]
    show_drawn(output(), lines, FIGURES, str(settings.out), timed_out(began))


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
    return FigureOrder(acts, film_acts, *subject_of(settings), looks, formats, beats, force)


def figures_of(
    order: Order, looks: tuple[Look, ...] = USUAL, formats: tuple[str, ...] = FORMATS
) -> FigureOrder:
    """Every beat's figures, of what a film was ordered of."""
    acts, force = order.film_acts, order.force
    return FigureOrder(acts, acts, order.argument, order.lesson, order.origin, looks, formats, force=force)


def figures_drawn(order: FigureOrder, folder: OutputFolder, jobs: int) -> FigureOutcome:
    """Draw what is missing or changed, in a folder that this process holds."""
    with pool_of(jobs) as pool, watching(messages(), STAGE.rate) as watch:
        return Figures(order, folder, pool, watch).run()
