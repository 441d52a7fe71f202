"""How large the pictures are, how many a second, and how they are encoded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """A frame's size in pixels, and frames a second. Every size is 16:9, and a multiple of 128 wide.

    x264's code for AVX-512 takes eight macroblocks of 16 pixels at a time; where a row of them isn't whole
    eights, bytes of the video depend on what was in memory before.
    """

    name: str
    width: int
    height: int
    rate: int


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("draft", 1024, 576, 15),
        Quality("standard", 1920, 1080, 30),
        Quality("high", 1920, 1080, 60),
        Quality("4k", 3840, 2160, 60),
    )
}

# One thread: x264's slices, and so its bytes, follow the number of CPUs otherwise.
# A beat begins with a frame that decoding can start from (forced-idr), so that it can be cut out.
# The film is still for long, and cuts nowhere: five frames between two that others refer to (bf, and never
# fewer, b_strategy), no search for cuts (sc_threshold) or for fades of the whole picture (weightp). Looking
# 25 frames ahead (rc-lookahead) and rounding with care (trellis) are worth their time. Beside the default
# preset at crf 23, frames are at least as like the raw ones, in half the time and a fifth more bytes at most.
ENCODER = {
    "crf": "20.7",
    "preset": "veryfast",
    "bf": "5",
    "b_strategy": "0",
    "sc_threshold": "0",
    "weightp": "0",
    "rc-lookahead": "25",
    "trellis": "1",
    "threads": "1",
    "forced-idr": "1",
}
