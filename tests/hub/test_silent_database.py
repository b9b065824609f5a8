"""A database that is there and says nothing: worse than one that is gone."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from tests.guarantees.network import Network
from tests.server import Server, database_settings

# The look at the database is given up after two seconds; the rest is the machine's.
BOUNDED_S = 6


async def test_ready_answers_in_time_and_says_so_and_heals(tmp_path):
    async with through_a_network(tmp_path) as (server, network):
        assert (await ready(server))["database"] is True

        network.stall()
        for _ in range(3):
            assert (await ready(server))["database"] is False
        assert await alive(server)

        network.flow()
        await ready_again(server)


async def test_writes_and_reads_are_refused_and_heal(tmp_path, connect):
    async with through_a_network(tmp_path) as (server, network):
        room = server.room("riverside")
        alice, bob = await connect(server, "alice"), await connect(server, "bob")
        post = {"room": room, "text": "Sent again", "client_id": str(uuid4())}
        page = {"stream": f"room:{room}", "limit": 9}

        network.stall()
        begun = time.monotonic()
        refused = [await one.write("message.post", **post) for one in (alice, bob)]
        first_s = time.monotonic() - begun
        # By now it is known, and nobody waits.
        begun = time.monotonic()
        for _ in range(20):
            refused.append(await alice.write("message.post", **post))
            refused.append(await bob.request("stream.page", **page))
        then_s = time.monotonic() - begun
        assert {answer["code"] for answer in refused} == {"unavailable"}
        assert first_s < 2 * BOUNDED_S
        assert then_s < BOUNDED_S

        network.flow()
        await ready_again(server)
        async with asyncio.timeout(30):
            while (await alice.write("message.post", **post))["type"] != "ok":
                pass
            while (found := await bob.request("stream.page", **page))["type"] != "ok":
                pass
        assert str(found["items"]).count("Sent again") == 1


@contextlib.asynccontextmanager
async def through_a_network(folder) -> AsyncIterator[tuple[Server, Network]]:
    """A server whose way to the database the test may stall."""
    with database_settings() as database:
        parts = urlsplit(database["DATABASE_URL"])
        assert parts.port
        async with Network(parts.port).up() as network:
            through = urlsplit(network.url).port
            behind = parts._replace(netloc=f"{parts.username}@127.0.0.1:{through}")
            own = {"LIMITS": "off", "DATABASE_URL": behind.geturl()}
            server = Server(folder, own)
            await asyncio.to_thread(server.lay_tables)
            await asyncio.to_thread(server.let_in_the_cast)
            await asyncio.to_thread(server.start)
            try:
                yield server, network
            finally:
                await asyncio.to_thread(server.kill)


async def ready_again(server: Server) -> None:
    for _ in range(100):
        if (await ready(server))["database"]:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("never ready again")


async def ready(server: Server) -> dict[str, object]:
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{server.url}/readyz", timeout=BOUNDED_S)
    parts: dict[str, object] = answer.json()
    assert answer.status_code == (200 if parts["database"] else 503)
    return parts


async def alive(server: Server) -> bool:
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{server.url}/healthz", timeout=BOUNDED_S)
    return answer.status_code == 200
