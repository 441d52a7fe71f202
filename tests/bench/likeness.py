"""SSIM of a video against the frames that it was made of, by libavfilter."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

# The filter pairs frames by their times; any unit will do.
TICK = Fraction(1, 30)


def likeness(frames: Sequence[tuple[np.ndarray, int]], video: Path) -> float:
    """The mean over a video's frames of their SSIM, all planes, with the frames as they were drawn.

    Parameters
    ----------
    frames
        RGB (height, width, 3), uint8, with how often each is shown.
    video
        Its colours are those that its stream declares; where it declares none, BT.601, as libswscale's.

    Raises
    ------
    ValueError
        If the video has another number of frames.
    """
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        matrix = (
            Colorspace.ITU709 if stream.codec_context.colorspace == Colorspace.ITU709 else Colorspace.ITU601
        )
        graph = _graph(stream.width, stream.height)
        found: list[float] = []
        decoded = container.decode(stream)
        for pixels, repeat in frames:
            raw = _in_planes(pixels, matrix)
            for _ in range(repeat):
                found.append(_ssim(graph, raw, next(decoded), len(found)))
        if next(decoded, None) is not None:
            raise ValueError(f"{video}: more frames than were drawn")
    return float(np.mean(found))


def _in_planes(pixels: np.ndarray, matrix: Colorspace) -> av.VideoFrame:
    return VideoReformatter().reformat(
        av.VideoFrame.from_ndarray(pixels, format="rgb24"),
        format="yuv420p",
        dst_colorspace=matrix,
        dst_color_range=ColorRange.MPEG,
    )


def _graph(width: int, height: int) -> Any:
    graph = av.filter.Graph()
    size = {"width": width, "height": height, "format": "yuv420p", "time_base": TICK}
    inputs = [graph.add_buffer(**size) for _ in range(2)]
    ssim, sink = graph.add("ssim"), graph.add("buffersink")
    for place, buffer in enumerate(inputs):
        buffer.link_to(ssim, 0, place)
    ssim.link_to(sink)
    graph.configure()
    return graph, inputs, sink  # PyAV's contexts don't hold their graph


def _ssim(graph: Any, raw: av.VideoFrame, decoded: av.VideoFrame, number: int) -> float:
    _, inputs, sink = graph
    for buffer, frame in zip(inputs, (raw, decoded), strict=True):
        frame.pts, frame.time_base = number, TICK
        buffer.push(frame)
    return float(sink.pull().metadata["lavfi.ssim.All"])
