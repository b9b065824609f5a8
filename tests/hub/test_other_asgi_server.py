"""The same application on uvicorn, a server whose own `send` waits for slow readers."""

import contextlib
import subprocess
import sys
import time

import httpx
import pytest

from bin.setup.ports import unused_port
from tests.client import Socket
from tests.event_stream import listening
from tests.guarantees.test_event_streams import post_long, stopped_reader
from tests.hub.raw_socket import RawSocket, hang_up_all
from tests.server import ROOT, START_SECONDS

PATIENCE_S = 20


@pytest.fixture(scope="module")
def uvicorn(server):
    """Another process beside the server, on the same data: its twin on another port."""
    port = unused_port()
    command = [sys.executable, "-m", "uvicorn", "asgi:application", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--lifespan", "off", "--log-level", "critical"],
        cwd=ROOT,
        env=server.environment(),
    )
    twin = Twin(server, port)
    try:
        until(twin.is_there, START_SECONDS)
        yield twin
    finally:
        process.kill()
        process.wait()


class Twin:
    """The same people and rooms at another address."""

    def __init__(self, server, port):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.socket_url = f"ws://127.0.0.1:{port}/ws/"
        self.token, self.room = server.token, server.room

    def is_there(self):
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/healthz").status_code == 200
        return False

    def figure(self, name):
        """One line of /metrics."""
        lines = httpx.get(f"{self.url}/metrics").text.splitlines()
        found = [line.split()[-1] for line in lines if line.startswith(f"{name} ")]
        return float(found[0]) if found else 0.0


def until(holds, patience):
    give_up_at = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < give_up_at, "it took too long"
        time.sleep(0.05)


async def test_events_come_and_are_missed_by_nobody(server, uvicorn, connect):
    room = server.room("riverside")
    alice = await connect(server, "alice")

    async with listening(uvicorn, "bob", f"room:{room}") as events:
        held = await events.opened()
        await alice.write("message.post", room=room, text="one")
        await alice.write("message.post", room=room, text="two")
        live = [await events.next() for _number in range(2)]
    async with listening(uvicorn, "bob", f"room:{room}", after=held) as events:
        missed = [await events.next() for _number in range(2)]

    assert missed == live
    until(lambda: uvicorn.figure("muster_sockets") == 0, PATIENCE_S)


async def test_who_reads_nothing_is_let_go(server, uvicorn, connect):
    room = server.room("akron")
    olive = await connect(server, "olive")

    with stopped_reader(uvicorn, "olive", f"room:{room}"):
        until(lambda: uvicorn.figure("muster_sockets") == 1, PATIENCE_S)
        await post_long(olive, room, 1500)

        until(lambda: uvicorn.figure("muster_sockets") == 0, PATIENCE_S)
        assert uvicorn.figure('muster_closes_total{code="4108"}') == 1
        assert uvicorn.figure("muster_unsent_bytes") == 0


async def test_sockets_say_hello_post_and_hear(uvicorn, connect):
    room = uvicorn.room("riverside")
    alice, bob = await connect(uvicorn, "alice"), await connect(uvicorn, "bob")
    await bob.request("subscribe", stream=f"room:{room}")

    posted = [
        await alice.write("message.post", room=room, text=str(number))
        for number in range(5)
    ]
    heard = [await bob.wait_event(f"room:{room}") for _number in range(5)]

    assert [one["seq"] for one in posted] == [event["seq"] for event in heard]


async def test_sockets_are_closed_with_their_codes(uvicorn):
    async with await Socket.open(uvicorn.socket_url, "muster_wrong") as stranger:
        assert await stranger.wait_closed() == 4001
    async with await Socket.open(uvicorn.socket_url, uvicorn.token("alice")) as silent:
        assert await silent.wait_closed() == 4102
    async with await Socket.open(uvicorn.socket_url, uvicorn.token("alice")) as rude:
        await rude.hello()
        for _ in range(10):
            await rude.send_text("{")
        assert await rude.wait_closed() == 4106


async def test_a_socket_that_reads_nothing_is_let_go(server, uvicorn, connect):
    room = uvicorn.room("akron")
    olive = await connect(uvicorn, "olive")
    await post_long(olive, room, 100)
    too_slow = uvicorn.figure('muster_closes_total{code="4108"}')

    stopped = await RawSocket.greeted(uvicorn, "olive", buffer=4096)
    page = {"type": "stream.page", "stream": f"room:{room}", "limit": 100}
    for ref in range(60):
        await stopped.frame({**page, "ref": ref})

    until(
        lambda: uvicorn.figure('muster_closes_total{code="4108"}') > too_slow,
        PATIENCE_S,
    )
    until(lambda: uvicorn.figure("muster_unsent_bytes") == 0, PATIENCE_S)
    # The others go on.
    assert (await olive.write("message.post", room=room, text="On"))["type"] == "ok"
    await hang_up_all()
    until(lambda: uvicorn.figure("muster_sockets") == 1, PATIENCE_S)
