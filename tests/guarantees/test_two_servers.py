"""Two processes of one installation, one of which is killed while people write."""

import asyncio

import pytest

from tests.guarantees.crowd import Crowd, move_in
from tests.server import two


@pytest.mark.guarantee("G1")
@pytest.mark.guarantee("G2")
@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G4")
async def test_one_of_two_servers_killed_loses_nothing(tmp_path, judge):
    with two(tmp_path) as (first, second):
        urls = [first.socket_url, second.socket_url]
        crowd = Crowd(first, move_in(first), urls=urls)

        async with crowd.at_work():
            await crowd.part_done(0.2)
            await asyncio.to_thread(second.kill)
            await crowd.part_done(0.6)
            await asyncio.to_thread(second.start)

        judge(await crowd.verdict())
