"""The newest events of the streams in use, in memory; what is older from the log.

A reconnect storm asks for the same few events thousands of times: they are read once.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import msgspec

from hub import log
from hub.counts import counts
from hub.events import Stored
from hub.threads import in_database

EVENTS_PER_STREAM = 200
BYTES_AT_MOST = 32 * 1024 * 1024
EVENT_OVERHEAD = 300
AT_ONCE = 500
T = TypeVar("T")


class Extent(NamedTuple):
    """How much a replay would send: events, their bytes, and when the first was."""

    events: int
    size: int
    first_at: datetime | None


class _At(msgspec.Struct):
    at: datetime


class History:
    """Answers what came after a position, each question once for all who ask it.

    `add` gets delivered events in order; the tails of all streams share a limit of
    32 MiB, and the stream that moved the longest ago goes first. `from_log` counts
    reads.
    """

    def __init__(self, bytes_at_most: int = BYTES_AT_MOST) -> None:
        self._tails: OrderedDict[str, deque[Stored]] = OrderedDict()
        self._bytes_at_most = bytes_at_most
        self._running: dict[Hashable, asyncio.Task[Any]] = {}
        # Streams being read into memory; True once that reading is out of date.
        self._loading: dict[str, bool] = {}
        self.bytes = 0
        self.from_log = 0

    def add(self, event: Stored) -> None:
        """One more delivered event; one that blanks others makes us forget those."""
        if event.blanks:
            self.forget(event.stream)
        tail = self._tails.get(event.stream)
        if tail is not None and event.seq > tail[-1].seq + 1:
            self.drop(event.stream)
            tail = None
        if tail is None:
            tail = self._tails[event.stream] = deque()
        elif event.seq <= tail[-1].seq:
            return
        self._append(tail, event)
        self._tails.move_to_end(event.stream)
        while self.bytes > self._bytes_at_most:
            self.drop(next(iter(self._tails)))

    def forget(self, stream: str) -> None:
        """What was read of it, or is being read, may be blanked by now."""
        if stream in self._loading:
            self._loading[stream] = True
        self.drop(stream)

    def drop(self, stream: str) -> None:
        """Makes room: nobody here needs it in memory."""
        for event in self._tails.pop(stream, ()):
            self.bytes -= _size(event)

    def clear(self) -> None:
        """For a database that is not the one of before."""
        for stream in [*self._tails, *self._loading]:
            self.forget(stream)
        # Nobody shall wait for an answer of the former one.
        self._running.clear()

    async def extent(self, stream: str, seq: int, head: int) -> Extent:
        """Of the events after `seq` up to `head`."""
        if await self._covers(stream, seq, head):
            missed = self._after(stream, seq, head - seq)
            first_at = msgspec.json.decode(missed[0].payload, type=_At).at
            return Extent(len(missed), sum(len(e.payload) for e in missed), first_at)
        key = ("extent", stream, seq, head)
        found = await self._once(
            key, lambda: in_database(log.extent, stream, seq, head)
        )
        return Extent(*found)

    async def after(self, stream: str, seq: int, head: int) -> Sequence[Stored]:
        """Events after `seq` in order, at most 500; all of them if `head` is near."""
        if await self._covers(stream, seq, head):
            counts.replays["memory"] += 1
            return self._after(stream, seq, AT_ONCE)
        return await self._read(stream, seq)

    async def _covers(self, stream: str, seq: int, head: int) -> bool:
        """Whether memory holds all after `seq`; a near position fills it first."""
        if not 0 < head - seq <= EVENTS_PER_STREAM:
            return False
        if not self._holds(stream, seq, head):
            start = max(0, head - EVENTS_PER_STREAM)
            await self._once(("load", stream), lambda: self._load(stream, start))
        return self._holds(stream, seq, head)

    def _holds(self, stream: str, seq: int, head: int) -> bool:
        tail = self._tails.get(stream)
        return tail is not None and tail[0].seq <= seq + 1 and tail[-1].seq >= head

    def _after(self, stream: str, seq: int, limit: int) -> list[Stored]:
        tail = self._tails[stream]
        start = max(0, seq + 1 - tail[0].seq)
        return list(islice(tail, start, start + limit))

    async def _read(self, stream: str, seq: int) -> list[Stored]:
        return await self._once(("after", stream, seq), lambda: self._ask(stream, seq))

    async def _ask(self, stream: str, seq: int) -> list[Stored]:
        self.from_log += 1
        counts.replays["log"] += 1
        return await in_database(log.events_after, stream, seq, AT_ONCE)

    async def _load(self, stream: str, seq: int) -> None:
        self._loading[stream] = False
        try:
            events = await self._read(stream, seq)
        finally:
            out_of_date = self._loading.pop(stream)
        if not out_of_date:
            self._merge(stream, events)

    def _merge(self, stream: str, read: list[Stored]) -> None:
        """Joins what was read with what was delivered meanwhile, if they touch."""
        by_seq = {event.seq: event for event in (*read, *self._tails.get(stream, ()))}
        seqs = sorted(by_seq)
        if not seqs or seqs[-1] - seqs[0] != len(seqs) - 1:
            return
        self.drop(stream)
        tail = self._tails[stream] = deque()
        for seq in seqs:
            self._append(tail, by_seq[seq])

    def _append(self, tail: deque[Stored], event: Stored) -> None:
        tail.append(event)
        self.bytes += _size(event)
        if len(tail) > EVENTS_PER_STREAM:
            self.bytes -= _size(tail.popleft())

    async def _once(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """Who asks while the same is being read waits for that."""
        task = self._running.get(key)
        if task is None:
            task = asyncio.ensure_future(read())
            self._running[key] = task
            task.add_done_callback(lambda _done: self._running.pop(key, None))
        return await asyncio.shield(task)


def _size(event: Stored) -> int:
    return len(event.payload) + EVENT_OVERHEAD
