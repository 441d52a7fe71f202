"""Bad input that can't be stored as a text file: made here, with what is said of it."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

PLAIN = b"x,y\n1,2\n-3.5,4e1\n"
NOT_UTF8 = "is not UTF-8; save the file as UTF-8"
LONG = "9" * 200_000

MADE: dict[str, tuple[bytes, list[str]]] = {
    "utf-16.csv": (PLAIN.decode().encode("utf-16"), [f"utf-16.csv:1: byte 0xff {NOT_UTF8}"]),
    "utf-16-be.csv": (PLAIN.decode().encode("utf-16-be"), [f"utf-16-be.csv:1: byte 0x00 {NOT_UTF8}"]),
    "latin-1-names.csv": (b"gr\xf6\xdfe,y\n1,2\n", [f"latin-1-names.csv:1: byte 0xf6 {NOT_UTF8}"]),
    "latin-1-cells.csv": (
        b"x,y,z\n1,2,\xe9\n3,NA,\xe9\n\xe9,4,\n",
        [
            f"latin-1-cells.csv:2: byte 0xe9 {NOT_UTF8}",
            'latin-1-cells.csv:3:2 (y): "NA" is not a number; write it in digits or remove the row',
        ],
    ),
    "bom-and-latin-1.csv": (b"\xef\xbb\xbfx,y\n\xe9,3\n", [f"bom-and-latin-1.csv:2: byte 0xe9 {NOT_UTF8}"]),
    "surrogate.csv": (b"x,y\n\xed\xa0\x80,3\n", [f"surrogate.csv:2: byte 0xed {NOT_UTF8}"]),
    "nul.csv": (b"x,y\n1,2\0\n", [f"nul.csv:2: byte 0x00 {NOT_UTF8}"]),
    "gzip.csv": (gzip.compress(PLAIN, mtime=0), [f"gzip.csv:1: byte 0x8b {NOT_UTF8}"]),
    "png.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", [f"png.csv:1: byte 0x89 {NOT_UTF8}"]),
    "zip.csv": (b"PK\x03\x04\x14\0\x06\0", [f"zip.csv:1: byte 0x00 {NOT_UTF8}"]),
    "long-number.csv": (
        f"x,y\n1,{LONG}\n".encode(),
        ["long-number.csv:2: a cell of more than 131072 characters; write a number"],
    ),
    "long-zero.csv": (
        f"x,y\n1,0.{LONG}\n".encode(),
        ["long-zero.csv:2: a cell of more than 131072 characters; write a number"],
    ),
    "long-line.csv": (
        b"x,y\n1," + b"2," * (1 << 22),
        ["long-line.csv:2: a line of more than 4194304 characters; write a row on each line"],
    ),
    "long-quote.csv": (
        b'x,y\n1,"2\n' + b"3,4\n" * 100_000,
        ["long-quote.csv:2: the quote opened here is never closed; close it"],
    ),
    "quoted-line-ends-without-end.csv": (
        b"x,y\n" + b'"1\n",' * 1_000_000,
        ["quoted-line-ends-without-end.csv:2: a row of more than 4194304 characters; close its quotes"],
    ),
    "many-columns.csv": (
        b",".join(b"c%d" % k for k in range(20_000)) + b"\n",
        ["many-columns.csv:1: 20000 columns; at most 10000 are read; remove columns"],
    ),
}


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


PLACES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing.csv": (lambda path: None, "no such file; check the path"),
    "folder.csv": (_folder, "is a folder; name a file"),
    "fifo.csv": (_fifo, "not a regular file; save its content as a file"),
    "device.csv": (_device, "not a regular file; save its content as a file"),
    "loop.csv": (_loop, "can't be read; too many levels of symbolic links"),
    "n" * 300 + ".csv": (lambda path: None, "can't be read; file name too long"),
    "missing.csv/x.csv": (lambda path: None, "no such file; check the path"),
}
"""What may stand where a file should: how it is made, and what is said of it behind its path."""
