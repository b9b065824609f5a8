"""A database that can't write: an honest error, the socket stays, and it heals."""

import asyncio
import resource
import sqlite3
import time

from tests.conftest import Connect
from tests.server import Server

REFUSED_WITHIN_S = 8.0
HEALED_WITHIN_S = 8.0
CLIENT_ID = "11111111-2222-4333-8444-555555555555"


async def test_locked_database_answers_unavailable_then_heals(
    own_server: Server, connect: Connect
):
    room = own_server.room("riverside")
    alice = await connect(own_server, "alice")
    fields = {"room": room, "text": "keep me", "client_id": CLIENT_ID}
    lock = sqlite3.connect(own_server.folder / "data" / "muster.sqlite3")
    lock.execute("BEGIN IMMEDIATE")

    begun = time.monotonic()
    refused = [await alice.write("message.post", **fields) for _ in range(20)]
    took = time.monotonic() - begun
    page = await alice.request("stream.page", stream=f"room:{room}", limit=1)
    lock.rollback()
    async with asyncio.timeout(HEALED_WITHIN_S):
        while (accepted := await alice.write("message.post", **fields))["type"] != "ok":
            assert accepted["code"] == "unavailable"

    assert {answer["code"] for answer in refused} == {"unavailable"}
    assert all(answer["retry_after_ms"] > 0 for answer in refused)
    # The first one waited for three seconds, and then it was known.
    assert took < REFUSED_WITHIN_S
    assert page["type"] == "ok"
    # What was refused was not done behind our back when the lock was gone.
    assert accepted["duplicate"] is False


async def test_full_disk_answers_unavailable_then_heals(
    own_server: Server, connect: Connect
):
    room = own_server.room("riverside")
    alice = await connect(own_server, "alice")
    fields = {"room": room, "text": "keep me " * 400, "client_id": CLIENT_ID}
    unlimited = resource.prlimit(own_server.pid, resource.RLIMIT_FSIZE)
    # Files may not grow any more: what a full disk does to every write.
    resource.prlimit(own_server.pid, resource.RLIMIT_FSIZE, (4096, unlimited[1]))

    refused = await alice.write("message.post", **fields)
    resource.prlimit(own_server.pid, resource.RLIMIT_FSIZE, unlimited)
    accepted = await alice.write("message.post", **fields)

    assert refused["code"] == "unavailable"
    assert accepted["type"] == "ok"
    assert accepted["duplicate"] is False
