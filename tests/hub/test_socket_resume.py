"""Coming back with a position: everything missed, or an honest reset."""

from tests.client import Frame
from tests.conftest import Connect
from tests.server import Server


async def test_missed_events_come_in_order_before_ok(server: Server, connect: Connect):
    room, stream = server.room("riverside"), f"room:{server.room('riverside')}"
    alice = await connect(server, "alice")
    start = await alice.request("subscribe", stream=stream)
    for number in range(3):
        await alice.write("message.post", room=room, text=f"missed {number}")

    bob = await connect(server, "bob")
    done = await bob.request(
        "subscribe", stream=stream, after=[start["epoch"], start["head"]]
    )

    missed = [frame for frame in bob.unread() if frame["type"] == "event"]
    assert [event["seq"] for event in missed] == [start["head"] + n for n in (1, 2, 3)]
    assert done["head"] == start["head"] + 3


async def test_hello_resumes_what_it_names(server: Server, connect: Connect):
    room, stream = server.room("riverside"), f"room:{server.room('riverside')}"
    alice = await connect(server, "alice")
    start = await alice.request("subscribe", stream=stream)
    await alice.write("message.post", room=room, text="while Bob was away")

    bob = await connect(server, "bob", resume={stream: [start["epoch"], start["head"]]})
    missed = await bob.wait_event(stream)
    await alice.write("message.post", room=room, text="now he is back")
    live = await bob.wait_event(stream)

    assert [missed["seq"], live["seq"]] == [start["head"] + 1, start["head"] + 2]


async def test_resume_of_a_foreign_stream_is_dropped(server: Server, connect: Connect):
    stream = f"room:{server.room('riverside')}"

    charlie = await connect(server, "charlie", resume={stream: ["any", 0]})

    assert (await charlie.wait_type("dropped"))["stream"] == stream


async def test_another_epoch_is_reset(server: Server, connect: Connect):
    assert (await _reset_after(server, connect, "other", 0))["reason"] == "epoch"


async def test_a_position_of_the_future_is_reset(server: Server, connect: Connect):
    alice = await connect(server, "alice")
    stream = f"room:{server.room('riverside')}"
    epoch = (await alice.request("subscribe", stream=stream))["epoch"]

    assert (await _reset_after(server, connect, epoch, 10**9))["reason"] == "ahead"


async def test_after_reset_live_events_follow(server: Server, connect: Connect):
    room, stream = server.room("riverside"), f"room:{server.room('riverside')}"
    alice = await connect(server, "alice")
    done = await alice.request("subscribe", stream=stream, after=["other", 3])

    posted = await alice.write("message.post", room=room, text="after the reset")

    assert posted["seq"] == done["head"] + 1
    assert (await alice.wait_event(stream))["seq"] == posted["seq"]


async def _reset_after(server: Server, connect: Connect, epoch: str, seq: int) -> Frame:
    alice = await connect(server, "alice")
    stream = f"room:{server.room('riverside')}"
    done = await alice.request("subscribe", stream=stream, after=[epoch, seq])
    reset = await alice.wait_type("reset")
    assert done["type"] == "ok"
    assert reset["head"] == done["head"]
    return reset


async def test_a_post_right_behind_subscribe_is_seen(server: Server, connect: Connect):
    room, stream = server.room("riverside"), f"room:{server.room('riverside')}"
    alice = await connect(server, "alice")

    for number in range(20):
        await alice.send({"type": "subscribe", "ref": 100 + number, "stream": stream})
        posted = await alice.write("message.post", room=room, text=f"behind {number}")

        event = await alice.wait_event(stream, "message.posted")
        assert event["seq"] == posted["seq"]
