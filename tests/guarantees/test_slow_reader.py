"""Who stops reading is closed, and nobody else notices."""

import contextlib
import json

import pytest
from websockets.exceptions import ConnectionClosed

from tests.guarantees.slow_reader import slow_reader

LONG = "x" * 4000


@pytest.mark.guarantee("G8")
async def test_a_reader_that_stops_is_closed_and_the_others_go_on(server, connect):
    room = server.room("akron")
    stream = f"room:{room}"
    olive, bob = await connect(server, "olive"), await connect(server, "bob")
    start = await olive.request("subscribe", stream=stream)
    for _number in range(100):
        await bob.write("message.post", room=room, text=LONG)

    async with slow_reader(server, server.token("bob")) as stopped:
        await stopped.send(json.dumps({"type": "hello", "ref": 0}))
        # 400 KB each: more than the server, the client and the kernel hold for it.
        for ref in range(1, 61):
            page = {"type": "stream.page", "ref": ref, "stream": stream, "limit": 100}
            await stopped.send(json.dumps(page))
        # Asked later and answered: by now the pages before have been written, too.
        for _number in range(16):
            await bob.request("stream.page", stream=stream, limit=1)
        after = await bob.write("message.post", room=room, text="Still here?")

        seen = [await olive.wait_event(stream) for _number in range(101)]
        assert [event["seq"] - start["head"] for event in seen] == list(range(1, 102))
        assert seen[-1]["seq"] == after["seq"]
        assert await close_code(stopped) == 4108


async def close_code(socket):
    """What waits is taken at last; behind it is the reason."""
    with contextlib.suppress(ConnectionClosed):
        async for _frame in socket:
            pass
    return socket.close_code
