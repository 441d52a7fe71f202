"""Pictures for the README: a contact sheet of every beat's last frame, and single ones among them.

``python -m scenes.production.gallery FOLDER GALLERY`` reads a rendered folder and its manifest, and
writes ``GALLERY/THEME.png`` and a picture of each beat named in `SINGLES`.
"""

import sys
from pathlib import Path

import av
from PIL import Image

from scenes.production.manifest import ActRecord, read_manifest

COLUMNS = 4
CELL = (480, 270)
GAP = 6
BETWEEN = (128, 128, 128)
SINGLES = {"the-full-gradient": (960, 540), "valleys-make-a-bowl": (960, 540)}


def last_frames(video: Path, act: ActRecord) -> dict[str, Image.Image]:
    """The last frame of each beat, by the beat's name."""
    wanted = {beat.end - 1: beat.name for beat in act.beats}
    found = {}
    with av.open(str(video)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in wanted:
                found[wanted[number]] = frame.to_image()
    return found


def contact_sheet(pictures: list[Image.Image]) -> Image.Image:
    """All pictures, small, in lines of `COLUMNS`."""
    lines = -(-len(pictures) // COLUMNS)
    width, height = (side + GAP for side in CELL)
    sheet = Image.new("RGB", (COLUMNS * width + GAP, lines * height + GAP), BETWEEN)
    for place, picture in enumerate(pictures):
        line, column = divmod(place, COLUMNS)
        small = picture.resize(CELL, Image.Resampling.LANCZOS)
        sheet.paste(small, (GAP + column * width, GAP + line * height))
    return sheet


def main(folder: Path, gallery: Path) -> None:
    """Write the pictures of a rendered folder."""
    acts = sorted(read_manifest(folder / "manifest.json").acts.values(), key=lambda act: act.number)
    theme = acts[0].theme
    stills: dict[str, Image.Image] = {}
    for act in acts:
        stills |= last_frames(folder / act.video.path, act)
    gallery.mkdir(parents=True, exist_ok=True)
    contact_sheet(list(stills.values())).save(gallery / f"{theme}.png", optimize=True)
    for name, size in SINGLES.items():
        single = stills[name].resize(size, Image.Resampling.LANCZOS)
        single.save(gallery / f"{name}-{theme}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
