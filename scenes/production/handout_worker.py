"""One handout: all acts drawn into one PDF, a page a beat."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.production.acts import ActFile
from scenes.production.lessons import Argument
from scenes.production.limits import memory_limit
from scenes.production.notes import Notes
from scenes.production.stills import STAGE, play
from scenes.production.workplace import at_work

FILE = Path("handout.pdf")


@dataclass(frozen=True)
class HandoutJob:
    """A handout to draw: acts in film order; ``folder`` is private."""

    acts: Sequence[ActFile]
    argument: Argument
    theme: str
    title: str
    folder: Path

    @property
    def beats(self) -> list[str]:
        """A name for each page."""
        return [beat for act in self.acts for beat in act.beats]


def draw_handout(job: HandoutJob) -> int:
    """Draw the handout into its folder; return how many pages it has."""
    with at_work(job.folder, memory_limit(STAGE, len(job.argument.problem.dataset))):
        from scenes.production.untouched_manim import configured

        with configured(STAGE):
            return _Handout(job).draw()


class _Handout:
    def __init__(self, job: HandoutJob) -> None:
        import cairo

        from scenes.production.handout_page import PAGE
        from scenes.production.pictures import describe

        self.job = job
        self.notes = Notes(job.beats, "page")
        self.surface = cairo.PDFSurface(str(FILE), *PAGE)
        self.ctx = cairo.Context(self.surface)
        self.pages = 0
        describe(self.surface, job.title, "")

    def draw(self) -> int:
        lesson = self.job.argument.lesson()
        for act in self.job.acts:
            play(act.entry, lesson, self.job.theme, self._take)
        self.surface.finish()
        return self.pages

    def _take(self, act: Any) -> None:
        """Add the page of the beat that has ended, and its bookmarks."""
        from scenes.production.handout_page import draw_page, label_of

        self.pages += 1
        if len(act.beats) == 1:
            self.of_act = self._bookmark(f"{act.number} {act.title(act.lesson)}")
        self._bookmark(f"{label_of(act)} {act.beats[-1].caption}", self.of_act)
        draw_page(self.ctx, act, self.job.title, self.pages, len(self.job.beats))
        self.ctx.show_page()
        self.notes.add(1, True)

    def _bookmark(self, text: str, parent: int = 0) -> int:
        """A line of the outline that leads to this page; acts are open, so that their beats are seen."""
        import cairo

        flags = 0 if parent else cairo.PDFOutlineFlags.OPEN
        return self.surface.add_outline(parent or cairo.PDF_OUTLINE_ROOT, text, f"page={self.pages}", flags)
