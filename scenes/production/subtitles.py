"""Captions as a track of their own within an mp4: players offer it in their menu."""

import struct
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from scenes.production.captions import Cue, on_lines

# As MP4 and as people call it; the acts' sentences are English.
LANGUAGE, NAME = "eng", "English"
# What libav wants to know of a text's looks before it takes one; players use their own.
HEADER = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, BackColour, Bold, Italic, Underline, Alignment
Style: Default,Sans,18,&Hffffff,&H0,0,0,0,2
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
CONTAINERS = (b"moov", b"trak", b"mdia")
TRACK_ENABLED = 1


def add_subtitles(output: Any, rate: int) -> Any:
    """Give a file that is being written a track for captions, before its first packet."""
    track = output.add_stream("mov_text")
    track.codec_context.subtitle_header = HEADER
    track.codec_context.time_base = track.time_base = Fraction(1, rate)
    track.metadata.update(language=LANGUAGE, title=NAME, handler_name=NAME)
    return track


def write_cues(output: Any, track: Any, cues: Sequence[Cue], rate: int) -> None:
    """Write captions into their track."""
    for cue in cues:
        text = on_lines(cue).encode()
        packet = av.Packet(struct.pack("!H", len(text)) + text)
        packet.pts = packet.dts = cue.start
        packet.duration, packet.time_base, packet.stream = cue.end - cue.start, Fraction(1, rate), track
        output.mux(packet)


def switch_off(path: Path) -> None:
    """Let the track of captions be off until a viewer turns it on: libav enables the first of a kind."""
    with path.open("r+b") as file:
        content = file.read()
        flags = _flags_of_subtitles(content)
        file.seek(flags)
        file.write(bytes([content[flags] & ~TRACK_ENABLED]))


def _flags_of_subtitles(content: bytes) -> int:
    """Where in a file the last byte of the flags of its track of captions is."""
    for track in (box for box in _boxes(content, 0, len(content)) if box[0] == b"trak"):
        inside = list(_boxes(content, *track[1:]))
        handler = next(begin for kind, begin, _ in inside if kind == b"hdlr")
        if content[handler + 8 : handler + 12] == b"sbtl":
            return next(begin for kind, begin, _ in inside if kind == b"tkhd") + 3
    raise ValueError("no track of captions")


def _boxes(content: bytes, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and end of the content of each box, and of those in them that hold others."""
    while begin < end:
        length, kind = struct.unpack_from("!I4s", content, begin)
        if length == 1:  # longer than four bytes can say
            (length,) = struct.unpack_from("!Q", content, begin + 8)
        yield kind, begin + 8, begin + length
        if kind in CONTAINERS:
            yield from _boxes(content, begin + 8, begin + length)
        begin += length or end - begin  # 0: up to the end
