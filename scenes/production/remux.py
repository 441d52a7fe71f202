"""Cutting and joining H.264 files by their packets, without encoding anything anew."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from scenes.production.captions import Cue
from scenes.production.subtitles import add_subtitles, write_cues

# Of the movie, to a frame.
TICKS = 100


def cut(source: Path, target: Path, start: int, end: int, rate: int) -> None:
    """Write frames ``start`` to ``end`` (not included) of a video to another.

    Raises
    ------
    ValueError
        If decoding can't start at ``start``, or there aren't that many frames.
    """
    with _reader(source) as video, _writer(target, video, rate) as output:
        packets = [packet for packet in _packets(video) if start <= _frame(packet, rate) < end]
        if len(packets) != end - start or not packets[0].is_keyframe:
            raise ValueError(f"frames {start} to {end} can't be cut out of {source.name}")
        _copy(packets, output, -start, rate)


def join(
    sources: Sequence[Path],
    target: Path,
    rate: int,
    title: str,
    chapters: Sequence[Cue],
    captions: Sequence[Cue],
) -> int:
    """Write videos one after the other to one, with chapters and captions; return its number of frames."""
    with _reader(sources[0]) as first, _writer(target, first, rate, title, chapters) as output:
        write_cues(output, add_subtitles(output, rate), captions, rate)
        frames = 0
        for source in sources:
            with _reader(source) as video:
                frames += _copy(_packets(video), output, frames, rate)
        return frames


def _copy(packets: Iterable[Any], output: Any, shift: int, rate: int) -> int:
    """Write packets, their frames' numbers moved by ``shift``; return how many.

    Of a frame's two times, that of decoding may lie between frames: it is rounded down, so that it
    never passes that of showing.
    """
    count = 0
    for packet in packets:
        tick = 1 / (rate * packet.time_base)
        packet.pts = shift + round(packet.pts / tick)
        packet.dts = shift + math.floor(packet.dts / tick)
        packet.duration, packet.time_base, packet.stream = 1, Fraction(1, rate), output.streams.video[0]
        output.mux(packet)
        count += 1
    return count


def _packets(video: Any) -> Iterator[Any]:
    """Packets in the order of decoding, without the empty one at the end."""
    return (packet for packet in video.demux(video.streams.video[0]) if packet.dts is not None)


def _frame(packet: Any, rate: int) -> int:
    return round(packet.pts * packet.time_base * rate)


def _reader(path: Path) -> Any:
    return av.open(_url(path))


@contextmanager
def _writer(path: Path, like: Any, rate: int, title: str = "", chapters: Sequence[Cue] = ()) -> Iterator[Any]:
    # Chapters are in the movie's own ticks: thousandths of a second would put them between frames.
    options = {"movflags": "+faststart", "movie_timescale": str(TICKS * rate)}
    with av.open(_url(path), "w", format="mp4", options=options) as output:
        stream = output.add_stream_from_template(like.streams.video[0])
        stream.time_base = Fraction(1, rate)
        if title:
            output.metadata["title"] = title
        if chapters:  # before the first packet
            output.set_chapters([_chapter(number, chapter, rate) for number, chapter in enumerate(chapters)])
        yield output


def _chapter(number: int, chapter: Cue, rate: int) -> Any:
    times = {"id": number, "start": chapter.start, "end": chapter.end, "time_base": Fraction(1, rate)}
    return times | {"metadata": {"title": chapter.text}}


def _url(path: Path) -> str:
    """The path as libav takes it whatever its characters are."""
    return f"file:{path}"
