"""What ``lecture render`` does, from settings to what it prints."""

from collections.abc import Sequence

from scenes.production.acts import ActFile
from scenes.production.folder import OutputFolder
from scenes.production.lessons import argument_of, lesson_of
from scenes.production.origins import origin_of
from scenes.production.pool import pool_of
from scenes.production.progress import watching
from scenes.production.render import Order, Outcome, Render, timed_out
from scenes.production.report import messages, output, show_outcome
from scenes.production.settings import Settings


def render_lecture(
    settings: Settings, acts: Sequence[ActFile], film_acts: Sequence[ActFile], force: bool, began: float
) -> None:
    """Render acts, and the film where they are all of its acts; print what was made.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    order = order_of(settings, acts, film_acts, force)
    folder = OutputFolder(settings.out)
    folder.prepare()
    with folder.held():
        outcome = rendered(order, folder, settings.jobs)
    show_outcome(output(), outcome, str(settings.out), timed_out(began))


def order_of(
    settings: Settings, acts: Sequence[ActFile], film_acts: Sequence[ActFile], force: bool = False
) -> Order:
    """What the settings ask for.

    Raises
    ------
    InputError
        If the table or its numbers aren't usable.
    """
    argument = argument_of(settings)
    lesson = lesson_of(settings, argument)
    return Order(
        acts,
        film_acts,
        argument,
        lesson,
        settings.theme,
        settings.quality,
        origin_of(settings, lesson),
        force,
        settings.captions,
    )


def rendered(order: Order, folder: OutputFolder, jobs: int) -> Outcome:
    """Make what is missing or changed, in a folder that this process holds."""
    with pool_of(jobs) as pool, watching(messages(), order.quality.rate) as watch:
        return Render(order, folder, pool, watch).run()
