"""What ``lecture handout`` does, from settings to what it prints."""

from collections.abc import Sequence

from scenes.production.acts import ActFile
from scenes.production.command import held_folder
from scenes.production.folder import OutputFolder
from scenes.production.handout import HandoutOrder, Handouts
from scenes.production.pool import pool_of
from scenes.production.progress import watching
from scenes.production.render import timed_out
from scenes.production.report import messages, output, show_drawn
from scenes.production.settings import THEME_NAMES, Settings
from scenes.production.stills import STAGE
from scenes.production.subject import subject_of


def draw_lecture_handouts(settings: Settings, order: HandoutOrder, began: float) -> None:
    """Draw handouts, and print what was drawn.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    with held_folder(settings) as folder:
        drawn = handouts_drawn(order, folder, settings.jobs)
    lines = [f"{path}  {pages} pages" for path, pages in sorted(drawn.items())]
    show_drawn(output(), lines, "handouts", str(settings.out), timed_out(began))


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
    return HandoutOrder(film_acts, *subject_of(settings), themes, force)


def handouts_drawn(order: HandoutOrder, folder: OutputFolder, jobs: int) -> dict[str, int]:
    """Draw what is missing or changed, in a folder that this process holds; return pages by file."""
    with pool_of(jobs) as pool, watching(messages(), STAGE.rate) as watch:
        return Handouts(order, folder, pool, watch).run()
