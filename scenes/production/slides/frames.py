"""The first and the last picture of a clip."""

from pathlib import Path
from typing import Any

import av


def first_and_last(clip: Path) -> tuple[Any, Any]:
    """Both pictures, as Pillow has them.

    Raises
    ------
    ValueError
        If the clip has none.
    """
    with av.open(f"file:{clip}") as video:
        stream = video.streams.video[0]
        stream.thread_type = "AUTO"
        # Pictures that no other is made from are passed over; neither the first nor the last is one.
        stream.codec_context.skip_frame = "NONREF"
        first = last = None
        for last in video.decode(stream):
            first = first or last
    if first is None or last is None:
        raise ValueError(f"{clip.name} has no pictures")
    return first.to_image(), last.to_image()
