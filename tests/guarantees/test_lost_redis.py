"""Redis goes away and comes back: it makes delivery fast, and nothing rests on it."""

import asyncio

import pytest

from tests.guarantees.crowd import Crowd, move_in
from tests.redis_server import Redis
from tests.server import running

A_MOMENT = 2.0


@pytest.mark.guarantee("G4")
async def test_events_come_while_redis_is_away_and_after_it_is_back(away, connect):
    server, redis = away
    room = server.room("riverside")
    alice, bob = await connect(server, "alice"), await connect(server, "bob")
    await bob.request("subscribe", stream=f"room:{room}")
    acknowledged = [await post(alice, room)]

    redis.kill()
    acknowledged += [await post(alice, room) for _number in range(5)]
    seen = [await bob.wait_event(f"room:{room}") for _seq in acknowledged]
    redis.start()
    again = [await post(alice, room) for _number in range(5)]
    seen += [await bob.wait_event(f"room:{room}") for _seq in again]

    assert [event["seq"] for event in seen] == acknowledged + again


@pytest.mark.guarantee("G1")
@pytest.mark.guarantee("G4")
async def test_redis_killed_and_redis_that_hangs_lose_nothing(away, judge):
    server, redis = away
    crowd = Crowd(server, move_in(server), readers=100)

    async with crowd.at_work():
        await crowd.part_done(0.2)
        redis.kill()
        await crowd.part_done(0.5)
        redis.start()
        await crowd.part_done(0.7)
        redis.stop_for_now()
        await crowd.part_done(1.0)
        redis.go_on()

    judge(await crowd.verdict())


@pytest.mark.guarantee("G7")
async def test_while_redis_is_away_out_means_out_within_two_seconds(away, connect):
    server, redis = away
    alice = await connect(server, "alice")

    redis.kill()
    await asyncio.to_thread(server.manage, "token", "alice@example.org", "--revoke")

    assert await alice.wait_closed(A_MOMENT) == 4003


@pytest.fixture
def away(tmp_path_factory):
    """A server, and the Redis that it works with."""
    redis = Redis(tmp_path_factory.mktemp("redis"))
    try:
        folder = tmp_path_factory.mktemp("away")
        with running(folder, REDIS_URL=redis.url) as server:
            yield server, redis
    finally:
        redis.kill()


async def post(author, room):
    reply = await author.write("message.post", room=room, text="Are you there?")
    return reply["seq"]
