"""A database that can't write: an honest error, the socket stays, and it heals."""

import resource
import sqlite3

from tests.conftest import Connect
from tests.server import Server

CLIENT_ID = "11111111-2222-4333-8444-555555555555"


async def test_locked_database_answers_unavailable_then_heals(
    own_server: Server, connect: Connect
):
    room = own_server.room("riverside")
    alice = await connect(own_server, "alice")
    fields = {"room": room, "text": "keep me", "client_id": CLIENT_ID}
    lock = sqlite3.connect(own_server.folder / "data" / "muster.sqlite3")
    lock.execute("BEGIN IMMEDIATE")

    refused = await alice.write("message.post", **fields)
    lock.rollback()
    accepted = await alice.write("message.post", **fields)

    assert refused["code"] == "unavailable"
    assert refused["retry_after_ms"] > 0
    assert accepted["type"] == "ok"
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
