"""A picture as it is drawn, in RGB, and as it is encoded, in YUV: only what changes in it is converted."""

from collections.abc import Iterable, Iterator

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from scenes.boxes import Box, Patch

# Pixels round a patch that its colours at the border depend on: yuv420p has one colour for 2 x 2 pixels,
# and swscale's bilinear filter looks at the next ones.
MARGIN = 4
# Pixels across that have one value in common, in the planes of yuv420p.
SHARES = (1, 2, 2)


class Picture:
    """A frame that changes in patches.

    Parameters
    ----------
    width, height
        Even numbers of pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        self._whole = Box(0, 0, width, height)
        self._rgba = np.zeros((height, width, 4), np.uint8)
        self._reformatter = VideoReformatter()
        self.frame = self._converted(self._whole)

    def change(self, patches: Iterable[Patch]) -> None:
        """Put patches in; ``frame`` then is the whole picture in BT.709's YUV, converted where it changed.

        Raises
        ------
        ValueError
            If a patch reaches out of the picture.
        TypeError
            If its pixels aren't uint8.
        """
        patches = list(patches)
        for patch in patches:
            np.copyto(self._rgba[patch.box.pixels], patch.pixels, casting="no")
        for patch in patches:
            self._convert(patch.box)

    def _convert(self, box: Box) -> None:
        box = _even(box.grown(MARGIN, self._whole))
        around = _even(box.grown(MARGIN, self._whole))
        left, top = box.left - around.left, box.top - around.top
        inside = Box(left, top, left + box.right - box.left, top + box.bottom - box.top)
        planes = zip(_planes(self.frame), _planes(self._converted(around)), SHARES, strict=True)
        for target, source, share in planes:
            target[_shared(box, share).pixels] = source[_shared(inside, share).pixels]

    def _converted(self, box: Box) -> av.VideoFrame:
        return self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(self._rgba[box.pixels], format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )


def _even(box: Box) -> Box:
    """The smallest box of even numbers round a box."""
    return Box(box.left // 2 * 2, box.top // 2 * 2, -(-box.right // 2) * 2, -(-box.bottom // 2) * 2)


def _shared(box: Box, share: int) -> Box:
    return Box(*(side // share for side in box))


def _planes(frame: av.VideoFrame) -> Iterator[np.ndarray]:
    """The planes (height, width) of a frame, to be read and written."""
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        yield rows[: plane.height, : plane.width]
