"""What ``lecture page`` does, from settings to what it prints."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scenes.cast import cast
from scenes.production.acts import ActFile
from scenes.production.command import held_folder, order_of, rendered
from scenes.production.figure_command import figures_drawn, figures_of
from scenes.production.folder import FILM, OutputFolder
from scenes.production.handout import handout_key
from scenes.production.lessons import numbers_in
from scenes.production.looks import USUAL
from scenes.production.manifest import SHOWN, FileRecord, Manifest, Product, read_manifest
from scenes.production.page.addresses import Beside, Inside
from scenes.production.page.contents import Contents, by_path
from scenes.production.page.make import page, page_key
from scenes.production.render import Order, timed_out
from scenes.production.report import megabytes, output, show_outcome
from scenes.production.settings import Settings
from scenes.production.shelf import FIGURES
from scenes.theme import THEMES

# The page that has its files beside it, and the one that has them inside.
INDEX, SINGLE = "index.html", f"{FILM}.html"


def page_of_the_lecture(
    settings: Settings, film_acts: Sequence[ActFile], single_file: bool, force: bool, began: float
) -> None:
    """Make the page, and first what it shows where that is missing or changed; print what was made.

    Raises
    ------
    InputError, RenderFailedError
        As the parts do.
    """
    order = order_of(settings, film_acts, film_acts, force)
    with held_folder(settings) as folder:
        outcome = rendered(order, folder, settings.jobs)
        figures = figures_drawn(figures_of(order), folder, settings.jobs)
        contents = contents_of(order, read_manifest(folder.manifest))
        written = publish_page(folder, contents, single_file, force)
    lines = [f"{FIGURES}/{look}  {count} files" for look, count in sorted(figures.pictures.items())]
    lines += [f"{made.path}  {megabytes(made.bytes)}" for made in written]
    show_outcome(output(), outcome, str(settings.out), timed_out(began), lines)


def contents_of(order: Order, manifest: Manifest) -> Contents:
    """What the page of a rendered film shows."""
    lesson = order.lesson
    acts = [manifest.acts[act.stem] for act in order.film_acts]
    assert manifest.film is not None
    data = str(order.origin.inputs["data"])
    members = cast(lesson, THEMES[order.theme]).members
    return Contents(
        acts=acts,
        film=manifest.film,
        numbers=numbers_in(lesson, data),
        rows={member.row + 1: member.slot for member in members},
        names=(Path(data).name, lesson.x_name, lesson.y_name),
        figures=by_path(
            file
            for look in USUAL
            for product in manifest.figures.get(look.name, {}).values()
            for file in product.files
        ),
        handouts=by_path(_handouts(order, manifest)),
        captions_shown=all(act.captions == SHOWN for act in acts),
    )


def _handouts(order: Order, manifest: Manifest) -> Iterator[FileRecord]:
    """The handouts that are of this film: they take long to draw, and the page is whole without them."""
    for theme, product in sorted(manifest.handouts.items()):
        if product.key == handout_key(order.film_acts, order.lesson, theme):
            yield from product.files


def publish_page(
    folder: OutputFolder, contents: Contents, single_file: bool, force: bool = False
) -> list[FileRecord]:
    """Write the page if it isn't there as it should be; return what was written.

    Parameters
    ----------
    folder
        Held by this process.
    contents
        What the page shows; its files are in the folder.
    single_file
        Whether they are put into the page.
    force
        Whether it is written in any case.
    """
    name = SINGLE if single_file else INDEX
    whole = {path: file for path, file in contents.handouts.items() if folder.holds(file)}
    contents = replace(contents, handouts=whole)
    manifest, key = read_manifest(folder.manifest), page_key(contents, single_file)
    product = manifest.pages.get(name)
    if not force and product and product.key == key and all(map(folder.holds, product.files)):
        return []
    staged = folder.staging_for("page") / name
    staged.write_text(page(contents, Inside(folder.root) if single_file else Beside()), "utf-8")
    file = folder.publish(staged, name)
    folder.write_manifest(replace(manifest, pages=manifest.pages | {name: Product(key, [file])}))
    return [file]
