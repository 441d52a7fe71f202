"""The last frame of each beat: an act is played without being drawn, and what stands on stage is kept."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from scenes.production.beats import at_each_beats_end, at_each_beats_start
from scenes.production.captions import alt_text
from scenes.production.limits import be_patient
from scenes.production.quality import Quality
from scenes.production.worker import load_act, on_stage
from scenes.production.workplace import tell_beats

# What acts are played at: pictures have sizes of their own, and what stands at a beat's end is the same
# at every rate.
STAGE = Quality("stage", 1920, 1080, 5)


@dataclass(frozen=True)
class Still:
    """What a picture shows: mobjects but for those left out, on a background or on none (None).

    ``title`` is the beat's sentence; ``description`` says in words what can be seen.
    """

    mobjects: Sequence[Any]
    left_out: Sequence[Any]
    background: str | None
    title: str
    description: str


def play(
    entry: str,
    lesson: Any,
    theme: str,
    take: Callable[[Any], None],
    captioned: Collection[str] | None = None,
) -> None:
    """Play an act without drawing it; call ``take`` with it when a beat's last frame stands.

    Where only some beats are wanted, ``captioned``, nothing is done that doesn't show in their last frames:
    others' captions aren't set, and motions go from their beginning to their end at once.
    """
    from scenes.camera import BlindCamera

    captions = captioned is None
    act = on_stage(load_act(entry), lesson, theme, lambda *frame: be_patient(), BlindCamera, captions)
    tell_beats(act)
    at_each_beats_end(act, take)
    if captioned is not None:
        caption_only(act, captioned)
        act.update_to_time = lambda t: None  # how motions end is seen, not how they get there
    act.render()


def caption_only(act: Any, beats: Collection[str]) -> None:
    """Let an act show the captions of these beats alone."""

    def show_or_not(name: str) -> None:
        act.shows_captions = name in beats
        if act.shows_captions and hasattr(act, "shown_caption"):
            act.shown_caption.text = ""  # so that the same sentence is set again

    at_each_beats_start(act, show_or_not)


def leave() -> None:
    """End an act that is played, where no other beat of it is wanted."""
    from manim.utils.exceptions import EndSceneEarlyException

    raise EndSceneEarlyException


def still_of(act: Any, transparent: bool = False, caption: bool = True) -> Still:
    """What stands on stage, at a beat's end."""
    beat = act.beats[-1]
    return Still(
        mobjects=[*act.mobjects, *act.foreground_mobjects],
        left_out=[] if caption else [act.shown_caption],
        background=None if transparent else act.theme.background,
        title=beat.caption,
        description=alt_text(act.title(act.lesson), beat.caption, beat.formulas),
    )
