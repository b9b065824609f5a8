"""Writers and readers that go on over any fault, as the protocol asks of every client.

50 people write and 200 read in three rooms, each over a real socket of its own.
"""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from typing import NamedTuple

import msgspec

from tests.guarantees.history import History, Reader, Reply, Stored, Verdict
from tests.guarantees.line import GONE, Heard, Line, code_of, gave_up
from tests.server import Server

UNITS = ("riverside", "hillside", "akron")
PEOPLE_PER_UNIT = 25
WRITERS = 50
READERS = 200
POSTS_EACH = 8
AT_ONCE = 4
DEADLINE_S = 120.0
COME_BACK_WITHIN_S = 1.0
# Every such reader comes when others have begun to write.
LATE = 4
# The client's own heartbeat, of those who have one: the others wait for the server.
PINGS_EVERY_S = 1.5
PATIENCE_S = 10.0


class Place(NamedTuple):
    room: str
    tokens: list[str]

    @property
    def stream(self) -> str:
        return f"room:{self.room}"


def move_in(
    server: Server, units: tuple[str, ...] = UNITS, people: int = PEOPLE_PER_UNIT
) -> list[Place]:
    """Another process makes them members of the rooms; takes a second or two."""
    found = server.run("-m", "tests.guarantees.people", str(people), *units)
    tokens = msgspec.json.decode(found, type=dict[str, list[str]])
    return [Place(server.room(unit), tokens[unit]) for unit in units]


class Crowd:
    """Everybody at work: `async with crowd.at_work()`, and the fault in its body.

    `urls` may lead to several servers, or through a network that fails. The impatient,
    every third, have a heartbeat of their own and give up on a server that is silent.
    """

    def __init__(
        self,
        server: Server,
        places: list[Place],
        *,
        urls: Sequence[str] = (),
        writers: int = WRITERS,
        readers: int = READERS,
        posts_each: int = POSTS_EACH,
        at_once: int = AT_ONCE,
        text: str = "",
        impatient: bool = False,
    ) -> None:
        self.server = server
        self.places = places
        self.urls = urls or [server.socket_url]
        self.history = History(heads(stored_by(server)))
        self.closed_with: Counter[int] = Counter()
        self.closed_untold = 0
        self.gave_up = 0
        self._writers = writers
        self._readers = readers
        self._posts_each = posts_each
        self._at_once = at_once
        self._text = text
        self._impatient = impatient
        self._random = random.Random(7)
        self._lines: set[Line] = set()
        self._moved = asyncio.Event()
        self._moved_at = time.monotonic()
        self._writing: list[asyncio.Task[None]] = []
        self._reading: list[asyncio.Task[None]] = []

    @property
    def acknowledged(self) -> int:
        return len(self.history.replies)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Ends when every write has its `ok` and every reader holds every event."""
        try:
            async with self._at_work():
                yield
        except TimeoutError as error:
            # Whether it was slow or stood still is what one has to know then.
            raise AssertionError(self._how_far()) from error

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as going_on:
            for number in range(self._readers):
                self._reading.append(going_on.create_task(self._read(number)))
            early = self._readers - self._readers // LATE
            await self.until(lambda: len(self.history.readers) >= early)
            for number in range(self._writers):
                self._writing.append(going_on.create_task(self._write(number)))
            yield
            await asyncio.gather(*self._writing)
            head = heads(await asyncio.to_thread(stored_by, self.server))
            await self.until(lambda: self._all_hold(head))
            for task in self._reading:
                task.cancel()

    def _how_far(self) -> str:
        still = time.monotonic() - self._moved_at
        return (
            f"after {DEADLINE_S:.0f} s: {self.acknowledged} of "
            f"{self._writers * self._posts_each} acknowledged, "
            f"{self.history.refused} refused, {len(self._lines)} lines open, "
            f"nothing new for {still:.1f} s"
        )

    def _move(self) -> None:
        self._moved_at = time.monotonic()
        self._moved.set()

    async def until(self, done: Callable[[], bool]) -> None:
        """Waits for a condition; the deadline of `at_work` ends it."""
        while not done():
            self._moved.clear()
            await self._moved.wait()

    async def part_done(self, part: float) -> None:
        """Waits until that part of all writes is acknowledged."""
        enough = int(part * self._writers * self._posts_each)
        await self.until(lambda: self.acknowledged >= enough)

    def hang_up(self, part: float) -> None:
        """That part of all clients lose their sockets, and come back."""
        lines = list(self._lines)
        for line in self._random.sample(lines, int(part * len(lines))):
            line.hang_up()

    async def verdict(self) -> Verdict:
        return self.history.verdict(await asyncio.to_thread(stored_by, self.server))

    async def _read(self, number: int) -> None:
        place, token = self._place(number)
        if number % LATE == LATE - 1:
            await self.part_done(0.1)
        line = await self._opened(token, number)
        line.hang_up()
        own = {own.stream: own for own in line.welcome.streams}[place.stream]
        reader = self.history.reader(f"reader {number}", place.stream, own.head)
        self._move()
        while True:
            resume = {place.stream: (own.epoch, reader.held)}
            line = await self._opened(token, number, resume)
            await self._hear(line, reader)

    async def _hear(self, line: Line, reader: Reader) -> None:
        with self._gone(line):
            async for heard in line:
                if heard.type == "event" and heard.stream == reader.stream:
                    reader.hear(heard.fact)
                    self._move()
                assert heard.type not in ("reset", "dropped"), heard

    async def _write(self, number: int) -> None:
        """Sends again until there is an `ok`; and some even then, to be sure."""
        place, token = self._place(number)
        waiting = {}
        for post in range(self._posts_each):
            client_id = str(uuid.uuid4())
            waiting[client_id] = f"writer {number}: {post} {self._text}".strip()
            self.history.writes(client_id, place.stream, waiting[client_id])
        again = self._random.sample(list(waiting.items()), 2)
        for posts in (waiting, dict(again)):
            while posts:
                line = await self._opened(token, number)
                with self._gone(line):
                    await self._post_all(line, place, posts)

    async def _post_all(
        self, line: Line, place: Place, waiting: dict[str, str]
    ) -> None:
        on_its_way: dict[int, str] = {}
        refused: set[str] = set()
        while waiting:
            if refused and not on_its_way:
                await asyncio.sleep(COME_BACK_WITHIN_S)
                refused.clear()
            for client_id in list(waiting)[: self._at_once]:
                if client_id in refused or client_id in on_its_way.values():
                    continue
                ref = await line.send(
                    type="message.post",
                    room=place.room,
                    text=waiting[client_id],
                    client_id=client_id,
                )
                on_its_way[ref] = client_id
            heard = await line.next()
            if heard.ref not in on_its_way:
                continue
            client_id = on_its_way.pop(heard.ref)
            if heard.type == "ok":
                reply = Reply(heard.message, heard.seq, heard.duplicate)
                self.history.acknowledged(client_id, reply)
                del waiting[client_id]
            else:
                _may_be_refused(heard)
                self.history.refused += 1
                refused.add(client_id)
            self._move()

    async def _opened(
        self,
        token: str,
        number: int,
        resume: dict[str, tuple[str, int]] | None = None,
    ) -> Line:
        """A socket as soon as one can be had."""
        impatient = self._impatient and number % 3 == 0
        for turn in count(number):
            try:
                line = await Line.open(
                    self.urls[turn % len(self.urls)],
                    token,
                    resume=resume,
                    pings_every_s=PINGS_EVERY_S if impatient else None,
                    patience_s=2 * PINGS_EVERY_S if impatient else PATIENCE_S,
                )
            except GONE as error:
                _may_come_back(error)
            else:
                if line.welcome.type == "welcome":
                    return line
                line.hang_up()
            await asyncio.sleep(self._random.uniform(0.1, COME_BACK_WITHIN_S))
        raise AssertionError("unreachable: it is tried for ever")

    @contextmanager
    def _gone(self, line: Line) -> Iterator[None]:
        """That a socket goes away is no error here, unless it must stay away."""
        self._lines.add(line)
        try:
            yield
        except GONE as error:
            _may_come_back(error)
            code = code_of(error)
            self.closed_with[code] += 1
            self.closed_untold += code == 4100 and not line.said_bye
            self.gave_up += gave_up(error)
            self._move()
        finally:
            self._lines.discard(line)
            line.hang_up()

    def _all_hold(self, head: dict[str, int]) -> bool:
        readers = self.history.readers
        return len(readers) == self._readers and all(
            reader.held >= head.get(reader.stream, 0) for reader in readers
        )

    def _place(self, number: int) -> tuple[Place, str]:
        place = self.places[number % len(self.places)]
        return place, place.tokens[number // len(self.places) % len(place.tokens)]


def _may_come_back(error: BaseException) -> None:
    assert not 4000 <= code_of(error) < 4100, f"told to stay away: {error}"


def _may_be_refused(heard: Heard) -> None:
    """Only for now, and with a time to come back."""
    assert heard.code in ("unavailable", "rate_limited"), heard
    assert isinstance(heard.retry_after_ms, int)
    assert heard.retry_after_ms > 0, heard


def stored_by(server: Server) -> Stored:
    """What another process finds in the database."""
    return msgspec.json.decode(server.run("-m", "tests.guarantees.kept"), type=Stored)


def heads(stored: Stored) -> dict[str, int]:
    return {stream: log[-1].seq for stream, log in stored.logs.items()}
