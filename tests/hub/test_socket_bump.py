"""What a socket hears of its own streams that it does not subscribe to."""

from tests.conftest import Connect
from tests.server import Server


async def test_unsubscribed_own_stream_is_bumped_with_its_unread(
    server: Server, connect: Connect
):
    room, stream = server.room("riverside"), f"room:{server.room('riverside')}"
    bob = await connect(server, "bob")
    before = next(s for s in bob.welcome["streams"] if s["stream"] == stream)
    alice = await connect(server, "alice")

    posted = await alice.write("message.post", room=room, text="hello Bob")

    bump = await bob.wait_for(lambda f: f["type"] == "bump" and f["stream"] == stream)
    assert bump["head"] == posted["seq"]
    assert bump["unread"] == before["unread"] + 1


async def test_subscribed_stream_is_not_bumped(server: Server, connect: Connect):
    room, stream = server.room("riverside"), f"room:{server.room('riverside')}"
    bob = await connect(server, "bob")
    await bob.request("subscribe", stream=stream)
    alice = await connect(server, "alice")

    await alice.write("message.post", room=room, text="hello again")
    await bob.wait_event(stream)

    bumped = [f["stream"] for f in bob.received if f["type"] == "bump"]
    assert stream not in bumped


async def test_reading_on_one_device_counts_on_the_other(
    server: Server, connect: Connect
):
    room, stream = server.room("riverside"), f"room:{server.room('riverside')}"
    phone, laptop = await connect(server, "bob"), await connect(server, "bob")
    alice = await connect(server, "alice")
    posted = await alice.write("message.post", room=room, text="read this")
    inbox = f"user:{server.seeded['people']['bob']}"
    await laptop.request("subscribe", stream=inbox)

    await phone.request("stream.read", stream=stream, seq=posted["seq"])

    moved = await laptop.wait_event(inbox, "read.moved")
    assert moved["data"] == {"stream": stream, "seq": posted["seq"]}
    again = await connect(server, "bob")
    mine = next(s for s in again.welcome["streams"] if s["stream"] == stream)
    assert (mine["read"], mine["unread"]) == (posted["seq"], 0)


async def test_read_mark_never_moves_backwards(server: Server, connect: Connect):
    room, stream = server.room("riverside"), f"room:{server.room('riverside')}"
    alice = await connect(server, "alice")
    posted = await alice.write("message.post", room=room, text="one more")
    await alice.request("stream.read", stream=stream, seq=posted["seq"])

    back = await alice.request("stream.read", stream=stream, seq=1)

    assert back["seq"] == posted["seq"]
