"""What the acts of the plain twin have in common: words that change, and beats as long as the film's."""

import time
from collections.abc import Callable, Mapping

from manim import DOWN, LEFT, UP, Animation, FadeIn, FadeOut, Scene, config
from plain_parts import BACKGROUND, INK, words


class PlainAct(Scene):
    """An act; ``seconds`` is how long each beat of the film's act of this number lasts."""

    number: int
    heading: str

    def __init__(self, captions: Mapping[str, str], seconds: Mapping[str, float], **options) -> None:
        self.captions, self.seconds = captions, seconds
        super().__init__(**options)
        self.camera.background_color = BACKGROUND
        self.caption = None
        self.samples: list[tuple[int, float]] = []
        self.pictures_left_out, self.seconds_left_out = 0, 0.0

    def begin(self, beat: str) -> None:
        """Change the caption."""
        self.beat, self.began = beat, self.renderer.time
        old, self.caption = self.caption, words(self.captions[beat], 40, INK).to_edge(DOWN, 0.6)
        if old is None:
            heading = words(f"{self.number} #h(1em) {self.heading}").to_corner(UP + LEFT, 0.45)
            self.play(FadeIn(self.caption, heading), run_time=0.4)
        else:
            self.play(FadeOut(old), run_time=0.3)
            self.play(FadeIn(self.caption), run_time=0.4)
        self.wait(0.5, frozen_frame=True)

    def stage(self, seconds: float, *animations: Animation) -> None:
        """One stage of motion."""
        self.play(*animations, run_time=seconds)

    def sample(self, seconds: float, pictures: int, play: Callable[[float], None]) -> None:
        """Draw so many pictures only of a play that is slow, and note how long they took."""
        began = time.perf_counter()
        play(pictures / config.frame_rate)
        self.samples.append((pictures, time.perf_counter() - began))
        self.pictures_left_out += round(seconds * config.frame_rate) - pictures
        self.seconds_left_out += seconds - pictures / config.frame_rate

    def estimate(self) -> float:
        """Seconds that the pictures left out would have taken: by how much more pictures took longer."""
        if not self.samples:
            return 0.0
        (few, taken), *_, (many, longer) = sorted(self.samples)
        return self.pictures_left_out * (longer - taken) / (many - few)

    def end(self) -> None:
        """Hold until the beat has lasted as long as the film's."""
        left = self.seconds[self.beat] - (self.renderer.time - self.began) - self.seconds_left_out
        self.seconds_left_out = 0.0
        self.wait(max(left, 1 / 30), frozen_frame=True)
