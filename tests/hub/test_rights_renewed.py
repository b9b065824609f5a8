"""What a change of rights leaves behind in the process."""

import asyncio
from types import SimpleNamespace

import pytest

from hub import batch, live
from hub.bus import Bus
from hub.connection import Connection
from hub.events import Stored, encode
from hub.routing import SignedIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def hub():
    return live.Hub()


def change(user):
    row = {"kind": "changed", "data": {"user": user.pk, "reason": "joined"}}
    return Stored(batch.CONTROL, 1, "changed", "", encode(row))


def connect(hub, user):
    line = SimpleNamespace(write=lambda outgoing: None, close=lambda code: None)
    connection = Connection(SignedIn(user), line)
    hub.connected(connection)
    return connection


async def all_done():
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))


async def test_own_streams_appear_without_a_new_hello(hub, cast):
    alice = connect(hub, cast.alice)

    hub.control.take(change(cast.alice))
    await all_done()

    assert cast.riverside.feed in alice.own
    assert len(hub.streams) == len(alice.own)


async def test_who_goes_at_once_leaves_nothing_behind(hub, cast):
    alice = connect(hub, cast.alice)

    hub.control.take(change(cast.alice))
    hub.disconnected(alice)
    await all_done()

    assert len(hub.streams) == 0


async def test_who_goes_half_way_leaves_nothing_behind(cast, monkeypatch):
    opened = asyncio.Event()
    monkeypatch.setattr(Bus, "join", lambda bus, stream: opened.set())
    hub = live.Hub()
    alice = connect(hub, cast.alice)

    hub.control.take(change(cast.alice))
    await opened.wait()
    hub.disconnected(alice)
    await all_done()

    assert len(hub.streams) == 0
