"""A replica is promoted while its primary lives on, and a server stays with that."""

import asyncio
import os

import httpx
import pytest

from tests.guarantees.test_failover import wait_for_replica
from tests.postgres import node
from tests.server import running

SHARED = "the same on both hosts, as the sessions want it"
PATIENCE_S = 30.0


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G5")
async def test_who_stays_with_the_old_primary_stops_and_then_comes_over(
    two_hosts, people
):
    left_behind, moved_on, primary, replica = two_hosts
    alice, bob = people(left_behind)
    for number in range(5):
        await alice.post(f"replicated {number}")
    await bob.see(alice.texts_kept)
    await asyncio.to_thread(wait_for_replica, primary, replica)
    await asyncio.to_thread(replica.lose_sight)
    await alice.post("not replicated")
    await bob.see(alice.texts_kept)

    await asyncio.to_thread(replica.promote)
    await asyncio.to_thread(moved_on.start)
    await until_ready(left_behind, 503)
    late = asyncio.create_task(alice.post("to whom?"))
    alice.turn_to(moved_on)
    bob.turn_to(moved_on)
    await late
    await alice.meet_reset()
    await bob.meet_reset()
    await bob.see(alice.texts_kept)

    assert alice.resets == bob.resets == ["epoch"]
    assert sorted(bob.texts) == sorted(alice.texts_kept)
    assert len(bob.texts) == 7
    # One renewal on the new primary, none on the old one.
    assert replica.ask("SELECT count(*) FROM hub_pastepoch") == 1
    assert replica.ask("SELECT reason FROM hub_pastepoch") == "another_timeline"
    assert primary.ask("SELECT count(*) FROM hub_pastepoch") == 0
    assert primary.ask("SELECT count(*) FROM chat_message") == 6


@pytest.fixture
def two_hosts(tmp_path_factory):
    """One that knows the primary alone, and one not yet started, the replica alone."""
    with node() as primary, node() as replica:
        primary.begin()
        replica.follow(primary)
        shared = {"SECRET_KEY": SHARED, "REDIS_URL": os.environ["TEST_REDIS_URL"]}
        with running(
            tmp_path_factory.mktemp("host"), DATABASE_URL=primary.url, **shared
        ) as first:
            second = first.beside(
                tmp_path_factory.mktemp("another-host"), DATABASE_URL=replica.url
            )
            try:
                yield first, second, primary, replica
            finally:
                second.kill()


async def until_ready(server, status):
    """Until that is what `/readyz` says."""
    async with (
        asyncio.timeout(PATIENCE_S),
        httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as client,
    ):
        while (await client.get(f"{server.url}/readyz")).status_code != status:
            pass
