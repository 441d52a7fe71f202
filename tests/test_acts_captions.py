"""Without captions in the picture all else is the same: every frame, every place, the heading."""

from functools import partial

import numpy as np
import pytest
from stage_play import HEIGHT, act_classes, on_stage, small_pictures, without_motion
from stage_tables import lesson_of

from scenes.stage import Act
from scenes.theme import LAYOUT

NUMBERS = (1, 4)  # one that opens the film, one that goes on from another
FRAME_HEIGHT = 8.0
# Two lines, half a line above their middle.
TOP_OF_CAPTION = LAYOUT.caption_y + LAYOUT.caption_leading


def played(act_class, scratch) -> tuple[Act, dict[str, np.ndarray]]:
    """An act, and the pictures of its first frame and of each beat's last hold."""
    stills: dict[str, np.ndarray] = {}
    names: list[str] = []

    def look(act: Act, repeat: int) -> None:
        if not stills or act.is_current_animation_frozen_frame():
            renderer, camera = act.renderer, act.camera
            kept, renderer.static_image = renderer.static_image, None
            camera.live = True
            renderer.update_frame(act)
            camera.live, renderer.static_image = False, kept
            stills["first" if not stills else names[len(act.beats)]] = camera.pixel_array.copy()

    with small_pictures(scratch):
        act = on_stage(act_class, lesson_of("six"), "dark", look)
        names += [name for name, _ in type(act).captions(act.lesson)]
        without_motion(act).render()
    return act, stills


@pytest.mark.parametrize("number", NUMBERS)
def test_captions_out_of_the_picture_leave_all_else_as_it_was(number, tmp_path):
    act_class = act_classes()[number - 1]
    with_captions, pictures = played(act_class, tmp_path)
    without, bare = played(partial(act_class, captions=False), tmp_path)
    assert without.beats == with_captions.beats
    edge = int((FRAME_HEIGHT / 2 - TOP_OF_CAPTION) / FRAME_HEIGHT * HEIGHT)
    assert list(bare) == list(pictures) == ["first", *(beat.name for beat in without.beats)]
    for name, picture in pictures.items():
        np.testing.assert_array_equal(bare[name][:edge], picture[:edge])
        written = np.any(picture[edge:] != bare[name][edge:], axis=(0, 2)).mean()
        assert written > 0.1 or (number, name) == (1, "first"), name
