"""Ten of a thousand readers stop: memory hardly grows, the others miss nothing."""

import contextlib
import json
from uuid import uuid4

import pytest

from tests.guarantees.crowd import Crowd, move_in
from tests.guarantees.figures import memory_of, unsent_bytes
from tests.guarantees.history import Reply
from tests.guarantees.slow_reader import slow_reader
from tests.server import running

READERS = 990
STOPPED = 10
PAGES = 15
LONG = "x" * 4000
MIB = 1024 * 1024
GROWTH_AT_MOST = 128 * MIB


@pytest.mark.guarantee("G8")
async def test_ten_of_a_thousand_that_stop_cost_little_and_hurt_nobody(
    tmp_path, connect, judge, record_property
):
    with running(tmp_path) as server:
        places = move_in(server, ("riverside",), 60)
        bob = await connect(server, "bob")
        for _number in range(100):
            await bob.write("message.post", room=places[0].room, text=LONG)
        crowd = Crowd(server, places, writers=10, readers=READERS, posts_each=4)

        async with crowd.at_work(), contextlib.AsyncExitStack() as stack:
            await crowd.part_done(0.2)
            before = memory_of(server)
            stopped = [
                await stack.enter_async_context(slow_reader(server, token))
                for token in places[0].tokens[-STOPPED:]
            ]
            for one in stopped:
                await ask_for_much(one, places[0].stream)
            while await unsent_bytes(server) < STOPPED * MIB // 2:
                pass
            grown = memory_of(server) - before
            await post(bob, places[0], crowd.history)
            for one in stopped:
                one.transport.abort()

        verdict = await crowd.verdict()
    record_property("verdict", f"{STOPPED} stopped, {grown / MIB:.1f} MiB more memory")
    judge(verdict)
    assert grown < GROWTH_AT_MOST


async def post(author, place, history):
    """What the others are told while ten do not listen."""
    for number in range(10):
        client_id, text = str(uuid4()), f"Still there? {number}"
        history.writes(client_id, place.stream, text)
        reply = await author.write(
            "message.post", room=place.room, text=text, client_id=client_id
        )
        told = Reply(reply["message"], reply["seq"], reply["duplicate"])
        history.acknowledged(client_id, told)


async def ask_for_much(stopped, stream):
    """400 KB each: more than the kernel and the server hold for it."""
    await stopped.send(json.dumps({"type": "hello", "ref": 0}))
    for ref in range(1, PAGES + 1):
        page = {"type": "stream.page", "ref": ref, "stream": stream, "limit": 100}
        await stopped.send(json.dumps(page))
