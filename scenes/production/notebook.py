"""In a notebook: pictures and videos of a lesson.

``%load_ext scenes.production.notebook`` lets every `Lesson` show itself as a figure above its numbers.
"""

import base64
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from core import Lesson, lesson_as_dict
from scenes import storyboard
from scenes.production.acts import ActFile, acts_of, chosen
from scenes.production.errors import unknown
from scenes.production.figure_worker import FigureJob, draw_figures
from scenes.production.lessons import argument_for
from scenes.production.looks import Look
from scenes.production.page.units import unit_note
from scenes.production.pool import ProcessPerCall
from scenes.production.quality import QUALITIES, Quality
from scenes.production.settings import THEME_NAMES
from scenes.production.worker import Job, render_act

WHOLE_ARGUMENT = "the-full-gradient"
"""The beat in which a lesson shows itself."""


WIDTH = 960
"""Pixels of a picture or video in a notebook, where there is room for them."""


@dataclass(frozen=True, repr=False)
class Figure:
    """A picture that a notebook shows, and keeps in itself; ``svg`` is its text, to be saved as a file."""

    svg: str

    def _repr_html_(self) -> str:
        """An image, which unlike an SVG's text has a description wherever notebooks are shown."""
        data = base64.b64encode(self.svg.encode()).decode()
        shown = ElementTree.fromstring(self.svg).findtext("{*}desc", "")
        return f'<img width="{WIDTH}" alt="{escape(shown)}" src="data:image/svg+xml;base64,{data}">'


@dataclass(frozen=True, repr=False)
class Video:
    """A video that a notebook shows, and keeps in itself; ``mp4`` are its bytes, to be saved as a file."""

    mp4: bytes
    title: str

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.mp4).decode()
        return (
            f'<video controls width="{WIDTH}" aria-label="{escape(self.title)}" '
            f'src="data:video/mp4;base64,{data}"></video>'
        )


def figure(lesson: Lesson, beat: str = WHOLE_ARGUMENT, theme: str = "light", caption: bool = True) -> Figure:
    """The last frame of a beat.

    Parameters
    ----------
    lesson
    beat
        As ``lecture list`` names it.
    theme
        "dark" or "light".
    caption
        Whether the beat's sentence stands in the picture.

    Raises
    ------
    InputError
        For an unknown beat or theme.
    """
    acts = acts_of(storyboard.ACTS)
    act = next((act for act in acts if beat in act.beats), None)
    if act is None:
        raise unknown("beat", "beat", beat, [name for act in acts for name in act.beats])
    with _staged(theme) as folder:
        look = Look(theme, caption=caption)
        job = FigureJob(act.entry, argument_for(lesson), (look,), ("svg",), (beat,), folder)
        drawn = _in_a_process(draw_figures, job)
        return Figure((folder / drawn[0].files["svg"]).read_text("utf-8"))


def video(
    lesson: Lesson,
    act: str = "FullGradient",
    theme: str = "light",
    quality: str = "draft",
    captions: bool = True,
) -> Video:
    """An act, as a video.

    Parameters
    ----------
    lesson
    act
        Its class, its name in file names, or its number: "FullGradient", "full-gradient", "4".
    theme
        "dark" or "light".
    quality
        "draft", "standard", "high" or "4k".
    captions
        Whether the beats' sentences stand in the picture.

    Raises
    ------
    InputError
        For an unknown act, theme or quality.
    """
    wanted: ActFile = chosen([act], acts_of(storyboard.ACTS))[0]
    with _staged(theme) as folder:
        job = Job(wanted.entry, argument_for(lesson), theme, _quality(quality), folder, captions)
        drawn = _in_a_process(render_act, job)
        return Video((folder / drawn.video).read_bytes(), drawn.heading)


def load_ipython_extension(shell: Any) -> None:
    """Let every `Lesson` show itself as a figure above its numbers: what ``%load_ext`` calls."""
    shell.display_formatter.formatters["text/html"].for_type(Lesson, as_html)


def as_html(lesson: Lesson) -> str:
    """A lesson's figure, what unit it is drawn in where that isn't the table's, and the numbers beneath."""
    units = unit_note(lesson_as_dict(lesson)["drawn"])
    return f"<div>{figure(lesson)._repr_html_()}</div>{units}{lesson._repr_html_()}"


def _quality(name: str) -> Quality:
    if name not in QUALITIES:
        raise unknown("quality", "quality", name, QUALITIES, "qualities")
    return QUALITIES[name]


@contextmanager
def _staged(theme: str) -> Iterator[Path]:
    """A private folder, for a theme that there is."""
    if theme not in THEME_NAMES:
        raise unknown("theme", "theme", theme, THEME_NAMES)
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _in_a_process(function: Callable[[Any], Any], job: Any) -> Any:
    """Do a job where the notebook's own Manim settings and folder stay as they are."""
    pool = ProcessPerCall(1)
    try:
        return pool.submit(function, job).result()
    finally:
        pool.shutdown(cancel_futures=True)
