"""What every act stands on: the caption, the heading, beats, and the frames that they last."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from manim import FadeIn, FadeOut, Mobject, Scene, config

from core import AffineModel, Dataset, HalfSquaredError, Lesson, Problem
from scenes.camera import StageCamera
from scenes.notation import in_words
from scenes.parts.caption import Caption, Heading
from scenes.reading import frames_to_read, parts_of
from scenes.spoken import spoken_lines
from scenes.theme import PACE, THEMES, Theme


@dataclass(frozen=True)
class Beat:
    """One idea of an act: its name, its sentence, and its frames (``end`` is the first after it).

    ``formulas`` says in words each formula line that comes on stage.
    """

    name: str
    caption: str
    start: int
    end: int
    formulas: tuple[str, ...] = ()


def beat(method: Callable[..., None] | None = None, **otherwise: str) -> Any:
    """Make a method of an act a beat; its docstring is the caption.

    Parameters
    ----------
    method
        The method that animates the beat.
    **otherwise
        Another sentence where the docstring's would be false: the keyword is an attribute of the
        `Lesson` that is true then. The first that holds is taken.
    """
    if method is None:
        return lambda decorated: beat(decorated, **otherwise)

    @wraps(method)
    def played(act: "Act") -> None:
        act.begin_beat(played)
        method(act)
        act.end_beat()

    played.otherwise = otherwise  # type: ignore[attr-defined]
    played.is_beat = True  # type: ignore[attr-defined]
    return played


def caption_of(beat_method: Any, lesson: Lesson) -> str:
    """The sentence of a beat for a lesson."""
    template = next(
        (text for condition, text in beat_method.otherwise.items() if getattr(lesson, condition)),
        beat_method.__doc__,
    )
    count = in_words(lesson.n_examples)
    text = " ".join(template.split()).format(N=count)
    return text[0].upper() + text[1:]


class Act(Scene):
    """A scene made of beats, for one Lesson and one theme.

    Parameters
    ----------
    lesson
        Every number of the film; without it the packaged table "six".
    theme
        A `Theme` or the name of one.
    captions
        Whether the captions stand in the picture; all else is the same without them.
    **scene_options
        Passed to Manim's ``Scene``.
    """

    number: int
    slug: str
    heading: str
    heading_of_one: str = ""  # where the table has one row and the heading would be wrong

    def __init__(
        self,
        lesson: Lesson | None = None,
        theme: Theme | str = "dark",
        captions: bool = True,
        **scene_options: Any,
    ) -> None:
        self.lesson = lesson or packaged_lesson("six")
        self.theme = THEMES[theme] if isinstance(theme, str) else theme
        self.shows_captions = captions
        self.beats: list[Beat] = []
        self.leaving_first: list[Mobject] = []  # leaves with the last act's words
        scene_options.setdefault("camera_class", StageCamera)
        super().__init__(**scene_options)
        self.camera.background_color = self.theme.background  # type: ignore[union-attr] # never OpenGL's

    @classmethod
    def title(cls, lesson: Lesson) -> str:
        """The act's heading, filled from the lesson."""
        heading = cls.heading_of_one if lesson.one_example else cls.heading
        return (heading or cls.heading).format(N=in_words(lesson.n_examples))

    @classmethod
    def captions(cls, lesson: Lesson) -> list[tuple[str, str]]:
        """Name and caption of each beat, in order, without playing them."""
        beats = [value for value in vars(cls).values() if getattr(value, "is_beat", False)]
        return [(name_of(method), caption_of(method, lesson)) for method in beats]

    @property
    def frame(self) -> int:
        """Frames written so far (0 with a writer that doesn't count them)."""
        return getattr(self.renderer.file_writer, "frames", 0)

    def open_with(self, act: type["Act"], *standing: Mobject) -> None:
        """Put the tableau that another act ends on on stage, with the words it was left with."""
        _, caption = act.captions(self.lesson)[-1]
        self.shown_heading = Heading(act.number, act.title(self.lesson), self.theme)
        self.shown_caption = Caption(caption, self.theme, self.shows_captions)
        self.add(*standing, self.shown_heading, self.shown_caption)

    def settle_on(self, *standing: Mobject) -> None:
        """Let a tableau built anew take the place of what is on stage, heading and caption kept."""
        self.clear()
        self.add(*standing, self.shown_heading, self.shown_caption)

    def take_off(self, *mobjects: Mobject) -> None:
        """Remove mobjects with all their members (Manim removes a member only by itself)."""
        self.remove(*(member for mobject in mobjects for member in mobject.get_family()))

    def begin_beat(self, method: Any) -> None:
        """Name the beat and change the caption; nothing else moves while it is new."""
        self._beat_name, self._beat_start = name_of(method), self.frame
        self._formula_lines = 0
        self._to_be_said: list[Mobject] = []
        self._beat_caption = caption_of(method, self.lesson)
        self.next_section(self._beat_name)
        self._change_words(self._beat_caption)
        self._read_from = self.renderer.time
        self.hold(PACE.settle)

    def end_beat(self) -> None:
        """Hold the last picture until the caption, and what formulas came, can have been read."""
        reading = seconds_to_read(self._beat_caption) + PACE.per_formula * self._formula_lines
        left = reading - (self.renderer.time - self._read_from)
        self.hold(max(left, PACE.settle))
        formulas = spoken_lines(self._to_be_said)
        self.beats.append(Beat(self._beat_name, self._beat_caption, self._beat_start, self.frame, formulas))

    def hold(self, seconds: float) -> None:
        """Hold the picture for the whole number of frames that lasts no shorter."""
        frames = max(1, math.ceil(seconds * config.frame_rate - 1e-6))
        self.wait((frames + 0.5) / config.frame_rate, frozen_frame=True)

    def show_formulas(self, *formulas: Mobject) -> None:
        """Ask for time to read formulas that are new in this beat, and let them be said in words.

        Each line of a formula is read by itself; formulas in a group are alike and read as one.
        """
        self._formula_lines += sum(getattr(formula, "lines", 1) for formula in formulas)
        self.say_formulas(*formulas)

    def say_formulas(self, *formulas: Mobject) -> None:
        """Let formulas be said in words, as they stand at the end of this beat."""
        self._to_be_said += formulas

    def _change_words(self, caption: str) -> None:
        """Change the caption, and the heading in the first beat of an act."""
        title = self.title(self.lesson)
        old: list[Mobject] = self.leaving_first
        self.leaving_first = []
        new: list[Mobject] = []
        if getattr(self, "shown_caption", None) is None or self.shown_caption.text != caption:
            old += [self.shown_caption] if hasattr(self, "shown_caption") else []
            self.shown_caption = Caption(caption, self.theme, self.shows_captions)
            new.append(self.shown_caption)
        if not hasattr(self, "shown_heading") or self.shown_heading.text != title:
            old += [self.shown_heading] if hasattr(self, "shown_heading") else []
            self.shown_heading = Heading(self.number, title, self.theme)
            new.append(self.shown_heading)
        self._swap(old, new)

    def _swap(self, old: Iterable[Mobject], new: Iterable[Mobject]) -> None:
        old, new = list(old), list(new)
        if old:
            self.play(*(FadeOut(words) for words in old), run_time=PACE.breath)
        if new:
            self.play(*(FadeIn(words) for words in new), run_time=PACE.blink)


def seconds_to_read(caption: str) -> float:
    """How long a caption stands, for who also looks at the picture."""
    frames = sum(frames_to_read(part, config.frame_rate) for part in parts_of(caption))
    words = len(caption.split())
    return max(PACE.read_at_least, words * PACE.per_word + PACE.read_beside, frames / config.frame_rate)


def name_of(method: Callable[..., None]) -> str:
    """The beat's name in file names: that of its method, with dashes."""
    return method.__name__.replace("_", "-")


def packaged_lesson(name: str) -> Lesson:
    """The lesson of a packaged table, at its own theta."""
    return Lesson.at(Problem(Dataset.packaged(name), AffineModel(), HalfSquaredError()))
