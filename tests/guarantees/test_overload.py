"""More writes than the server takes: each is done or refused with a time, none lost."""

import contextlib
import sqlite3

import pytest

from tests.guarantees.crowd import Crowd

POSTS_EACH = 80
REFUSED_AT_LEAST = 200


@pytest.mark.guarantee("G6")
async def test_what_is_refused_gets_a_time_and_what_is_acknowledged_stays(
    crowded, judge
):
    server, places = crowded
    crowd = Crowd(server, places, readers=30, posts_each=POSTS_EACH, at_once=POSTS_EACH)

    async with crowd.at_work():
        await crowd.part_done(0.05)
        with locked(server):
            await crowd.until(lambda: crowd.history.refused >= REFUSED_AT_LEAST)

    judge(await crowd.verdict())


@contextlib.contextmanager
def locked(server):
    """Somebody else holds the database, and the writes pile up."""
    lock = sqlite3.connect(server.folder / "data" / "muster.sqlite3")
    lock.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        lock.rollback()
        lock.close()
