"""Slides in the output folder: their keys, and writing those that aren't there as they should be."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from scenes.production.acts import ActFile
from scenes.production.film import TITLE
from scenes.production.folder import FILM, OutputFolder
from scenes.production.keys import digest, file_hash
from scenes.production.looks import Look
from scenes.production.manifest import FileRecord, Manifest, Product, read_manifest
from scenes.production.slides.deck import Deck, deck_of

SLIDES = "slides"
JSON, HTML, PPTX, PDF = "json", "html", "pptx", "pdf"
# What slides are made by, in this folder, beside it and above.
SOURCES = (".py", ".html", ".xml", ".js", ".css")
MAKERS = ("captions.py", "film.py")
THEMES = "theme.py"


def publish_slides(
    folder: OutputFolder,
    film_acts: Sequence[ActFile],
    formats: Sequence[str],
    look: Look,
    force: bool = False,
) -> list[FileRecord]:
    """Write slides that aren't there as they should be; return what was written.

    Parameters
    ----------
    folder
        Held by this process; has the acts, and for a PDF their figures.
    film_acts
        The film's acts.
    formats
        What the slides are written as beyond what manim-slides reads.
    look
        How the figures look that a PDF is bound of.
    force
        Whether all are written in any case.
    """
    manifest = read_manifest(folder.manifest)
    deck = deck_of(TITLE, [manifest.acts[act.stem] for act in film_acts])
    written = []
    for name in (JSON, *formats):
        figures = _figures(film_acts, manifest, look) if name == PDF else []
        key = slides_key(deck, name, figures)
        product = manifest.slides.get(name)
        if not force and product and product.key == key and all(map(folder.holds, product.files)):
            continue
        staged = folder.staging_for(SLIDES) / f"{FILM}.{name}"
        staged.write_bytes(_WRITERS[name](deck, folder.root, figures))
        file = folder.publish(staged, f"{SLIDES}/{staged.name}")
        manifest = replace(manifest, slides=manifest.slides | {name: Product(key, [file])})
        folder.write_manifest(manifest)
        written.append(file)
    return written


def slides_key(deck: Deck, name: str, figures: Sequence[FileRecord]) -> str:
    """The key of slides in one format: the same only where they are."""
    here = Path(__file__).parent
    makers = {path.name: file_hash(path) for path in sorted(here.rglob("*")) if path.suffix in SOURCES}
    others = {name: file_hash(here.parent / name) for name in MAKERS}
    return digest((deck, name, list(figures), makers, others, file_hash(here.parents[1] / THEMES)))


def _figures(film_acts: Sequence[ActFile], manifest: Manifest, look: Look) -> list[FileRecord]:
    """Each beat's figure as a PDF, in the film's order."""
    drawn = manifest.figures[look.name]
    places = [act.place_of(beat) for act in film_acts for beat in act.beats]
    return [next(file for file in drawn[place].files if file.path.endswith(".pdf")) for place in places]


def _as_json(deck: Deck, root: Path, figures: Sequence[FileRecord]) -> bytes:
    from scenes.production.slides.presentation import presentation

    return presentation(deck).encode()


def _as_html(deck: Deck, root: Path, figures: Sequence[FileRecord]) -> bytes:
    from scenes.production.slides.web import web_slides

    return web_slides(deck, root).encode()


def _as_pptx(deck: Deck, root: Path, figures: Sequence[FileRecord]) -> bytes:
    from scenes.production.slides.powerpoint import powerpoint

    return powerpoint(deck, root)


def _as_pdf(deck: Deck, root: Path, figures: Sequence[FileRecord]) -> bytes:
    from scenes.production.slides.paper import paper_slides

    return paper_slides(deck, [root / file.path for file in figures])


_WRITERS: dict[str, Callable[[Deck, Path, Sequence[FileRecord]], bytes]] = {
    JSON: _as_json,
    HTML: _as_html,
    PPTX: _as_pptx,
    PDF: _as_pdf,
}
