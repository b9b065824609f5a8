"""Who may open a socket, and what an open one must say first."""

import asyncio

import pytest
from websockets.asyncio.client import connect as plain_connect
from websockets.exceptions import InvalidStatus

from tests.client import Closed, Socket
from tests.conftest import Connect
from tests.server import Server


async def test_wrong_token_is_closed_as_not_signed_in(server: Server):
    async with await Socket.open(server.socket_url, "muster_wrong") as socket:
        assert await socket.wait_closed() == 4001


async def test_socket_without_the_subprotocol_is_closed(server: Server):
    headers = {"Authorization": f"Bearer {server.token('alice')}"}

    async with plain_connect(server.socket_url, additional_headers=headers) as socket:
        await socket.wait_closed()

        assert socket.close_code == 4005


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1:1"],
)
async def test_cookie_socket_from_a_strange_origin_is_forbidden(
    server: Server, origin: str | None
):
    headers = {"Cookie": "session=whatever"} | ({"Origin": origin} if origin else {})

    with pytest.raises(InvalidStatus) as refused:
        await Socket.open(server.socket_url, headers=headers)

    assert refused.value.response.status_code == 403


async def test_without_cookie_token_or_origin_one_is_not_signed_in(server: Server):
    async with await Socket.open(server.socket_url) as socket:
        assert await socket.wait_closed() == 4001


async def test_another_address_refuses_the_handshake(server: Server):
    with pytest.raises(InvalidStatus) as refused:
        await Socket.open(server.socket_url + "other", server.token("alice"))

    assert refused.value.response.status_code == 403


async def test_half_an_emoji_is_a_bad_frame_with_its_ref(server: Server):
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        await socket.hello()
        await socket.send_text(r'{"type": "message.post", "ref": 7, "text": "\ud83d"}')

        error = await socket.wait_type("error")

    assert (error["code"], error["ref"]) == ("bad_frame", 7)


async def test_an_id_has_one_spelling_only(server: Server, connect: Connect):
    alice = await connect(server, "alice")
    room = server.room("riverside")

    answer = await alice.request("subscribe", stream=f"room:0{room}")

    assert answer["code"] == "refused"


async def test_token_in_the_url_is_nobody(server: Server):
    url = f"{server.socket_url}?token={server.token('alice')}"

    async with await Socket.open(url, headers={"Authorization": "Bearer"}) as socket:
        assert await socket.wait_closed() == 4001


async def test_frame_before_hello_is_not_ready(server: Server):
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        early = await socket.request("subscribe", stream="room:1")
        welcome = await socket.hello()

    assert early["code"] == "not_ready"
    assert welcome["type"] == "welcome"


async def test_socket_without_hello_is_closed_after_five_seconds(server: Server):
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        assert await socket.wait_closed() == 4102


async def test_what_is_sent_right_behind_hello_waits_for_welcome(server: Server):
    room = server.room("riverside")
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        await socket.send({"type": "hello", "ref": 1})
        await socket.send({"type": "subscribe", "ref": 2, "stream": f"room:{room}"})
        await socket.wait_type("ok")

    told = [frame["type"] for frame in socket.received]
    assert [kind for kind in told if kind != "bump"] == ["welcome", "ok"]


async def test_the_tenth_bad_frame_within_a_minute_closes(server: Server):
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        await socket.hello()
        for _ in range(10):
            await socket.send_text("{")

        assert await socket.wait_closed() == 4106
        errors = [f for f in socket.received if f["type"] == "error"]

    assert [error["code"] for error in errors] == ["bad_frame"] * 10


async def test_binary_message_is_a_bad_frame(server: Server):
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        await socket.hello()
        await socket.send_text(b"\x00\xff")

        assert (await socket.wait_type("error"))["code"] == "bad_frame"


async def test_more_than_64_kib_closes_with_1009(server: Server):
    async with await Socket.open(server.socket_url, server.token("alice")) as socket:
        await socket.hello()
        await socket.send_text("x" * 70_000)

        assert await socket.wait_closed() == 1009


async def test_with_limits_off_a_person_may_have_any_number_of_sockets(server: Server):
    async with asyncio.TaskGroup() as group:
        opening = [
            group.create_task(_greeted(server, server.token("diana")))
            for _ in range(21)
        ]

    for task in opening:
        await task.result().close()


async def _greeted(server: Server, token: str) -> Socket:
    socket = await Socket.open(server.socket_url, token)
    try:
        await socket.hello()
    except Closed:
        await socket.close()
        raise
    return socket
