"""SIGSTOP: the server hangs, some clients give up on it, and it comes back."""

import os
import signal

import pytest

from tests.guarantees.crowd import READERS, Crowd

ENOUGH = READERS // 4


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G4")
async def test_a_server_that_hangs_and_wakes_up_loses_nothing(crowded, judge):
    server, places = crowded
    crowd = Crowd(server, places, impatient=True)

    async with crowd.at_work():
        await crowd.part_done(0.2)
        os.kill(server.pid, signal.SIGSTOP)
        try:
            # It hangs for as long as it takes all these to turn away.
            await crowd.until(lambda: crowd.gave_up >= ENOUGH)
        finally:
            os.kill(server.pid, signal.SIGCONT)

    judge(await crowd.verdict())
