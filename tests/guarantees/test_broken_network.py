"""A network that delays, tears frames apart, stalls and cuts: nothing gets lost."""

import pytest

from tests.guarantees.crowd import READERS, Crowd
from tests.guarantees.network import Network

ENOUGH = READERS // 4


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G4")
async def test_cuts_in_the_middle_of_frames_lose_nothing(crowded, judge):
    server, places = crowded
    async with Network(server.port).up() as network:
        network.delay_s, network.crumbles = 0.01, True
        crowd = Crowd(server, places, urls=[network.url])

        async with crowd.at_work():
            for part in (0.1, 0.3, 0.5, 0.7):
                await crowd.part_done(part)
                network.cut(0.3)
                network.cut_in_half(0.3)

    assert network.cuts > READERS
    judge(await crowd.verdict())


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G4")
async def test_a_network_that_stalls_without_a_word_loses_nothing(crowded, judge):
    server, places = crowded
    async with Network(server.port).up() as network:
        crowd = Crowd(server, places, urls=[network.url], impatient=True)

        async with crowd.at_work():
            await crowd.part_done(0.3)
            network.stall()
            await crowd.until(lambda: crowd.gave_up >= ENOUGH)
            network.flow()

    judge(await crowd.verdict())
