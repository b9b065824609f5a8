"""The same through the real server: sockets, shared transactions, the aggregator."""

import uuid


def done(server, quantity, kind="doors"):
    return {"team": server.unit("riverside"), "kind": kind, "quantity": quantity}


async def follow(socket, *streams):
    for stream in streams:
        await socket.request("subscribe", stream=stream)


async def test_a_report_is_heard_in_the_room_and_in_the_feed(server, connect):
    room, feed = f"room:{server.room('riverside')}", f"feed:{server.unit('riverside')}"
    alice, bob = await connect(server, "alice"), await connect(server, "bob")
    await follow(bob, room, feed)

    filed = await alice.write("report.file", **done(server, 31))

    for stream in (room, feed):
        event = await bob.wait_event(stream, "report.filed")
        assert event["data"]["report"]["id"] == filed["report"]
        assert event["by"]["name"] == "Alice"


async def test_the_aggregator_tells_the_offices(server, connect):
    feed = f"feed:{server.unit('akron')}"
    alice, olive = await connect(server, "alice"), await connect(server, "olive")
    await follow(olive, feed)

    await alice.write("report.file", **done(server, 32))

    event = await olive.wait_event(feed, "feed.summarised")
    assert (event["by"], event["data"]["kind"]) == (None, "doors")
    assert event["data"]["total"] >= 32


async def test_a_report_sent_again_after_a_reconnect_counts_once(server, connect):
    client_id = str(uuid.uuid4())
    first = await connect(server, "alice")
    filed = await first.write(
        "report.file", **done(server, 33, "calls"), client_id=client_id
    )
    await first.close()
    again = await connect(server, "alice")

    repeated = await again.write(
        "report.file", **done(server, 33, "calls"), client_id=client_id
    )

    assert repeated["duplicate"] is True
    for field in ("report", "seq", "totals"):
        assert repeated[field] == filed[field]


async def test_many_at_once_lose_nothing(server, connect):
    alice, bob = await connect(server, "alice"), await connect(server, "bob")
    sent = [
        (socket, await send(socket, done(server, 1, "rides")))
        for socket in (alice, bob)
        for _turn in range(10)
    ]

    replies = [await answer(socket, ref) for socket, ref in sent]

    assert [reply["type"] for reply in replies] == ["ok"] * 20
    reached = sorted(reply["totals"][-1]["quantity"] for reply in replies)
    assert reached == list(range(reached[0], reached[0] + 20))


async def send(socket, fields):
    """Without waiting for the answer, as many people do at the same time."""
    frame = {"type": "report.file", "ref": socket.next_ref(), **fields}
    await socket.send(frame | {"client_id": str(uuid.uuid4())})
    return frame["ref"]


async def answer(socket, ref):
    return await socket.wait_for(lambda frame: frame.get("ref") == ref)


async def test_outsiders_hear_nothing(server, connect):
    charlie = await connect(server, "charlie")

    for stream in (
        f"room:{server.room('riverside')}",
        f"feed:{server.unit('riverside')}",
    ):
        refused = await charlie.request("subscribe", stream=stream)
        assert (refused["type"], refused["code"]) == ("error", "refused")
    refused = await charlie.write("report.file", **done(server, 1))
    assert refused["code"] == "refused"
