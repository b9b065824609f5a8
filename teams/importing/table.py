"""The rows of a CSV file that comes in pieces: one piece in memory at a time."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

# A row is some hundred letters. What is far longer is no row of ours.
LINE_AT_MOST = 64 * 1024
DELIMITERS = ",;\t"


class Unreadable(Exception):
    """The file as a whole can't be used: `reason` is 'encoding', 'empty' …"""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class TableRow(NamedTuple):
    """`cells` is None for what is no row: too long, or a quote that never ends."""

    line: int
    cells: list[str] | None


def rows(pieces: Iterable[bytes]) -> Iterator[TableRow]:
    """Every row that is not empty, the header among them.

    Takes UTF-8, with or without BOM, and UTF-16 with one; commas, semicolons or tabs.
    Raises `Unreadable` at the first letter that is none.
    """
    found = _lines(_texts(pieces))
    first = next(found, "")
    delimiter = max(DELIMITERS, key=(first or "").count)
    lines = _Lines(chain([first], found))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLong):
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            yield TableRow(line, None)
            continue
        if any(cell.strip() for cell in cells):
            yield TableRow(line, cells)


def _texts(pieces: Iterable[bytes]) -> Iterator[str]:
    decoder: io.IncrementalNewlineDecoder | None = None
    try:
        for piece in pieces:
            if decoder is None:
                codec = codecs.getincrementaldecoder(_encoding(piece))()
                decoder = io.IncrementalNewlineDecoder(codec, translate=True)
            yield decoder.decode(piece)
        if decoder is not None:
            yield decoder.decode(b"", final=True)
    except UnicodeError:
        raise Unreadable("encoding") from None


def _encoding(beginning: bytes) -> str:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def _lines(texts: Iterable[str]) -> Iterator[str | None]:
    """Lines without their end; None for one that is too long to be kept."""
    rest, skipping = "", False
    for text in texts:
        *whole, rest = (rest + text).split("\n")
        for line in whole:
            yield None if skipping or len(line) > LINE_AT_MOST else line
            skipping = False
        if len(rest) > LINE_AT_MOST:
            rest, skipping = "", True
    if rest or skipping:
        yield None if skipping else rest


class _TooLong(Exception):
    pass


class _Lines:
    """For `csv.reader`; goes on after a line that was too long."""

    def __init__(self, lines: Iterator[str | None]) -> None:
        self.number = 0
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        if line is None:
            raise _TooLong
        return line + "\n"
