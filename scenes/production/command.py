"""What ``lecture render`` does, from settings to what it prints."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scenes.production.acts import ActFile
from scenes.production.folder import OutputFolder
from scenes.production.pool import pool_of
from scenes.production.progress import watching
from scenes.production.render import Order, Outcome, Render, timed_out
from scenes.production.report import messages, output, show_outcome
from scenes.production.settings import Settings
from scenes.production.subject import subject_of


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
    with held_folder(settings) as folder:
        outcome = rendered(order, folder, settings.jobs)
    show_outcome(output(), outcome, str(settings.out), timed_out(began))


@contextmanager
def held_folder(settings: Settings) -> Iterator[OutputFolder]:
    """The output folder, made where it is missing, and held by this process.

    Raises
    ------
    InputError
        If nothing can be written there, or another command holds it.
    """
    folder = OutputFolder(settings.out)
    folder.prepare()
    with folder.held():
        yield folder


def order_of(
    settings: Settings, acts: Sequence[ActFile], film_acts: Sequence[ActFile], force: bool = False
) -> Order:
    """What the settings ask for.

    Raises
    ------
    InputError
        If the table or its numbers aren't usable.
    """
    argument, lesson, origin = subject_of(settings)
    return Order(
        acts,
        film_acts,
        argument,
        lesson,
        settings.theme,
        settings.quality,
        origin,
        force,
        settings.captions,
    )


def rendered(order: Order, folder: OutputFolder, jobs: int) -> Outcome:
    """Make what is missing or changed, in a folder that this process holds."""
    with pool_of(jobs) as pool, watching(messages(), order.quality.rate) as watch:
        return Render(order, folder, pool, watch).run()
