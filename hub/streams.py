"""The streams that this process delivers, their live subscribers, where they stand."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from itertools import islice

from hub import log, queries
from hub.connection import Connection, offer_each
from hub.counts import counts
from hub.events import Stored
from hub.history import History
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
        "rests_until",
        "target",
        "unwritten",
        "writing",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.delivered: int | None = None
        self.target = 0
        self.healing = False
        self.held = 0
        # In the order in which they came, which is about that of their sockets in the
        # kernel's memory: a large room is written faster so than in any other order.
        self.live: dict[Connection, None] = {}
        self.ahead: dict[Connection, int] = {}
        # Whose own stream it is and who do not subscribe to it: they get bumps.
        self.owners: set[Connection] = set()
        self.pending: list[Stored] = []
        # By the monotonic clock; `resting` while something is to happen at its end.
        self.rests_until = 0.0
        self.resting = False
        # While a large room is written in slices: what, and who still is to get it.
        self.writing: list[Stored] = []
        self.unwritten: dict[Connection, None] = {}

    @property
    def sent(self) -> int:
        """The seq up to which live subscribers have been offered everything."""
        return (self.delivered or 0) - len(self.pending)

    def position(self, connection: Connection) -> int:
        """The seq up to which this live subscriber has been offered everything."""
        if connection in self.ahead:
            return self.ahead[connection]
        if connection in self.unwritten:
            return self.writing[0].seq - 1
        return self.sent

    @property
    def needed(self) -> bool:
        return bool(self.live or self.owners or self.held)

    def admit(self, connection: Connection, cursor: int) -> None:
        """Makes a subscriber live that has everything up to `cursor`."""
        if self.delivered is None:
            self.delivered = cursor
        if cursor > self.sent:
            self.ahead[connection] = cursor
        self.live[connection] = None
        self.owners.discard(connection)

    def leave(self, connection: Connection) -> None:
        self.live.pop(connection, None)
        self.ahead.pop(connection, None)
        self.unwritten.pop(connection, None)


class LocalStreams:
    """Delivers each committed event once to each live subscriber, gaps filled first."""

    def __init__(
        self,
        join: Callable[[str], None],
        watch: Callable[[Stored, LocalStream], None],
        history: History,
    ) -> None:
        self._history = history
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
            self._history.drop(name)

    def __len__(self) -> int:
        return len(self._streams)

    def __iter__(self) -> Iterator[LocalStream]:
        return iter(self._streams.values())

    def forget_all(self) -> None:
        """Lets go of every stream, its position and what is pending: a new epoch."""
        self._streams.clear()
        self._history.clear()

    def deliver(self, events: Iterable[Stored]) -> None:
        """Takes events from the bus; a jump in `seq` starts a read of the log.

        Those of one stream that come together go out together.
        """
        moved: list[LocalStream] = []
        for event in events:
            stream = self._streams.get(event.stream)
            if stream is None:
                continue
            if stream.delivered is None:
                stream.target = max(stream.target, event.seq)
                self._watch(event, stream)
            elif event.seq == stream.delivered + 1 and not stream.healing:
                self._take(stream, event)
                moved.append(stream)
            elif event.seq > stream.delivered:
                self.heal(stream, event.seq)
        for stream in moved:
            if not stream.resting:
                self._flush_or_rest(stream)

    def heal(self, stream: LocalStream, seq: int) -> None:
        """Delivers from the log up to `seq`, at least."""
        stream.target = max(stream.target, seq)
        if stream.healing or stream.delivered is None:
            return
        stream.healing = True
        counts.gaps_healed += 1
        # What was lost may have said that earlier events were blanked.
        self._history.forget(stream.name)
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
        counts.head_checks += 1
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
                if not events or self._streams.get(stream.name) is not stream:
                    return
                counts.events_healed += len(events)
                for event in events:
                    self._take(stream, event)
                if not stream.resting:
                    self._flush_or_rest(stream)
        except Exception:
            # The head check comes again in two seconds.
            logger.exception("Reading the log of %s failed", stream.name)
        finally:
            stream.healing = False

    def _take(self, stream: LocalStream, event: Stored) -> None:
        stream.delivered = event.seq
        self._history.add(event)
        stream.pending.append(event)
        self._watch(event, stream)

    def _flush_or_rest(self, stream: LocalStream) -> None:
        """What comes after a quiet time goes out at once, the rest after the rest."""
        if not stream.pending:
            return
        seconds = stream.rests_until - time.monotonic()
        if seconds <= 0:
            self._flush(stream)
            return
        stream.resting = True
        asyncio.get_running_loop().call_later(seconds, self._rested, stream)

    def _flush(self, stream: LocalStream) -> None:
        """Writes all that is pending with one write per socket, then lets it rest.

        A flush that took long is followed by a rest as long, so that a busy large room
        joins more frames, and other streams get their turn.
        """
        events, stream.pending = stream.pending, []
        counts.flushed_events.add(len(events))
        counts.deliveries += len(events) * len(stream.live)
        if len(stream.live) > SLICE:
            stream.resting = True
            stream.writing, stream.unwritten = events, dict(stream.live)
            self._spawn(self._flush_in_slices(stream))
            return
        started = time.monotonic()
        _offer(stream, events, stream.live)
        ended = time.monotonic()
        stream.rests_until = ended + (ended - started)

    async def _flush_in_slices(self, stream: LocalStream) -> None:
        """Lets other work in between; who leaves meanwhile gets nothing more.

        Nor does who is back already, whose replay was later than these events.
        """
        started = time.monotonic()
        try:
            while stream.unwritten:
                part = list(islice(stream.unwritten, SLICE))
                for connection in part:
                    del stream.unwritten[connection]
                _offer(stream, stream.writing, part)
                await asyncio.sleep(0)
        finally:
            stream.writing, stream.unwritten = [], {}
            ended = time.monotonic()
            stream.rests_until = ended + (ended - started)
            self._rested(stream)

    def _rested(self, stream: LocalStream) -> None:
        stream.resting = False
        self._flush_or_rest(stream)

    def _spawn(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _offer(
    stream: LocalStream, events: list[Stored], connections: Iterable[Connection]
) -> None:
    outgoing = Outgoing([event.payload for event in events])
    if not stream.ahead:
        offer_each(connections, outgoing)
        return
    last = events[-1].seq
    for connection in connections:
        cursor = stream.ahead.get(connection, 0)
        if cursor < events[0].seq:
            connection.offer_all(outgoing)
        elif cursor < last:
            later = [event.payload for event in events if event.seq > cursor]
            connection.offer_all(Outgoing(later))
        if cursor <= last:
            stream.ahead.pop(connection, None)
