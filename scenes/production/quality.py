"""How large the pictures are, how many a second, and how they are encoded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """A frame's size in pixels, and frames a second. Every size is 16:9 and even."""

    name: str
    width: int
    height: int
    rate: int


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("draft", 960, 540, 15),
        Quality("standard", 1920, 1080, 30),
        Quality("high", 1920, 1080, 60),
        Quality("4k", 3840, 2160, 60),
    )
}

# One thread: x264's slices, and so its bytes, follow the number of CPUs otherwise.
# A beat begins with a frame that decoding can start from (forced-idr), so that it can be cut out.
# Frames aren't searched for fades of the whole picture (weightp), of which the film has none. Looking 25
# frames ahead (rc-lookahead) finds what stays on the picture and is worth its bits: a film is then about as
# like the raw frames as the default preset makes it at crf 23, in half the time, and somewhat larger.
ENCODER = {
    "crf": "21",
    "preset": "veryfast",
    "rc-lookahead": "25",
    "weightp": "0",
    "threads": "1",
    "forced-idr": "1",
}
