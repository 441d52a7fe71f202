"""The yardstick: the same frames encoded one after the other by x264 as it comes, at crf 23."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

CRF = "23"


def encode(frames: list[tuple[np.ndarray, int]], path: Path, rate: int) -> float:
    """Seconds from the first frame to the closed file.

    Parameters
    ----------
    frames
        RGB (height, width, 3), uint8, in memory, with how often each is shown.
    path
        The mp4 to write.
    rate
        Frames a second.

    Notes
    -----
    The default preset and threads, as PyAV opens x264. Each repetition is a frame that is converted anew,
    as Manim's writer does.
    """
    height, width, _ = frames[0][0].shape
    began = time.perf_counter()
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=rate, options={"crf": CRF})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for pixels in _shown(frames):
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return time.perf_counter() - began


def _shown(frames: list[tuple[np.ndarray, int]]) -> Iterator[np.ndarray]:
    for pixels, repeat in frames:
        for _ in range(repeat):
            yield pixels
