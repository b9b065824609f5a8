"""SIGTERM while people write: all are told to come back, and nothing is lost."""

import asyncio

import pytest

from tests.guarantees.crowd import READERS, WRITERS, Crowd


@pytest.mark.guarantee("G1")
@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G4")
async def test_a_server_that_is_told_to_go_loses_nothing(crowded, judge):
    server, places = crowded
    crowd = Crowd(server, places)

    async with crowd.at_work():
        await crowd.part_done(0.2)
        code = await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)

    assert code == 0
    # Who was on the way in at that moment, or had just written the last, is not among
    # the closed.
    assert set(crowd.closed_with) == {4100}
    assert crowd.closed_with[4100] > (READERS + WRITERS) // 2
    # Who was greeted in the moment of the farewell may not have heard it.
    assert crowd.closed_untold < (READERS + WRITERS) // 10
    judge(await crowd.verdict())
