"""A write sent again, by any way and any number of times, is done once."""

import asyncio
import uuid

import httpx
import pytest

from tests.contract import Contract


@pytest.mark.guarantee("G3")
async def test_ten_times_over_two_sockets_and_http_is_one_message(server, connect):
    post = a_post(server.room("riverside"))
    sockets = [await connect(server, "alice") for _number in range(2)]

    answers = await asyncio.gather(
        *(four_times(socket, post) for socket in sockets),
        *(over_http(server, post) for _number in range(2)),
    )

    replies = [*answers[0], *answers[1], *answers[2:]]
    assert len(replies) == 10
    assert len({(reply["message"], reply["seq"]) for reply in replies}) == 1
    assert [reply["duplicate"] for reply in replies].count(False) == 1
    assert (await texts(server, connect)).count(post["text"]) == 1


@pytest.mark.guarantee("G3")
async def test_after_a_crash_and_a_new_socket_it_is_still_one(own_server, connect):
    post = a_post(own_server.room("riverside"))
    first = await (await connect(own_server, "alice")).request(**post)

    own_server.kill()
    own_server.start()

    socket = await connect(own_server, "alice")
    again = [await socket.request(**post), await over_http(own_server, post)]
    assert {reply["seq"] for reply in again} == {first["seq"]}
    assert all(reply["duplicate"] for reply in again)
    assert (await texts(own_server, connect)).count(post["text"]) == 1


@pytest.mark.guarantee("G3")
async def test_two_people_may_use_the_same_client_id(server, connect):
    post = a_post(server.room("riverside"))

    replies = [
        await (await connect(server, name)).request(**post) for name in ("alice", "bob")
    ]

    assert [reply["duplicate"] for reply in replies] == [False, False]
    assert replies[0]["message"] != replies[1]["message"]


def a_post(room):
    client_id = str(uuid.uuid4())
    text = f"Only once, please: {client_id}"
    return {"type": "message.post", "client_id": client_id, "room": room, "text": text}


async def four_times(socket, post):
    """All on their way before the first answer is there."""
    refs = [socket.next_ref() for _number in range(4)]
    for ref in refs:
        await socket.send({**post, "ref": ref})
    return [await socket.wait_type("ok") for _ref in refs]


async def over_http(server, post):
    headers = {"Authorization": f"Bearer {server.token('alice')}"}
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        answer = await client.post(
            f"{server.url}/api/v1/commands", json=post, headers=headers
        )
    assert answer.status_code == 200, answer.text
    # The same contract as over a socket, where frames have a type and a ref.
    contract = Contract()
    contract.sent({**post, "ref": 0})
    contract.received({"type": "ok", "ref": 0, **answer.json()})
    return answer.json()


async def texts(server, connect):
    """What a fresh look at the room shows."""
    bob = await connect(server, "bob")
    stream = f"room:{server.room('riverside')}"
    page = await bob.request("stream.page", stream=stream, limit=100)
    messages = [item["data"].get("message", {}) for item in page["items"]]
    return [message.get("text") for message in messages]
