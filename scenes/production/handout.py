"""Handouts: which are to be drawn, drawing them, and publishing what was made."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scenes.production.acts import ActFile
from scenes.production.crew import Crew
from scenes.production.errors import RenderFailedError
from scenes.production.figures import figure_key
from scenes.production.film import TITLE
from scenes.production.folder import OutputFolder
from scenes.production.handout_worker import FILE, HandoutJob, draw_handout
from scenes.production.keys import digest, file_hash, forget_sources
from scenes.production.lessons import Argument
from scenes.production.looks import Look
from scenes.production.manifest import Origin, Product, read_manifest
from scenes.production.progress import Watch

MAKERS = ("handout_page.py", "handout_worker.py")


@dataclass(frozen=True)
class HandoutOrder:
    """What is to be drawn: all acts, in some themes."""

    acts: Sequence[ActFile]
    argument: Argument
    lesson: Any
    origin: Origin
    themes: tuple[str, ...]
    force: bool = False


def handout_key(acts: Sequence[ActFile], lesson: Any, theme: str) -> str:
    """The key of a handout: the same only where its pages are."""
    keys = [figure_key(act, lesson, Look(theme, caption=False)) for act in acts]
    return digest((keys, TITLE, [file_hash(Path(__file__).with_name(name)) for name in MAKERS]))


class Handouts:
    """One drawing of handouts into a folder that this process holds."""

    def __init__(self, order: HandoutOrder, folder: OutputFolder, executor: Executor, watch: Watch) -> None:
        self.order = order
        self.folder = folder
        self.watch = watch
        self.crew = Crew(folder, executor, watch)
        self.manifest = read_manifest(folder.manifest)
        self.keys = {theme: self._key(theme) for theme in order.themes}
        self.drawn: dict[str, int] = {}

    def run(self) -> dict[str, int]:
        """Draw what is missing or changed; return how many pages each file that was drawn has.

        Raises
        ------
        RenderFailedError
            If a handout failed; the other is drawn and published.
        """
        missing = [theme for theme in self.order.themes if self.order.force or not self._is_made(theme)]
        jobs = {name_of(theme): self._job(theme) for theme in missing}
        for name, job in jobs.items():
            self.watch.begin(name, len(job.beats))
        if failures := self.crew.work(draw_handout, jobs, self._publish):
            raise RenderFailedError(failures)
        return self.drawn

    def _key(self, theme: str) -> str:
        order = self.order
        return handout_key(order.acts, order.lesson, theme)

    def _is_made(self, theme: str) -> bool:
        product = self.manifest.handouts.get(theme)
        return (
            product is not None
            and product.key == self.keys[theme]
            and all(map(self.folder.holds, product.files))
        )

    def _job(self, theme: str) -> HandoutJob:
        return HandoutJob(
            acts=self.order.acts,
            argument=self.order.argument,
            theme=theme,
            title=TITLE,
            folder=self.folder.staging_for(name_of(theme)),
        )

    def _publish(self, name: str, pages: int, staged: Path) -> None:
        theme = next(theme for theme in self.order.themes if name_of(theme) == name)
        forget_sources()  # what changed while it was drawn may be in it or not: then it has no key
        key = self._key(theme)
        file = self.folder.publish(staged / FILE, f"{name}.pdf")
        origin = self.order.origin
        product = Product(key if key == self.keys[theme] else "", [file], origin.name)
        handouts = self.manifest.handouts | {theme: product}
        self.manifest = replace(self.manifest, handouts=handouts).knowing(origin)
        self.folder.write_manifest(self.manifest)
        self.folder.drop_log(name)
        self.drawn[file.path] = pages
        self.watch.end(name, f"{pages} pages", None)


def name_of(theme: str) -> str:
    """The name of a handout's file, without its suffix."""
    return f"handout-{theme}"
