"""The streams that this process delivers, their live subscribers, where they stand."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable

from hub import log, queries
from hub.connection import Connection
from hub.events import Stored
from hub.outgoing import Outgoing
from hub.threads import in_database

logger = logging.getLogger(__name__)

READ_AT_ONCE = 500
SLICE = 2000


class LocalStream:
    """Every live subscriber has been offered everything up to `sent`, in order.

    What came after it, up to `delivered`, is `pending` while the stream rests.
    `delivered` is None until the first subscriber's replay has said where it stands.
    A subscriber whose replay ran ahead of `sent` skips what it already has.
    """

    __slots__ = (
        "ahead",
        "delivered",
        "healing",
        "held",
        "live",
        "name",
        "owners",
        "pending",
        "resting",
        "target",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.delivered: int | None = None
        self.target = 0
        self.healing = False
        self.held = 0
        self.live: set[Connection] = set()
        self.ahead: dict[Connection, int] = {}
        # Whose own stream it is and who do not subscribe to it: they get bumps.
        self.owners: set[Connection] = set()
        self.pending: list[Stored] = []
        self.resting = False

    @property
    def sent(self) -> int:
        """The seq up to which live subscribers have been offered everything."""
        return (self.delivered or 0) - len(self.pending)

    @property
    def needed(self) -> bool:
        return bool(self.live or self.owners or self.held)

    def admit(self, connection: Connection, cursor: int) -> None:
        """Makes a subscriber live that has everything up to `cursor`."""
        if self.delivered is None:
            self.delivered = cursor
        if cursor > self.sent:
            self.ahead[connection] = cursor
        self.live.add(connection)
        self.owners.discard(connection)

    def leave(self, connection: Connection) -> None:
        self.live.discard(connection)
        self.ahead.pop(connection, None)


class LocalStreams:
    """Delivers each committed event once to each live subscriber, gaps filled first."""

    def __init__(
        self,
        join: Callable[[str], None],
        watch: Callable[[Stored, LocalStream], None],
    ) -> None:
        self._streams: dict[str, LocalStream] = {}
        self._join = join
        self._watch = watch
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, name: str) -> LocalStream:
        """The stream, joined on the bus before anything is read from the log."""
        stream = self._streams.get(name)
        if stream is None:
            stream = self._streams[name] = LocalStream(name)
            self._join(name)
        return stream

    def get(self, name: str) -> LocalStream | None:
        return self._streams.get(name)

    def release(self, name: str) -> None:
        """Forgets a stream that nobody here reads or owns any more."""
        stream = self._streams.get(name)
        if stream is not None and not stream.needed:
            del self._streams[name]

    def __len__(self) -> int:
        return len(self._streams)

    def deliver(self, events: Iterable[Stored]) -> None:
        """Takes events from the bus; a jump in `seq` starts a read of the log."""
        for event in events:
            stream = self._streams.get(event.stream)
            if stream is None:
                continue
            if stream.delivered is None:
                stream.target = max(stream.target, event.seq)
                self._watch(event, stream)
            elif event.seq == stream.delivered + 1 and not stream.healing:
                self._emit(stream, event)
            elif event.seq > stream.delivered:
                self.heal(stream, event.seq)

    def heal(self, stream: LocalStream, seq: int) -> None:
        """Delivers from the log up to `seq`, at least."""
        stream.target = max(stream.target, seq)
        if stream.healing or stream.delivered is None:
            return
        stream.healing = True
        self._spawn(self._heal(stream))

    async def check_heads(self, names: Iterable[str] | None = None) -> None:
        """Compares with the database's heads, and fills what the bus has lost."""
        asked = self._streams if names is None else names
        known = {
            name: stream
            for name in asked
            if (stream := self._streams.get(name)) and stream.delivered is not None
        }
        if not known:
            return
        before = {name: stream.delivered for name, stream in known.items()}
        heads = await in_database(queries.heads, known)
        for name, head in heads.items():
            stream = known[name]
            # One that moved meanwhile is being delivered right now.
            if head > (stream.delivered or 0) and stream.delivered == before[name]:
                self.heal(stream, head)

    async def _heal(self, stream: LocalStream) -> None:
        try:
            while stream.delivered is not None and stream.delivered < stream.target:
                events = await in_database(
                    log.events_after, stream.name, stream.delivered, READ_AT_ONCE
                )
                if not events:
                    return
                for event in events:
                    self._emit(stream, event)
        except Exception:
            # The head check comes again in two seconds.
            logger.exception("Reading the log of %s failed", stream.name)
        finally:
            stream.healing = False

    def _emit(self, stream: LocalStream, event: Stored) -> None:
        stream.delivered = event.seq
        stream.pending.append(event)
        if not stream.resting:
            self._flush(stream)
        self._watch(event, stream)

    def _flush(self, stream: LocalStream) -> None:
        """Writes all that is pending with one write per socket, then lets it rest.

        The first event after a quiet time goes out at once. A flush that took long is
        followed by a rest as long, so that a busy large room joins more frames.
        """
        events, stream.pending = stream.pending, []
        stream.resting = True
        if len(stream.live) > SLICE:
            self._spawn(self._flush_in_slices(stream, events))
            return
        started = time.perf_counter()
        _offer(stream, events, stream.live)
        self._rest(stream, time.perf_counter() - started)

    async def _flush_in_slices(self, stream: LocalStream, events: list[Stored]) -> None:
        """Lets other work in between; who leaves meanwhile gets nothing more."""
        started = time.perf_counter()
        everybody = list(stream.live)
        for start in range(0, len(everybody), SLICE):
            part = everybody[start : start + SLICE]
            _offer(stream, events, [one for one in part if one in stream.live])
            await asyncio.sleep(0)
        self._rest(stream, time.perf_counter() - started)

    def _rest(self, stream: LocalStream, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self._rested, stream)

    def _rested(self, stream: LocalStream) -> None:
        stream.resting = False
        if stream.pending:
            self._flush(stream)

    def _spawn(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _offer(
    stream: LocalStream, events: list[Stored], connections: Iterable[Connection]
) -> None:
    outgoing = Outgoing([event.payload for event in events])
    if not stream.ahead:
        for connection in connections:
            connection.offer_all(outgoing)
        return
    for connection in connections:
        cursor = stream.ahead.get(connection, 0)
        if cursor < events[0].seq:
            connection.offer_all(outgoing)
        elif cursor < events[-1].seq:
            later = [event.payload for event in events if event.seq > cursor]
            connection.offer_all(Outgoing(later))
    last = events[-1].seq
    stream.ahead = {one: seq for one, seq in stream.ahead.items() if seq > last}
