"""An act's beats, for who looks on: what is done before each begins, and after each has ended."""

from collections.abc import Callable
from typing import Any


def at_each_beats_start(act: Any, prepare: Callable[[str], None]) -> None:
    """Let an act call ``prepare`` with a beat's name before it begins."""
    from scenes.stage import name_of

    begin_beat = act.begin_beat

    def prepare_and_begin(method: Any) -> None:
        prepare(name_of(method))
        begin_beat(method)

    act.begin_beat = prepare_and_begin


def at_each_beats_end(act: Any, take: Callable[[Any], None]) -> None:
    """Let an act call ``take`` with itself whenever a beat has ended, its last picture still on stage."""
    end_beat = act.end_beat

    def end_beat_and_take() -> None:
        end_beat()  # it holds, and the end of a motion stands only while something is held
        take(act)

    act.end_beat = end_beat_and_take
