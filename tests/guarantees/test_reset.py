"""Where the log can't prove that nothing is missing, the client is told to reset."""

import asyncio

import pytest


@pytest.mark.guarantee("G5")
async def test_a_position_older_than_the_log_is_reset(own_server, connect):
    server = own_server
    room = server.room("hillside")
    stream = f"room:{room}"
    charlie = await connect(server, "charlie")
    start = await charlie.request("subscribe", stream=stream)
    for number in range(3):
        await charlie.write("message.post", room=room, text=f"old {number}")
    # What a server delivered a moment ago it would know by heart.
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.manage, *forget(stream, start["head"] + 2))
    await asyncio.to_thread(server.start)

    back = await connect(server, "charlie")
    answer = await back.request(
        "subscribe", stream=stream, after=[start["epoch"], start["head"]]
    )
    page = await back.request("stream.page", stream=stream, limit=100)

    reset = await back.wait_type("reset")
    assert reset["reason"] == "too_old"
    assert reset["head"] == answer["head"] == page["head"] == start["head"] + 3
    assert [frame for frame in back.received if frame["type"] == "event"] == []
    assert len(page["items"]) >= 3


def forget(stream, seq):
    """Arguments of manage.py: as the retention of a busy stream would do it."""
    code = (
        "from hub.models import Event; "
        f"Event.objects.filter(stream='{stream}', seq__lte={seq}).delete()"
    )
    return "shell", "--no-imports", "-c", code
