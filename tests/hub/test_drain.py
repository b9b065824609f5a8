"""SIGTERM: what was begun is finished and answered, then everybody is sent away."""

import asyncio
import json
import os
import signal
import sqlite3
import uuid
from typing import Any

import httpx
import psycopg
import pytest
from asgiref.sync import sync_to_async

from hub.drain import come_back_ms
from tests.client import Closed, Socket
from tests.conftest import Connect
from tests.server import Server

Lock = sqlite3.Connection | psycopg.Connection[Any]


@pytest.mark.parametrize(
    ("sockets", "window"),
    [(0, (500, 5000)), (1000, (500, 5000)), (5000, (500, 10_500))],
)
def test_the_window_to_come_back_grows_with_the_sockets(settings, sockets, window):
    settings.CONNECTS_PER_SECOND = 500

    assert come_back_ms(sockets) == window


@pytest.mark.guarantee("G1")
async def test_a_write_that_was_begun_is_acknowledged(
    own_server: Server, connect: Connect
):
    alice = await connect(own_server, "alice")
    # Signing in by token writes when it was last used; this one is fresh now.
    await connect(own_server, "bob")
    lock = locked(own_server)
    fields = {
        "type": "message.post",
        "client_id": str(uuid.uuid4()),
        "room": own_server.room("riverside"),
        "text": "Just before",
    }
    await alice.send({**fields, "ref": 7})
    async with httpx.AsyncClient() as http:
        over_http = asyncio.create_task(post(http, own_server))
        await begun(own_server, 2)

        os.kill(own_server.pid, signal.SIGTERM)
        bye = await alice.wait_type("bye")
        late = await alice.write("message.post", **late_post(own_server))
        unlock(lock)

        answer = await alice.wait_for(lambda frame: frame.get("ref") == 7)
        assert answer["type"] == "ok"
        posted = await over_http
        assert (posted.status_code, posted.json()["duplicate"]) == (200, False)
    assert await alice.wait_closed() == 4100
    assert (bye["code"], bye["retry_after_ms"]) == (4100, [500, 5000])
    assert late["code"] == "unavailable"
    assert await sync_to_async(own_server.ended)() == 0

    await sync_to_async(own_server.start)()
    again = await connect(own_server, "alice")
    repeated = await again.request(fields.pop("type"), **fields)
    assert (repeated["seq"], repeated["duplicate"]) == (answer["seq"], True)


async def test_nobody_is_let_in_any_more(own_server: Server, connect: Connect):
    alice = await connect(own_server, "alice")
    lock = locked(own_server)
    await alice.send({"type": "message.post", "ref": 7, **late_post(own_server)})
    await begun(own_server, 1)
    async with httpx.AsyncClient() as kept_open:
        await kept_open.get(f"{own_server.url}/healthz")

        os.kill(own_server.pid, signal.SIGTERM)
        await alice.wait_type("bye")

        ready = await kept_open.get(f"{own_server.url}/readyz")
        assert (ready.status_code, ready.json()["draining"]) == (503, True)
        with pytest.raises(ConnectionRefusedError):
            await Socket.open(own_server.socket_url, own_server.token("bob"))
    unlock(lock)


async def test_the_second_signal_does_not_wait(own_server: Server, connect: Connect):
    alice = await connect(own_server, "alice")
    lock = locked(own_server)
    await alice.send({"type": "message.post", "ref": 7, **late_post(own_server)})
    await begun(own_server, 1)
    os.kill(own_server.pid, signal.SIGTERM)
    await alice.wait_type("bye")

    code = await sync_to_async(own_server.stop)()

    assert code == 128 + signal.SIGTERM
    with pytest.raises(Closed):
        await alice.wait_type("ok")
    unlock(lock)


async def test_it_goes_without_a_trace_of_trouble(own_server: Server, connect: Connect):
    for _ in range(5):
        await connect(own_server, "alice")
    gone = await connect(own_server, "bob")
    await gone.close()

    assert await sync_to_async(own_server.stop)() == 0
    assert "Traceback" not in own_server.log.read_text()


def late_post(server: Server) -> dict[str, str]:
    return {
        "client_id": str(uuid.uuid4()),
        "room": server.room("riverside"),
        "text": "Too late",
    }


async def post(http: httpx.AsyncClient, server: Server) -> httpx.Response:
    return await http.post(
        f"{server.url}/api/v1/commands",
        headers={"Authorization": f"Bearer {server.token('bob')}"},
        content=json.dumps({"type": "message.post", **late_post(server)}),
        timeout=20,
    )


def locked(server: Server) -> Lock:
    """Holds the database, so that writes take as long as the test wants."""
    url = server.environment().get("DATABASE_URL", "")
    if url.startswith("postgres"):
        lock: Lock = psycopg.connect(url)
        lock.execute("LOCK TABLE hub_event IN EXCLUSIVE MODE")
    else:
        lock = sqlite3.connect(server.folder / "data" / "muster.sqlite3", timeout=30)
        lock.execute("BEGIN IMMEDIATE")
    return lock


def unlock(lock: Lock) -> None:
    lock.rollback()
    lock.close()


async def begun(server: Server, writes: int) -> None:
    """Waits until so many have come as far as the writer."""
    async with asyncio.timeout(10), httpx.AsyncClient() as http:
        while True:
            text = (await http.get(f"{server.url}/metrics")).text
            found = dict(line.rsplit(" ", 1) for line in text.splitlines())
            waiting = float(found["muster_writes_waiting"])
            running = float(found["muster_commit_jobs_sum"])
            if waiting + running >= writes:
                return
            await asyncio.sleep(0.02)
