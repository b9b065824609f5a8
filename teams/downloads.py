"""Files that are made for one answer and handed on piece by piece."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import IO

from django.http import StreamingHttpResponse

PIECE_BYTES = 64 * 1024
# What of a file is held in memory at most; a larger one is on disk, under no name.
MEMORY_BYTES = 1024 * 1024


class Download(StreamingHttpResponse):
    """What `write` writes, kept until it is sent. `size` is in bytes.

    The next piece is read when the reader has taken the one before. Whatever it was
    made from is let go by then: who reads slowly holds no connection.
    """

    def __init__(
        self, write: Callable[[IO[bytes]], None], *, content_type: str, name: str
    ) -> None:
        # Closed with the answer, or with the error that there is instead.
        file = tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115
        try:
            write(file)
        except BaseException:
            file.close()
            raise
        self.size = file.tell()
        file.seek(0)
        self._file = file
        super().__init__(_Pieces(file), content_type=content_type)
        self["Content-Disposition"] = f'attachment; filename="{name}"'
        self["Cache-Control"] = "no-store"

    async def __aiter__(self) -> AsyncIterator[bytes]:
        # Django would read all of it before it sends the first byte.
        while piece := await asyncio.to_thread(self._file.read, PIECE_BYTES):
            yield piece


class _Pieces:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        return iter(partial(self._file.read, PIECE_BYTES), b"")

    def close(self) -> None:
        self._file.close()
