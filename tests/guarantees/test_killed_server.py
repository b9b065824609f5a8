"""SIGKILL while people write and read: nothing acknowledged is lost or repeated."""

import asyncio

import pytest

from tests.guarantees.crowd import Crowd


@pytest.mark.guarantee("G1")
@pytest.mark.guarantee("G2")
@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G4")
async def test_kill_and_restart_lose_no_acknowledged_write(crowded, judge):
    server, places = crowded
    crowd = Crowd(server, places)

    async with crowd.at_work():
        for part in (0.2, 0.6):
            await crowd.part_done(part)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)

    judge(await crowd.verdict())
