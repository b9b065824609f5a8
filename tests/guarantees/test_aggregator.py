"""One process folds, sweeps and tidies for all; another takes over, nothing twice."""

import asyncio
import json
import os
import signal
import time

import psycopg
import pytest

from tests.server import two

TAKEN_OVER_WITHIN_S = 30.0


@pytest.fixture
def both(tmp_path_factory):
    with two(tmp_path_factory.mktemp("both")) as servers:
        yield Both(*servers)


@pytest.mark.guarantee("G3")
async def test_after_a_killed_aggregator_another_folds_each_report_once(both, connect):
    aggregator, other = await both.by_role()
    alice = await connect(other, "alice")
    await file(alice, other, 5)

    was = aggregator.pid
    await asyncio.to_thread(aggregator.kill)
    await file(alice, other, 5)

    await both.taken_over_from(was)
    await both.folded()
    assert both.wrong() == []


@pytest.mark.guarantee("G3")
async def test_a_stopped_aggregator_that_goes_on_folds_nothing_twice(both, connect):
    aggregator, other = await both.by_role()
    alice, bob = await connect(other, "alice"), await connect(aggregator, "bob")
    await file(alice, other, 5)

    os.kill(aggregator.pid, signal.SIGSTOP)
    await file(alice, other, 5)
    await both.taken_over_from(aggregator.pid)
    os.kill(aggregator.pid, signal.SIGCONT)
    await file(alice, other, 5)
    await file(bob, aggregator, 5)

    await both.folded()
    assert both.wrong() == []
    assert await both.holder() != aggregator.pid


@pytest.mark.guarantee("G3")
async def test_one_stopped_in_the_middle_of_a_fold_holds_nobody_up(both, connect):
    aggregator, other = await both.by_role()
    alice = await connect(other, "alice")
    feed = f"feed:{other.unit('akron')}"
    await file(alice, other, 1)
    await both.folded()

    with both.locked(feed):
        await file(alice, other, 3)
        # It holds the lease's row, has taken the reports, and waits for the feed.
        await both.until(
            "wait_event_type = 'Lock' AND query LIKE 'INSERT INTO%stream%'"
        )
        os.kill(aggregator.pid, signal.SIGSTOP)
    await both.taken_over_from(aggregator.pid)
    await both.folded()
    os.kill(aggregator.pid, signal.SIGCONT)
    bob = await connect(aggregator, "bob")
    await file(bob, aggregator, 3)

    await both.folded()
    assert both.wrong() == []


class Both:
    """Two servers of one installation, and what their database says of them."""

    def __init__(self, first, second):
        self._servers = first, second

    async def by_role(self):
        """The one that folds, and the other."""
        first, second = self._servers
        folding = await self.holder()
        return (first, second) if folding == first.pid else (second, first)

    async def holder(self):
        """The process that has the lease by the database's clock, once there is one."""
        asked = "SELECT holder FROM hub_lease WHERE expires_at > now()"
        (row,) = await self._once(lambda: self._rows(asked))
        return int(row[0].split(":")[1])

    async def taken_over_from(self, pid):
        asked = "SELECT holder FROM hub_lease WHERE expires_at > now()"
        await self._once(
            lambda: [r for r in self._rows(asked) if f":{pid}:" not in r[0]]
        )

    async def folded(self):
        await self._once(lambda: not self._rows("SELECT 1 FROM reports_delta LIMIT 1"))

    async def until(self, activity):
        mine = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND "
        await self._once(lambda: self._rows(mine + activity))

    def locked(self, stream):
        """A transaction that keeps everybody from appending to the stream."""
        connection = psycopg.connect(self._servers[0].database_url)
        connection.execute(
            "SELECT 1 FROM hub_stream WHERE name = %s FOR UPDATE", [stream]
        )
        return connection

    def wrong(self):
        return json.loads(self._servers[0].run("-m", "tests.guarantees.recomputation"))

    def _rows(self, query):
        with psycopg.connect(self._servers[0].database_url) as connection:
            return connection.execute(query).fetchall()

    async def _once(self, found):
        give_up_at = time.monotonic() + TAKEN_OVER_WITHIN_S
        while not (result := await asyncio.to_thread(found)):
            assert time.monotonic() < give_up_at, "It did not come to be."
            await asyncio.sleep(0.1)
        return result


async def file(socket, server, count):
    for _number in range(count):
        filed = await socket.write(
            "report.file", team=server.unit("riverside"), kind="doors", quantity=7
        )
        assert filed["type"] == "ok", filed
