"""What a client should never send: the documented error, and the socket stays open."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.client import Socket
from tests.conftest import Connect
from tests.server import Server


@pytest.fixture
async def alice(server: Server, connect: Connect) -> Socket:
    return await connect(server, "alice")


async def head(server: Server, socket: Socket) -> int:
    stream = f"room:{server.room('riverside')}"
    page = await socket.request("stream.page", stream=stream, limit=1)
    return int(page["head"])


async def answer(socket: Socket, text: str) -> dict[str, Any]:
    await socket.send_text(text)
    return await socket.wait_type("error")


async def check(
    server: Server, socket: Socket, text: str, code: str, field: str | None = None
) -> None:
    """The error comes, the socket is as good as before, and nothing was written."""
    before = await head(server, socket)

    error = await answer(socket, text)

    assert (error["code"], error.get("field")) == (code, field)
    assert error["message"]
    assert await head(server, socket) == before


def frame(server: Server, type: str = "message.post", **fields: Any) -> str:
    post = {"room": server.room("riverside"), "text": "Hello"}
    base = post if type == "message.post" else {}
    whole = {"type": type, "ref": 7, "client_id": str(uuid4()), **base, **fields}
    return json.dumps({key: value for key, value in whole.items() if value is not None})


@pytest.mark.parametrize(
    "text",
    ["", "hello", "{", "[]", "null", "7", '"message.post"', "{}", '{"type": 7}']
    + ['{"type": "message.post", "text": "\\ud800"}', "[" * 5000],
)
async def test_what_is_no_frame(server: Server, alice: Socket, text: str):
    await check(server, alice, text, "bad_frame")


@pytest.mark.parametrize(
    "type", ["message.sing", "message.pin", "reaction.add", "goal.set", "", "Hello"]
)
async def test_a_type_that_is_not_built(server: Server, alice: Socket, type: str):
    await check(server, alice, frame(server, type), "unknown_type")


async def test_a_frame_over_32_kib(server: Server, alice: Socket):
    text = frame(server, text="x" * 33_000)

    await check(server, alice, text, "too_large")


async def test_the_limit_counts_bytes(server: Server, alice: Socket):
    text = json.dumps(json.loads(frame(server, text="ش" * 17_000)), ensure_ascii=False)

    await check(server, alice, text, "too_large")


async def test_over_64_kib_closes(server: Server, connect: Connect):
    socket = await connect(server, "alice")

    await socket.send_text(frame(server, text="x" * 70_000))

    assert await socket.wait_closed() == 1009


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("text", {"text": None}),
        ("text", {"text": ["Hello"]}),
        ("text", {"text": "x" * 4001}),
        ("text", {"text": " "}),
        ("text", {"text": "\x00"}),
        ("room", {"room": None}),
        ("room", {"room": 7}),
        ("client_id", {"client_id": None}),
        ("client_id", {"client_id": "mine"}),
        ("ref", {"ref": "7"}),
        ("reply_to", {"reply_to": "0"}),
    ],
)
async def test_wrong_and_missing_fields(
    server: Server, alice: Socket, field: str, fields: dict[str, Any]
):
    await check(server, alice, frame(server, **fields), "invalid", field)


@pytest.mark.parametrize("quantity", [-1, 10**7, 10**30, 1.5, "7", None, True])
async def test_a_quantity_that_cannot_be(server: Server, alice: Socket, quantity: Any):
    text = frame(
        server,
        "report.file",
        team=server.unit("riverside"),
        kind="doors",
        quantity=quantity,
    )

    await check(server, alice, text, "invalid", "quantity")


@pytest.mark.parametrize("type", ["subscribe", "stream.page", "stream.read"])
@pytest.mark.parametrize(
    "stream", ["room:999999", "room:x", "room:-1", "room:", "nothing:7", "::::", "room"]
)
async def test_a_stream_that_is_not_there(
    server: Server, alice: Socket, type: str, stream: str
):
    text = frame(server, type, stream=stream, limit=5, seq=1)

    await check(server, alice, text, "refused")


@pytest.mark.parametrize("type", ["subscribe", "stream.page", "stream.read"])
async def test_a_stream_of_others_answers_like_an_absent_one(
    server: Server, alice: Socket, type: str
):
    foreign = f"room:{server.room('hillside')}"
    answers = [
        await answer(alice, frame(server, type, stream=stream, limit=5, seq=1))
        for stream in (foreign, "room:999999")
    ]

    assert answers[0]["code"] == "refused"
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("type", "fields"),
    [
        ("message.edit", {"message": "999999", "text": "Hello"}),
        ("message.delete", {"message": "999999"}),
        ("presence.watch", {"unit": "999999"}),
        ("question.claim", {"question": "999999"}),
    ],
)
async def test_a_thing_that_is_not_there(
    server: Server, alice: Socket, type: str, fields: dict[str, Any]
):
    await check(server, alice, frame(server, type, **fields), "refused")


async def test_a_client_id_of_another_command(server: Server, alice: Socket):
    posted = await alice.write(
        "message.post",
        client_id=(client_id := str(uuid4())),
        room=server.room("riverside"),
        text="Hello",
    )
    text = frame(
        server, "message.delete", client_id=client_id, message=posted["message"]
    )

    await check(server, alice, text, "conflict", "client_id")


async def test_a_second_hello(server: Server, alice: Socket):
    await check(server, alice, frame(server, "hello"), "conflict")


async def test_the_tenth_bad_frame_within_a_minute_closes(
    server: Server, connect: Connect
):
    socket = await connect(server, "alice")

    for _ in range(10):
        await socket.send_text("{")

    assert await socket.wait_closed() == 4106
