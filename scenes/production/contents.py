"""What the film holds: acts and beats, with how long they last."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from scenes.production.acts import ActFile
from scenes.production.folder import OutputFolder
from scenes.production.keys import act_key
from scenes.production.lessons import argument_of, lesson_of
from scenes.production.manifest import ActRecord, read_manifest
from scenes.production.quality import QUALITIES
from scenes.production.report import duration
from scenes.production.settings import Settings
from scenes.production.untouched_manim import import_manim

Row = tuple[str, str, str]


def contents(settings: Settings, acts: Sequence[ActFile]) -> list[tuple[str, str, str, list[Row]]]:
    """Name, heading, duration and beats of each act; of each beat its name, caption and duration.

    A duration is exact where the act was rendered from the same inputs, in whatever quality; else "about"
    what it last was.
    """
    lesson = lesson_of(settings, argument_of(settings))
    records = read_manifest(OutputFolder(settings.out).manifest).acts
    import_manim()
    return [_act(act, lesson, settings, records.get(act.stem)) for act in acts]


def _act(
    act: ActFile, lesson: Any, settings: Settings, record: ActRecord | None
) -> tuple[str, str, str, list[Row]]:
    module, _, name = act.entry.partition(":")
    act_class = getattr(import_module(module), name)
    exact = record is not None and record.key == _key(act, lesson, settings, record)
    about = "" if exact else "about "
    lasted = {beat.name: (beat.end - beat.start) / record.rate for beat in record.beats} if record else {}
    beats = [
        (beat, caption, f"{about}{duration(lasted[beat])}" if beat in lasted else "")
        for beat, caption in act_class.captions(lesson)
    ]
    return act.stem, act_class.title(lesson), f"{about}{duration(record.seconds)}" if record else "", beats


def _key(act: ActFile, lesson: Any, settings: Settings, record: ActRecord) -> str:
    """The key that the act would have now, in the quality that it was rendered in."""
    quality = QUALITIES.get(record.quality, settings.quality)
    return act_key(act, lesson, settings.theme, quality, record.captions)
