"""A lecture page whose film shows, in every frame, that frame's number; and a browser to open it in."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from scenes.boxes import Patch
from scenes.cast import cast
from scenes.production.encoder import Encoder
from scenes.production.film import make_film
from scenes.production.folder import OutputFolder
from scenes.production.lessons import argument_of, numbers_in
from scenes.production.looks import FORMATS
from scenes.production.manifest import ActRecord, BeatRecord, FileRecord, Making
from scenes.production.page.command import publish_page
from scenes.production.page.contents import Contents, by_path
from scenes.production.quality import Quality
from scenes.production.remux import cut
from scenes.production.settings import THEME_NAMES, Settings
from scenes.theme import DARK

COUNTED = Quality("counted", 320, 180, 30)
# Beats of each act: name, sentence, formulas in words, frames.
ACTS = (
    (
        "One table",
        (("the-rows", "Six rows & <one> line.", ("y hat equals x",), 18), ("a-point", "A point.", (), 20)),
    ),
    (
        "Many pulls, one average",
        (("they-pull", "Where do they pull?", (), 25), ("the-mean", "The mean.", ("a", "b"), 17)),
    ),
)
BITS = 8
BLOCK = 20


def counted_frame(number: int) -> np.ndarray:
    """Pixels (height, width, 4) that show a number as `BITS` blocks, the lowest first."""
    pixels = np.full((COUNTED.height, COUNTED.width, 4), 255, np.uint8)
    pixels[..., :3] = (17, 19, 24)
    for bit in range(BITS):
        if number >> bit & 1:
            pixels[60:120, 2 * BLOCK * bit + BLOCK // 2 :][:, :BLOCK, :3] = 240
    return pixels


def number_shown(picture: bytes) -> int:
    """The number in a picture (PNG) of a player of any shape that has the film in its middle."""
    lightness = np.asarray(Image.open(BytesIO(picture)).convert("L"), float)
    width = min(lightness.shape[1], lightness.shape[0] * 16 / 9)
    height, left = width * 9 / 16, (lightness.shape[1] - width) / 2
    found = 0
    for bit in range(BITS):
        x = round(left + (2 * BLOCK * bit + BLOCK) * width / COUNTED.width)
        y = round((lightness.shape[0] - height) / 2 + height / 2)
        found |= int(lightness[y - 4 : y + 4, x - 2 : x + 3].mean() > 128) << bit
    return found


def film(root: Path) -> tuple[list[ActRecord], Any]:
    """Acts and film of counted frames, published in a folder."""
    folder = OutputFolder(root)
    folder.prepare()
    acts, number = [], 0
    for place, (heading, beats) in enumerate(ACTS, 1):
        acts.append(_act(folder, place, heading, beats, number))
        number += acts[-1].frames
    return acts, make_film(folder, acts)


def contents(root: Path) -> Contents:
    """What the page of that film shows, with a stand-in for each figure."""
    acts, made = film(root)
    shown = Contents(acts, made, {}, {}, ("", "", ""), by_path(_figures(root, acts)))
    return with_numbers(shown, Settings())


def with_numbers(shown: Contents, settings: Settings) -> Contents:
    """The same with the numbers of another table."""
    lesson = argument_of(settings).lesson()
    return replace(
        shown,
        numbers=numbers_in(lesson, settings.data),
        rows={member.row + 1: member.slot for member in cast(lesson, DARK).members},
        names=(Path(settings.data).name, lesson.x_name, lesson.y_name),
    )


def page(root: Path, shown: Contents, single_file: bool = False) -> Path:
    """Publish the page; return its file."""
    (file,) = publish_page(OutputFolder(root), shown, single_file)
    return root / file.path


def chromium() -> str | None:
    """The browser of this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _act(folder: OutputFolder, place: int, heading: str, beats: Sequence[Any], first: int) -> ActRecord:
    slug = heading.split()[0].lower()
    stem = f"{place:02d}-{slug}"
    staged = folder.staging_for(stem)
    records, frames = _beats(folder, staged, stem, beats, first)
    video = folder.publish(staged / "act.mp4", f"acts/{stem}.mp4")
    return ActRecord(
        entry=f"acts:{slug}",
        number=place,
        slug=slug,
        heading=heading,
        key="",
        theme="dark",
        quality=COUNTED.name,
        rate=COUNTED.rate,
        frames=frames,
        seconds=frames / COUNTED.rate,
        making=Making("", 0, 0),
        origin="",
        video=video,
        beats=records,
    )


def _beats(
    folder: OutputFolder, staged: Path, stem: str, beats: Sequence[Any], first: int
) -> tuple[list[BeatRecord], int]:
    encoder = Encoder(staged / "act.mp4", COUNTED)
    spans, begin = [], 0
    for _, _, _, frames in beats:
        for frame in range(frames):
            encoder.write([Patch(0, 0, counted_frame(first + begin + frame))], 1, frame == 0)
        spans.append((begin, begin + frames))
        begin += frames
    encoder.close()
    records = []
    for number, ((name, sentence, formulas, _), (start, end)) in enumerate(zip(beats, spans, strict=True), 1):
        clip = f"{number:02d}-{name}.mp4"
        cut(staged / "act.mp4", staged / clip, start, end, COUNTED.rate)
        published = folder.publish(staged / clip, f"beats/{stem}/{clip}")
        records.append(BeatRecord(name, sentence, start, end, published, formulas))
    return records, begin


def _figures(root: Path, acts: Sequence[ActRecord]) -> list[FileRecord]:
    """A stand-in for each figure: a true picture where the page shows it, elsewhere its own path."""
    folder, files = OutputFolder(root), []
    for act in acts:
        for beat in act.beats:
            for theme in THEME_NAMES:
                for kind in FORMATS:
                    path = (
                        f"figures/{theme}/{beat.clip.path.removeprefix('beats/').removesuffix('.mp4')}.{kind}"
                    )
                    staged = folder.staging_for("figure") / f"figure.{kind}"
                    staged.write_bytes(_figure(kind, theme, path))
                    files.append(folder.publish(staged, path))
    return files


def _figure(kind: str, theme: str, path: str) -> bytes:
    if kind == "svg":
        colour = "#111318" if theme == "dark" else "#ffffff"
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90" viewBox="0 0 160 90">'
            f'<title>{path}</title><rect width="160" height="90" fill="{colour}"/></svg>'
        ).encode()
    if kind == "png":
        stored = BytesIO()
        Image.fromarray(counted_frame(0)).save(stored, "png")
        return stored.getvalue()
    return path.encode()
