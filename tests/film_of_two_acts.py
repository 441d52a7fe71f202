"""A film of two short acts: what production is tested with. As a program it is `lecture` with this film."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from manim import LEFT, RIGHT, Circle, Create, FadeIn, Square

from scenes.production import quality
from scenes.stage import Act, beat

ACTS = ("film_of_two_acts:Circles", "film_of_two_acts:Squares")
TINY = quality.Quality("tiny", 192, 108, 10)


class Circles(Act):
    number = 1
    slug = "circles"
    heading = "Circles"

    def construct(self) -> None:
        _fault(self.slug)
        self.a_circle_comes()
        self.it_moves()

    @beat
    def a_circle_comes(self) -> None:
        """A circle for {N} examples."""
        self.circle = Circle(color=self.theme.ink, fill_opacity=1).scale(0.5 + abs(self.lesson.theta[0]) / 10)
        self.play(FadeIn(self.circle), run_time=0.5)

    @beat(one_example="It moves for one.")
    def it_moves(self) -> None:
        """It moves & <stays>."""
        self.play(self.circle.animate.shift(2 * RIGHT), run_time=0.5)


class Squares(Act):
    number = 2
    slug = "squares"
    heading = "{N} squares"

    def construct(self) -> None:
        _fault(self.slug)
        self.a_square_comes()

    @beat
    def a_square_comes(self) -> None:
        """A square."""
        self.play(Create(Square(color=self.theme.ink).shift(LEFT)), run_time=0.5)


def _fault(slug: str) -> None:
    """The fault that the environment asks of an act: ``raise:circles``."""
    kind, _, act = os.environ.get("FILM_FAULT", "").partition(":")
    if act == slug:
        _FAULTS[kind]()


def _raise() -> None:
    raise ZeroDivisionError("a fault on purpose")


def _be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _hang() -> None:
    Path("hanging").touch()
    time.sleep(600)


_FAULTS: dict[str, Callable[[], None]] = {"raise": _raise, "kill": _be_killed, "hang": _hang}


if __name__ == "__main__":
    from scenes import storyboard
    from scenes.production import cli

    storyboard.ACTS = ACTS
    quality.QUALITIES[TINY.name] = TINY
    sys.exit(cli.main())
