"""Whether a folder can take the outputs, before anything is computed or written."""

import os
from collections.abc import Iterator
from pathlib import Path

from scenes.production.errors import InputError

PREVIEWS = "previews"
PUBLISHED = ("acts", "beats", "figures", "slides", PREVIEWS)
PRIVATE = ".lecture"


def check_output_folder(root: Path) -> None:
    """Look at a folder, or at where it would be made; change nothing.

    Raises
    ------
    InputError
        If it is no folder, can't be written to, or a folder of ours in it leads elsewhere.
    """
    try:
        nearest = next(
            path for path in (root, *root.absolute().parents) if path.exists() or path.is_symlink()
        )
        if not nearest.is_dir():
            raise InputError("--out", f"{nearest} is not a folder", "choose another")
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise InputError("--out", f"{root}: permission denied", "choose another folder")
        if link := next(_links_in(root), None):
            raise InputError("--out", f"{link} leads elsewhere", "remove this link")
    except OSError as error:
        problem = (error.strerror or "not readable").lower()
        raise InputError("--out", f"{root}: {problem}", "choose another folder") from error


def _links_in(root: Path) -> Iterator[Path]:
    """Links through which something would be written elsewhere.

    A published file takes the place of a link; what is private is written to where it is.
    """
    for name in (*PUBLISHED, PRIVATE):
        folder = root / name
        if folder.is_symlink():
            yield folder
        for inside, folders, files in os.walk(folder):
            paths = [Path(inside, entry) for entry in (folders + files if name == PRIVATE else folders)]
            yield from (path for path in paths if path.is_symlink())
