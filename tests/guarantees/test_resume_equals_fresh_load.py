"""Who was away and catches up holds just what a fresh load of the room shows."""

import asyncio

import pytest


@pytest.mark.guarantee("G4")
async def test_events_after_a_page_lead_to_the_state_of_a_fresh_page(
    own_server, connect
):
    room = own_server.room("riverside")
    stream = f"room:{room}"
    alice = await connect(own_server, "alice")
    first = [await post(alice, room, f"before {number}") for number in range(4)]
    old = await page(await connect(own_server, "bob"), stream)

    await alice.write("message.edit", message=first[0], text="before 0, better")
    later = [await post(alice, room, f"after {number}") for number in range(4)]
    await alice.write("message.delete", message=first[1])
    await alice.write("message.edit", message=later[2], text="after 2, better")
    await alice.write("message.delete", message=later[3])

    bob = await connect(own_server, "bob", resume={stream: [old["epoch"], old["head"]]})
    fresh = await page(bob, stream)
    await bob.wait_for(
        lambda frame: frame["type"] == "event" and frame["seq"] == fresh["head"]
    )
    missed = [frame for frame in bob.received if frame["type"] == "event"]
    assert folded(old, missed) == messages(fresh)


@pytest.mark.guarantee("G4")
async def test_a_socket_that_comes_while_others_write_misses_nothing(server, connect):
    room = server.room("riverside")
    stream = f"room:{room}"
    writers = [await connect(server, "alice") for _number in range(4)]

    async def write(socket):
        for number in range(20):
            await post(socket, room, str(number))

    async with asyncio.TaskGroup() as going_on:
        for writer in writers:
            going_on.create_task(write(writer))
        readers = [await late_reader(server, connect, stream) for _n in range(6)]
    last = await writers[0].write("message.post", room=room, text="That is all.")

    for reader, start in readers:
        await reader.wait_for(lambda f: f.get("seq") == last["seq"])
        seqs = [f["seq"] for f in reader.received if f["type"] == "event"]
        assert seqs == list(range(start + 1, last["seq"] + 1))


@pytest.mark.guarantee("G2")
async def test_another_process_that_writes_beside_keeps_the_order_dense(
    server, connect
):
    room = server.room("riverside")
    stream = f"room:{room}"
    bob = await connect(server, "bob")
    start = (await bob.request("subscribe", stream=stream))["head"]
    alice = await connect(server, "alice")
    beside = asyncio.create_task(asyncio.to_thread(server.manage, *posts(room)))

    count = 0
    while not beside.done():
        await post(alice, room, "from the socket")
        count += 1
    await beside

    seen = [await bob.wait_event(stream) for _number in range(count + 20)]
    assert [event["seq"] - start for event in seen] == list(range(1, count + 21))


def posts(room):
    """Arguments of manage.py: twenty posts by another process."""
    code = (
        "from uuid import uuid4; from hub.execution import execute; "
        "from teams.models import User; "
        "bob = User.objects.get(email='bob@example.org'); "
        "[execute(bob, {'type': 'message.post', 'client_id': str(uuid4()), "
        f"'room': '{room}', 'text': 'from beside'}}) for number in range(20)]"
    )
    return "shell", "--no-imports", "-c", code


async def late_reader(server, connect, stream):
    """Comes at the head that a page has just shown, with writers at work."""
    shown = await page(await connect(server, "bob"), stream)
    after = [shown["epoch"], shown["head"]]
    reader = await connect(server, "bob")
    await reader.request("subscribe", stream=stream, after=after)
    return reader, shown["head"]


async def post(socket, room, text):
    reply = await socket.write("message.post", room=room, text=text)
    return reply["message"]


async def page(socket, stream):
    return await socket.request("stream.page", stream=stream, limit=100)


def messages(page):
    return {
        item["data"]["message"]["id"]: item["data"]["message"] for item in page["items"]
    }


def folded(page, events):
    """What a client holds that applies events to the page it had."""
    held = messages(page)
    for event in events:
        if event["data"]:
            held[event["data"]["message"]["id"]] = event["data"]["message"]
    return held
