"""Delivery within one process: joined while a stream rests, each once, in order."""

import asyncio
import json
import time
from types import SimpleNamespace

import pytest

from hub import streams
from hub.connection import Connection
from hub.events import Stored
from hub.history import History
from hub.routing import SignedIn
from hub.streams import LocalStreams

ROOM = "room:1"


class Wire:
    """Where a socket's writes arrive: one entry for each write."""

    congested = False

    def __init__(self):
        self.writes = []
        self._written = asyncio.Event()

    def write(self, outgoing):
        self.writes.append([json.loads(payload) for payload in outgoing.payloads])
        self._written.set()

    @property
    def seqs(self):
        return [seq for write in self.writes for seq in write]

    async def has(self, *seqs):
        """Waits until exactly these have arrived, in this order."""
        async with asyncio.timeout(5):
            while self.seqs != list(seqs):
                self._written.clear()
                await self._written.wait()


@pytest.fixture
def local():
    return LocalStreams(
        join=lambda name: None, watch=lambda event, stream: None, history=History()
    )


def _event(seq):
    return Stored(ROOM, seq, "message.posted", "1", str(seq).encode())


def _admit(local, cursor):
    wire = Wire()
    person = SignedIn(SimpleNamespace(pk=1, locale="en"))
    connection = Connection(person, wire)
    local.open(ROOM).admit(connection, cursor)
    return wire, connection


def _let_rest(local):
    local.open(ROOM).rests_until = time.monotonic() + 0.05


async def test_the_first_event_goes_out_at_once(local):
    wire, _ = _admit(local, 0)

    local.deliver([_event(1)])

    assert wire.writes == [[1]]


async def test_what_comes_while_it_rests_is_joined(local):
    wire, _ = _admit(local, 0)

    local.deliver([_event(1)])
    _let_rest(local)
    local.deliver([_event(2)])
    local.deliver([_event(3)])
    await wire.has(1, 2, 3)

    assert wire.writes == [[1], [2, 3]]


async def test_what_comes_together_goes_out_together(local):
    wire, _ = _admit(local, 0)

    local.deliver([_event(1), _event(2), _event(3)])

    assert wire.writes == [[1, 2, 3]]


async def test_who_ran_ahead_gets_nothing_twice(local):
    first, _ = _admit(local, 0)
    _let_rest(local)
    local.deliver([_event(1), _event(2), _event(3)])
    second, _ = _admit(local, 3)

    local.deliver([_event(4)])

    await first.has(1, 2, 3, 4)
    await second.has(4)


async def test_who_leaves_while_it_rests_gets_no_more(local):
    wire, connection = _admit(local, 0)
    other, _ = _admit(local, 0)
    local.deliver([_event(1)])
    _let_rest(local)
    local.deliver([_event(2)])

    local.open(ROOM).leave(connection)
    await other.has(1, 2)

    assert wire.seqs == [1]


async def test_a_large_room_is_written_in_slices(local, monkeypatch):
    monkeypatch.setattr(streams, "SLICE", 3)
    wires = [_admit(local, 0)[0] for _ in range(10)]

    for seq in range(1, 6):
        local.deliver([_event(seq)])

    for wire in wires:
        await wire.has(1, 2, 3, 4, 5)


async def test_who_ran_ahead_gets_nothing_twice_from_any_slice(local, monkeypatch):
    monkeypatch.setattr(streams, "SLICE", 2)
    _let_rest(local)
    early = [_admit(local, 0)[0] for _ in range(3)]
    local.deliver([_event(1), _event(2)])
    ahead = [_admit(local, 2)[0] for _ in range(6)]

    for wire in early:
        await wire.has(1, 2)
    local.deliver([_event(3)])

    for wire in ahead:
        await wire.has(3)


async def test_a_repeated_event_is_dropped(local):
    wire, _ = _admit(local, 0)

    local.deliver([_event(1), _event(1)])
    local.deliver([_event(2)])

    await wire.has(1, 2)


async def test_who_is_back_while_a_large_room_is_written_gets_nothing_twice(
    local, monkeypatch
):
    monkeypatch.setattr(streams, "SLICE", 1)
    people = [_admit(local, 0) for _ in range(3)]
    room = local.open(ROOM)
    local.deliver([_event(1)])

    positions = [room.position(connection) for _wire, connection in people]
    for _wire, connection in people:
        room.leave(connection)
        room.admit(connection, 1)
    local.deliver([_event(2)])

    # Nothing was written before the loop had its turn: all would have to ask for 1.
    assert positions == [0, 0, 0]
    for wire, _connection in people:
        await wire.has(2)
