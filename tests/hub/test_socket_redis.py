"""The same over Redis: what one socket posts, another sees."""

import os

import pytest

from tests.conftest import Connect
from tests.server import Server, running


@pytest.fixture
def redis_server(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("redis-server")
    with running(folder, REDIS_URL=os.environ["TEST_REDIS_URL"]) as server:
        yield server


async def test_posts_travel_over_redis(redis_server: Server, connect: Connect):
    room = redis_server.room("riverside")
    bob = await connect(redis_server, "bob")
    await bob.request("subscribe", stream=f"room:{room}")
    alice = await connect(redis_server, "alice")

    posted = [
        await alice.write("message.post", room=room, text=f"over Redis {number}")
        for number in range(20)
    ]

    seen = [await bob.wait_event(f"room:{room}") for _ in posted]
    assert [event["seq"] for event in seen] == [reply["seq"] for reply in posted]
