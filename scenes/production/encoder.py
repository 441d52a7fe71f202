"""From arrays of pixels to one H.264 file, in a thread beside the drawing."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import av
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from scenes.production.quality import ENCODER, Quality

# Frames that may wait: drawing runs ahead of encoding by as much, and memory holds as much.
WAITING = 4


class Encoder:
    """Encodes frames as they come.

    Parameters
    ----------
    path
        The mp4 to write: a plain relative name.
    quality
        Size and rate of the frames.

    Notes
    -----
    A held frame is converted once and encoded as often as it is shown.
    """

    def __init__(self, path: Path, quality: Quality) -> None:
        self._rate = quality.rate
        self._shape = (quality.height, quality.width, 4)
        self._container = av.open(str(path), "w", options={"movflags": "+faststart"})
        self._stream: Any = self._container.add_stream("libx264", rate=quality.rate, options=dict(ENCODER))
        self._stream.width, self._stream.height = quality.width, quality.height
        self._stream.pix_fmt = "yuv420p"
        _declare_colours(self._stream.codec_context)
        self._reformatter = VideoReformatter()
        self._written = 0
        self._failure: BaseException | None = None
        self._queue: Queue[tuple[Any, int, bool] | None] = Queue(WAITING)
        self._thread = Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def write(self, pixels: Any, repeat: int, begins_beat: bool) -> None:
        """Add a frame (height, width, 4), uint8 RGBA, which mustn't change afterwards.

        Parameters
        ----------
        pixels
            The frame.
        repeat
            How many times it is shown.
        begins_beat
            Whether decoding must be able to start from here.

        Raises
        ------
        ValueError
            If the frame has another size: libav would scale it without a word.
        """
        self._raise_failure()
        if pixels.shape != self._shape:
            raise ValueError(f"a frame has shape {pixels.shape}, not {self._shape}")
        self._queue.put((pixels, repeat, begins_beat))

    def close(self) -> None:
        """Encode what waits and finish the file."""
        self._queue.put(None)
        self._thread.join()
        self._raise_failure()
        self._mux(None)
        self._container.close()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        for pixels, repeat, begins_beat in iter(self._queue.get, None):
            if self._failure is None:
                try:
                    self._encode(pixels, repeat, begins_beat)
                except BaseException as failure:  # noqa: BLE001 - the drawing thread raises it
                    self._failure = failure

    def _encode(self, pixels: Any, repeat: int, begins_beat: bool) -> None:
        for frame in _held(self._converted(pixels), repeat, begins_beat):
            frame.pts, frame.time_base = self._written, Fraction(1, self._rate)
            self._written += 1
            self._mux(frame)

    def _converted(self, pixels: Any) -> av.VideoFrame:
        return self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )

    def _mux(self, frame: av.VideoFrame | None) -> None:
        for packet in self._stream.encode(frame):
            self._container.mux(packet)


def _held(frame: av.VideoFrame, repeat: int, begins_beat: bool) -> Iterator[av.VideoFrame]:
    """The same frame, ``repeat`` times; the first may be one that decoding can start from."""
    for shown in range(repeat):
        frame.pict_type = PictureType.I if begins_beat and shown == 0 else PictureType.NONE
        yield frame


def _declare_colours(codec: Any) -> None:
    """Say that colours are BT.709: a player that has to guess may take another matrix."""
    codec.colorspace = Colorspace.ITU709
    codec.color_range = ColorRange.MPEG
    codec.color_primaries = ColorPrimaries.BT709
    codec.color_trc = ColorTrc.BT709
