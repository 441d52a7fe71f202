"""Transcript, argument in pictures, and files to take along."""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from scenes.production.captions import alt_text
from scenes.production.looks import FORMATS
from scenes.production.manifest import FileRecord
from scenes.production.page.addresses import Addresses, data_address
from scenes.production.page.contents import Contents, Placed
from scenes.production.page.template import Html, as_html, fill, joined
from scenes.production.report import duration, megabytes
from scenes.production.settings import THEME_NAMES


def transcript(contents: Contents) -> Html:
    """Acts with their sentences, each with when it begins."""
    return joined(
        fill(
            "transcript-act.html",
            number=act.number,
            heading=act.heading,
            beats=joined(map(_transcript_beat, beats), "\n"),
        )
        for act, beats in _by_act(contents.beats())
    )


def argument(contents: Contents, addresses: Addresses) -> Html:
    """Acts with their beats, each with sentence, formulas in words, picture and what can be taken of it."""
    return joined(
        fill(
            "argument-act.html",
            number=act.number,
            heading=act.heading,
            beats=joined((_argument_beat(beat, contents, addresses) for beat in beats), "\n"),
        )
        for act, beats in _by_act(contents.beats())
    )


def segments(contents: Contents) -> Html:
    """A mark a beat, for the strip that says how far the click-through is."""
    return joined(
        Html('<i class="first"></i>' if beat.number == 1 else "<i></i>") for beat in contents.beats()
    )


def files(contents: Contents, addresses: Addresses) -> Html:
    """Film, captions, transcript, handout and numbers."""
    film = contents.film_file("mp4")
    found = [] if addresses.inside else [_file(film, "The film, MP4", addresses)]
    found += [
        _file(contents.film_file(suffix), words, addresses)
        for suffix, words in (("srt", "Captions, SRT"), ("vtt", "Captions, VTT"), ("txt", "Transcript, text"))
    ]
    found += [_file(handout, _handout(path), addresses) for path, handout in contents.handouts.items()]
    numbers = json.dumps(contents.numbers, indent=2, ensure_ascii=False, allow_nan=False).encode()
    found.append(
        _link(
            data_address(numbers, "json"),
            "numbers.json",
            "The numbers with all digits, numbers.json",
            len(numbers),
        )
    )
    return joined((Html(f"<li>{link}</li>") for link in found), "\n")


def _by_act(beats: Iterable[Placed]) -> Iterable[tuple[Any, list[Placed]]]:
    for _, group in groupby(beats, lambda beat: beat.act.number):
        listed = list(group)
        yield listed[0].act, listed


def _transcript_beat(beat: Placed) -> Html:
    return fill(
        "transcript-beat.html",
        id=beat.id,
        start=beat.start,
        end=beat.end,
        where=f"{beat.act.heading} · step {beat.number} of {len(beat.act.beats)}",
        caption=beat.beat.caption,
        **_when(beat),
    )


def _argument_beat(beat: Placed, contents: Contents, addresses: Addresses) -> Html:
    return fill(
        "argument-beat.html",
        id=beat.id,
        place=beat.place,
        index=beat.index,
        caption=beat.beat.caption,
        formulas=_formulas(beat),
        picture=_picture(beat, contents, addresses),
        downloads=_downloads(beat, contents, addresses),
        **_when(beat),
    )


def _when(beat: Placed) -> dict[str, str]:
    return {"seconds": f"{beat.seconds:.3f}", "clock": duration(int(beat.seconds))}


def _formulas(beat: Placed) -> Html:
    if not beat.beat.formulas:
        return Html()
    lines = joined(Html(f"<li>{as_html(line)}</li>") for line in beat.beat.formulas)
    return fill("formulas.html", lines=lines)


def _picture(beat: Placed, contents: Contents, addresses: Addresses) -> Html:
    found = {theme: contents.figure(beat, theme, "svg") for theme in THEME_NAMES}
    shown = {theme: addresses.of(file) for theme, file in found.items() if file}
    if len(shown) < len(THEME_NAMES):
        return Html()
    alt = alt_text(beat.act.heading, beat.beat.caption, beat.beat.formulas)
    return fill("picture.html", id=beat.id, alt=alt, **shown)


def _downloads(beat: Placed, contents: Contents, addresses: Addresses) -> Html:
    lines = [_download_line(beat, theme, contents, addresses) for theme in THEME_NAMES]
    if not addresses.inside:  # the film is in the page already
        lines.append(
            _line(
                "Clip", [_link(addresses.of(beat.beat.clip), f"{beat.id}.mp4", "MP4", beat.beat.clip.bytes)]
            )
        )
    lines = [line for line in lines if line]
    return fill("downloads.html", place=beat.place, lines=joined(lines)) if lines else Html()


def _download_line(beat: Placed, theme: str, contents: Contents, addresses: Addresses) -> Html:
    links = []
    for kind in FORMATS:
        file = contents.figure(beat, theme, kind)
        if file:
            name, words = f"{beat.id}-{theme}.{kind}", kind.upper()
            in_picture = addresses.inside and kind == "svg"
            links.append(
                _shared(beat, theme, name)
                if in_picture
                else _link(addresses.of(file), name, words, file.bytes)
            )
    return _line(theme.capitalize(), links) if links else Html()


def _line(words: str, links: Iterable[Html]) -> Html:
    return Html(f"<li><span>{as_html(words)}</span> {joined(links, ' ')}</li>")


def _shared(beat: Placed, theme: str, name: str) -> Html:
    """A link to what a picture in the page holds already: the script gives it its address."""
    return fill("download-shared.html", name=name, id=beat.id, theme=theme)


def _link(address: str, name: str, words: str, size: int) -> Html:
    """A link to a file; where the browser opens it, it does so beside the page."""
    beside = "" if address.startswith("data:") else ' target="_blank" rel="noopener"'
    return fill(
        "download.html", address=address, name=name, words=words, size=megabytes(size), beside=Html(beside)
    )


def _file(file: FileRecord, words: str, addresses: Addresses) -> Html:
    return _link(addresses.of(file), file.path.rpartition("/")[2], words, file.bytes)


def _handout(path: str) -> str:
    theme = next((theme for theme in THEME_NAMES if theme in path), "")
    return f"Handout, {theme}, PDF" if theme else "Handout, PDF"
