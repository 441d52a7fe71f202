"""Where the page's files are: beside it, or inside it."""

import base64
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from scenes.production.manifest import FileRecord

TYPES = {
    "json": "application/json",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "srt": "application/x-subrip",
    "svg": "image/svg+xml",
    "txt": "text/plain;charset=utf-8",
    "vtt": "text/vtt",
}


class Addresses(Protocol):
    """Knows the address of a published file, as a page can use it."""

    inside: bool

    def of(self, file: FileRecord) -> str:
        """The file's address."""


class Beside:
    """Files stay where they are, and the page names them."""

    inside = False

    def of(self, file: FileRecord) -> str:
        """A path relative to the page."""
        return quote(file.path)


class Inside:
    """Files are put into the page, which needs no other then.

    Parameters
    ----------
    root
        The output folder.
    """

    inside = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def of(self, file: FileRecord) -> str:
        """The file as an address."""
        return data_address((self._root / file.path).read_bytes(), file.path.rpartition(".")[2])


def data_address(content: bytes, suffix: str) -> str:
    """Content as an address that holds it."""
    return f"data:{TYPES[suffix]};base64,{base64.b64encode(content).decode()}"
