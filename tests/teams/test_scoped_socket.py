"""Against the real server: what a token that only reads, and a session, may do."""

from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import connect as open_socket

from tests.client import SUBPROTOCOL, Socket

A_SECOND = 1.0


@pytest.fixture
async def reading(server):
    secret = server.manage("token", "bob@example.org", "--scope", "read").strip()
    async with await Socket.open(server.socket_url, secret) as socket:
        await socket.hello()
        yield socket


async def test_a_reading_token_reads_rooms_over_its_socket(server, reading):
    stream = f"room:{server.room('riverside')}"

    assert (await reading.request("subscribe", stream=stream))["type"] == "ok"
    page = await reading.request("stream.page", stream=stream, limit=1)

    assert page["type"] == "ok"


@pytest.mark.parametrize("command", ["message.post", "stream.read", "presence.set"])
async def test_a_reading_token_writes_nothing_over_its_socket(server, reading, command):
    room = server.room("riverside")
    fields = {
        "message.post": {"client_id": str(uuid4()), "room": room, "text": "No"},
        "stream.read": {"stream": f"room:{room}", "seq": 1},
        "presence.set": {"state": "on_shift"},
    }[command]

    answer = await reading.request(command, **fields)

    assert (answer["type"], answer["code"]) == ("error", "refused")
    assert answer["message"] == "This token may only read."


def test_a_reading_token_writes_nothing_over_http(server):
    secret = server.manage("token", "bob@example.org", "--scope", "read").strip()
    headers = {"authorization": f"Bearer {secret}"}
    room = server.room("riverside")

    def command(**fields):
        return httpx.post(f"{server.url}/api/v1/commands", json=fields, headers=headers)

    read = command(type="stream.page", stream=f"room:{room}", limit=1)
    written = command(type="message.post", client_id=str(uuid4()), room=room, text="No")

    assert read.status_code == 200
    assert (written.status_code, written.json()["code"]) == (403, "refused")


@pytest.mark.guarantee("G7")
async def test_a_session_ended_from_another_browser_is_closed_within_a_second(server):
    make = "from tests.cast import *; from teams.models import User; "
    print_one = "print(session_of(User.objects.get(email='alice@example.org')))"
    here, there = (
        server.manage("shell", "--no-imports", "-c", make + print_one).strip()
        for _ in range(2)
    )
    connection = await open_socket(
        server.socket_url,
        subprotocols=[SUBPROTOCOL],
        origin=server.url,
        additional_headers={"cookie": f"session={there}"},
    )
    cookies = {"session": here}
    async with (
        Socket(connection) as socket,
        httpx.AsyncClient(base_url=server.url, cookies=cookies) as http,
    ):
        await http.get("/api/v1/boot")
        writing = {"origin": server.url, "x-csrftoken": http.cookies["csrftoken"]}
        await socket.hello()

        answer = await http.delete("/api/v1/me/sessions", headers=writing)

        assert answer.json()["ended"] >= 1
        assert await socket.wait_closed(A_SECOND) == 4003
        assert (await http.get("/api/v1/me")).status_code == 200
