"""From pixels to one H.264 file, in a thread beside the drawing."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import av
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from scenes.boxes import Patch
from scenes.production.picture import Picture
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
    What changes in a frame is converted once, and encoded as often as it is shown.
    """

    def __init__(self, path: Path, quality: Quality) -> None:
        self._rate = quality.rate
        self._picture = Picture(quality.width, quality.height)
        self._container = av.open(str(path), "w", options={"movflags": "+faststart"})
        self._stream: Any = self._container.add_stream("libx264", rate=quality.rate, options=dict(ENCODER))
        self._stream.width, self._stream.height = quality.width, quality.height
        self._stream.pix_fmt = "yuv420p"
        _declare_colours(self._stream.codec_context)
        self._written = 0
        self._failure: BaseException | None = None
        self._queue: Queue[tuple[list[Patch], int, bool] | None] = Queue(WAITING)
        self._thread = Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def write(self, patches: list[Patch], repeat: int, begins_beat: bool) -> None:
        """Add a frame.

        Parameters
        ----------
        patches
            Where it differs from the frame before; they mustn't change afterwards. The first frame is
            on black.
        repeat
            How many times it is shown.
        begins_beat
            Whether decoding must be able to start from here.

        Raises
        ------
        Exception
            What went wrong with a frame that was given before.
        """
        self._raise_failure()
        self._queue.put((patches, repeat, begins_beat))

    def close(self) -> None:
        """Encode what waits and finish the file; x264's memory is free then, whoever still holds this."""
        self._queue.put(None)
        self._thread.join()
        self._raise_failure()
        self._mux(None)
        self._container.close()
        del self._stream, self._container, self._picture

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        for patches, repeat, begins_beat in iter(self._queue.get, None):
            if self._failure is None:
                try:
                    self._encode(patches, repeat, begins_beat)
                except BaseException as failure:  # noqa: BLE001 - the drawing thread raises it
                    self._failure = failure

    def _encode(self, patches: list[Patch], repeat: int, begins_beat: bool) -> None:
        self._picture.change(patches)
        for frame in _held(self._picture.frame, repeat, begins_beat):
            frame.pts, frame.time_base = self._written, Fraction(1, self._rate)
            self._written += 1
            self._mux(frame)

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
