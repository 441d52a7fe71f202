"""Two short acts: the film that production is tested with."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from manim import LEFT, RIGHT, Circle, Create, FadeIn, Square

from scenes.production import limits
from scenes.stage import Act, beat

limits.PATIENCE = int(os.environ.get("FILM_PATIENCE", limits.PATIENCE))


class Circles(Act):
    number = 1
    slug = "circles"
    heading = "Circles"

    def construct(self) -> None:
        self.a_circle_comes()
        _fault(self.slug)
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
    heading = "The {N} squares"

    def construct(self) -> None:
        self.a_square_comes()
        _fault(self.slug)

    @beat
    def a_square_comes(self) -> None:
        """A square."""
        self.play(Create(Square(color=self.theme.ink).shift(LEFT)), run_time=0.5)
        self.say_formulas(SimpleNamespace(codes=["nabla ell_i"]))


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
    Path("hanging").write_text(str(os.getpid()))
    time.sleep(600)


def _swell() -> None:
    held = []
    while True:
        held.append(bytearray(1 << 26))


def _close_the_folder() -> None:
    out = Path("../../..")  # of an act's staging folder
    for folder in (out, out / "acts", out / "beats", *out.glob("beats/*")):
        folder.chmod(0o555)


_FAULTS: dict[str, Callable[[], None]] = {
    "raise": _raise,
    "kill": _be_killed,
    "hang": _hang,
    "swell": _swell,
    "close": _close_the_folder,
}
