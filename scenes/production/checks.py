"""Whether a rendered act is what it should be, before anybody gets to see it."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from scenes.production.quality import Quality

# Difference of the darkest and lightest pixel (of 255) below which a picture counts as empty.
BLANK = 16


class BadVideoError(Exception):
    """A video isn't what was drawn."""


def check_act(path: Path, quality: Quality, frames: int, stills: Sequence[int]) -> None:
    """Decode a whole act.

    Parameters
    ----------
    path
        The act's video.
    quality
        Its size and rate.
    frames
        How many frames were drawn.
    stills
        Numbers of frames that must show something.

    Raises
    ------
    BadVideoError
        If its size, rate or number of frames differs, it can't be decoded, or a still is blank.
    """
    with av.open(f"file:{path}") as video:
        stream = video.streams.video[0]
        found = (stream.width, stream.height, stream.average_rate)
        if found != (quality.width, quality.height, Fraction(quality.rate)):
            raise BadVideoError(f"the video is {found[0]} x {found[1]} at {found[2]}")
        decoded = 0
        for frame in video.decode(stream):
            if decoded in stills and _is_blank(frame):
                raise BadVideoError(f"frame {decoded} is blank")
            decoded += 1
    if decoded != frames:
        raise BadVideoError(f"{decoded} frames were encoded of the {frames} drawn")


def _is_blank(frame: Any) -> bool:
    lightness = np.frombuffer(frame.planes[0], np.uint8).reshape(-1, frame.planes[0].line_size)[
        :, : frame.width
    ]
    return int(lightness.max()) - int(lightness.min()) < BLANK
