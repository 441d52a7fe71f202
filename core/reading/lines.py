"""The lines of a file as text, in blocks: no more of it is in memory at a time, however long it is."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from core.errors import DatasetError, Place
from core.reading.reports import Reports

BLOCK = 1 << 18
"""Bytes that are read at once."""
LONGEST = 1 << 22
"""Characters of a record, and of a line."""
UNREADABLE = re.compile("[\0\udc80-\udcff]")
"""NUL, which no text holds, and bytes that aren't UTF-8 as `surrogateescape` decodes them."""


class Lines(Iterator[str]):
    """Lines with their ends (LF, CRLF or CR); `number` is that of the last that was handed out, from 1.

    Whoever has dealt with all that is left of a block may skip it.
    """

    def __init__(self, file: BinaryIO, source: str, reports: Reports) -> None:
        self.number = 0
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._source, self._reports = source, reports
        self._block, self._beyond = io.StringIO(), ""
        self.left = 0
        """Characters that are left of the block."""
        self._unreadable, self._is_reported = False, False
        self._record, self._since = 1, 0

    def coming(self) -> str:
        """The line that is handed out next; "" at the end."""
        if not self.left and not self.next_block():
            return ""
        at = self._block.tell()
        line = self._block.readline()
        self._block.seek(at)
        return line

    def __next__(self) -> str:
        """The next line.

        Raises
        ------
        DatasetError
            If a record is too long, or the header can't be read.
        """
        if not self.left and not self.next_block():
            raise StopIteration
        line = self._block.readline()
        self.left -= len(line)
        self.number += 1
        if self._unreadable:
            self._look_at(line)
        self._since += len(line)
        if self._since > LONGEST:
            problem = f"a row of more than {LONGEST} characters"
            raise DatasetError(Place(self._source, self._record), problem, "close its quotes")
        return line

    def next_record(self) -> int:
        """Note that a record begins; the number of its first line."""
        self._record, self._since = self.number + 1, 0
        return self._record

    def peek(self) -> str | None:
        """What is left of the block; None where it can't be read as it is."""
        if self._unreadable:
            return None
        at = self._block.tell()
        text = self._block.read()
        self._block.seek(at)
        return text

    def skip(self, n_lines: int) -> None:
        """Leave out what is left of the block, which is so many lines."""
        self.number += n_lines
        self.left = 0

    def next_block(self) -> bool:
        """Take up more whole lines; whether there are any."""
        text, end = self._beyond, 0
        while not end and (more := self._file.read(BLOCK)):
            text += self._decoder.decode(more)
            end = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1  # a CR at the end may be half of a CRLF
            if not end and len(text) > LONGEST:
                problem = f"a line of more than {LONGEST} characters"
                raise DatasetError(Place(self._source, self.number + 1), problem, "write a row on each line")
        if not end:
            text += self._decoder.decode(b"", final=True)
            end = len(text)
        block, self._beyond = text[:end], text[end:]
        self._block, self.left = io.StringIO(block, newline=""), len(block)
        self._unreadable = not (block.isascii() and "\0" not in block) and bool(UNREADABLE.search(block))
        return self.left > 0

    def _look_at(self, line: str) -> None:
        """Report the file's first byte that isn't UTF-8; in the first line it ends the reading."""
        bad = UNREADABLE.search(line)
        if bad is None or self._is_reported:
            return
        problem = f"byte 0x{ord(bad[0]) & 0xFF:02x} is not UTF-8"
        error = DatasetError(Place(self._source, self.number), problem, "save the file as UTF-8")
        if self.number == 1:
            raise error
        self._is_reported = True
        self._reports.add(error)
