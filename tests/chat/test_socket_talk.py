"""The room as the people in it see it, over real sockets."""

import pytest

from tests.client import Socket
from tests.conftest import Connect
from tests.server import Server


@pytest.fixture
def stream(server: Server) -> str:
    return f"room:{server.room('riverside')}"


@pytest.fixture
async def alice(server: Server, connect: Connect, stream: str) -> Socket:
    socket = await connect(server, "alice")
    await socket.request("subscribe", stream=stream)
    return socket


@pytest.fixture
async def bob(server: Server, connect: Connect, stream: str) -> Socket:
    socket = await connect(server, "bob")
    await socket.request("subscribe", stream=stream)
    return socket


async def test_a_post_is_seen_by_the_others_and_by_its_author(
    server: Server, alice: Socket, bob: Socket, stream: str
):
    room = server.room("riverside")

    ok = await alice.write("message.post", room=room, text="We are at the church")

    for socket in (alice, bob):
        event = await socket.wait_event(stream, "message.posted")
        assert (event["seq"], event["at"]) == (ok["seq"], ok["at"])
        assert event["by"]["name"] == "Alice"
        assert event["data"]["message"]["id"] == ok["message"]
        assert event["data"]["message"]["text"] == "We are at the church"


async def test_edits_and_deletions_are_seen(
    server: Server, alice: Socket, bob: Socket, stream: str
):
    room = server.room("riverside")
    posted = await alice.write("message.post", room=room, text="At six")

    await alice.write("message.edit", message=posted["message"], text="At seven")
    edited = await bob.wait_event(stream, "message.edited")
    await bob.write("message.delete", message=posted["message"])
    deleted = await alice.wait_event(stream, "message.deleted")

    assert edited["data"]["message"]["text"] == "At seven"
    assert deleted["data"]["message"] == {
        "id": posted["message"],
        "version": 3,
        "deleted": True,
    }


async def test_what_was_deleted_is_not_in_a_replay(
    server: Server, connect: Connect, alice: Socket, stream: str
):
    room = server.room("riverside")
    posted = await alice.write("message.post", room=room, text="The secret word")
    await alice.write("message.delete", message=posted["message"])
    late = await connect(server, "bob")

    epoch = next(s for s in late.welcome["streams"] if s["stream"] == stream)["epoch"]
    await late.request("subscribe", stream=stream, after=[epoch, posted["seq"] - 1])

    replayed = await late.wait_event(stream, "message.posted")
    assert replayed["seq"] == posted["seq"]
    assert "secret" not in str(late.received)


async def test_charlie_hears_nothing_of_another_team(
    server: Server, connect: Connect, alice: Socket, stream: str
):
    charlie = await connect(server, "charlie")
    refused = await charlie.request("subscribe", stream=stream)
    own = f"room:{server.room('hillside')}"
    await charlie.request("subscribe", stream=own)

    await alice.write("message.post", room=server.room("riverside"), text="For us")
    await charlie.write("message.post", room=server.room("hillside"), text="Mine")
    await charlie.wait_event(own, "message.posted")

    assert refused["code"] == "refused"
    assert stream not in {frame.get("stream") for frame in charlie.received}


async def test_typing_is_seen_by_the_others_in_the_room(
    server: Server, connect: Connect, alice: Socket, bob: Socket, stream: str
):
    await bob.send({"type": "typing", "stream": stream})

    typing = await alice.wait_for(
        lambda frame: (
            frame["type"] == "typing"
            and "Bob" in {user["name"] for user in frame["users"]}
        )
    )

    assert typing["stream"] == stream
    await bob.request("presence.set", state="online")
    assert not [frame for frame in bob.received if frame["type"] == "typing"]


async def test_nobody_types_into_the_room_of_others(
    server: Server, connect: Connect, alice: Socket, bob: Socket, stream: str
):
    charlie = await connect(server, "charlie")

    await charlie.send({"type": "typing", "stream": stream})
    await charlie.request("presence.set", state="online")
    await bob.send({"type": "typing", "stream": stream})
    typing = await alice.wait_type("typing")

    assert [user["name"] for user in typing["users"]] == ["Bob"]


async def test_who_enters_from_above_is_seen_to_enter(
    server: Server, connect: Connect, alice: Socket, stream: str
):
    olive = await connect(server, "olive")

    await olive.request("subscribe", stream=stream)
    await olive.request("stream.page", stream=stream, limit=5)
    await olive.write("message.post", room=server.room("riverside"), text="Thanks!")

    await alice.wait_for(
        lambda frame: (
            frame.get("kind") == "message.posted" and frame["by"]["name"] == "Olive"
        )
    )
    page = await alice.request("stream.page", stream=stream, limit=1)
    after = [page["epoch"], 0]
    await alice.request("subscribe", stream=stream, after=after)
    entered = {
        frame["seq"]
        for frame in alice.received
        if frame.get("kind") == "member.joined"
        and frame["data"]["user"]["name"] == "Olive"
    }
    assert len(entered) == 1


async def test_sent_again_over_another_socket_it_is_posted_once(
    server: Server, connect: Connect, alice: Socket
):
    again = await connect(server, "alice")
    fields = {
        "client_id": "4f0f4d7a-9d7e-4b5c-8a55-0d9c8f2f3b11",
        "room": server.room("riverside"),
        "text": "Once",
    }

    first = await alice.write("message.post", **fields)
    second = await again.write("message.post", **fields)

    assert first["duplicate"] is False
    assert {**second, "ref": 0} == {**first, "ref": 0, "duplicate": True}
