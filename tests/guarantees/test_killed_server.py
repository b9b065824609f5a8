"""SIGKILL while people write and read: nothing acknowledged is lost or repeated."""

import asyncio
from collections import Counter

import pytest

from tests.guarantees.crowd import Crowd

WRITERS = 12
POSTS_EACH = 25
READERS = 6


@pytest.mark.guarantee("G1")
@pytest.mark.guarantee("G2")
@pytest.mark.guarantee("G4")
async def test_kill_and_restart_lose_no_acknowledged_write(own_server):
    crowd = Crowd(own_server, own_server.room("riverside"))
    people = ("alice", "bob")

    async with asyncio.TaskGroup() as going_on:
        readers = [
            going_on.create_task(crowd.read(people[number % 2]))
            for number in range(READERS)
        ]
        writers = [
            going_on.create_task(crowd.write(people[number % 2], POSTS_EACH))
            for number in range(WRITERS)
        ]
        await crowd.crash()
        await asyncio.gather(*writers)
        await crowd.end("alice")

    assert crowd.acknowledged_before_crash < WRITERS * POSTS_EACH
    log = await crowd.read("bob")
    by_client_id = Counter(event["client_id"] for event in log)
    assert len(crowd.acknowledged) == WRITERS * POSTS_EACH
    assert by_client_id.keys() >= crowd.acknowledged.keys()
    assert max(by_client_id.values()) == 1
    assert len(log) == WRITERS * POSTS_EACH + 1
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    for event in log[:-1]:
        assert crowd.acknowledged[event["client_id"]]["seq"] == event["seq"]
    assert all(reader.result() == log for reader in readers)
