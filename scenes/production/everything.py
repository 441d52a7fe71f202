"""What ``lecture all`` does, from settings to what it prints."""

from collections.abc import Iterator, Sequence

from scenes.production.acts import ActFile
from scenes.production.command import held_folder, order_of, rendered
from scenes.production.figure_command import figures_drawn, figures_of
from scenes.production.folder import OutputFolder
from scenes.production.handout import HandoutOrder
from scenes.production.handout_command import handouts_drawn
from scenes.production.looks import Look
from scenes.production.manifest import SHOWN, read_manifest
from scenes.production.page.command import contents_of, publish_page
from scenes.production.render import Order, timed_out
from scenes.production.report import megabytes, output, show_outcome
from scenes.production.settings import THEME_NAMES, Settings
from scenes.production.shelf import FIGURES
from scenes.production.slides.publish import publish_slides


def all_of_the_lecture(settings: Settings, film_acts: Sequence[ActFile], force: bool, began: float) -> None:
    """Make film, figures, handouts, slides and page where they are missing or changed; print what was made.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    order = order_of(settings, film_acts, film_acts, force)
    with held_folder(settings) as folder:
        outcome = rendered(order, folder, settings.jobs)
        made = list(_beside_the_film(order, folder, settings.jobs))
    show_outcome(output(), outcome, str(settings.out), timed_out(began), made)


def _beside_the_film(order: Order, folder: OutputFolder, jobs: int) -> Iterator[str]:
    """Make what comes with a film that was rendered; yield a line for what was made."""
    for look, count in sorted(figures_drawn(figures_of(order), folder, jobs).pictures.items()):
        yield f"{FIGURES}/{look}  {count} files"
    acts = order.film_acts
    handouts = HandoutOrder(acts, order.argument, order.lesson, order.origin, THEME_NAMES, order.force)
    for path, pages in sorted(handouts_drawn(handouts, folder, jobs).items()):
        yield f"{path}  {pages} pages"
    written = publish_slides(
        folder, acts, (), Look(order.theme, caption=order.captions == SHOWN), order.force
    )
    written += publish_page(folder, contents_of(order, read_manifest(folder.manifest)), False, order.force)
    for file in written:
        yield f"{file.path}  {megabytes(file.bytes)}"
