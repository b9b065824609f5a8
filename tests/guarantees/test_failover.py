"""The primary is lost with writes that no replica had, and a replica takes over."""

import asyncio

import httpx
import pytest

from tests.postgres import DATABASE, node
from tests.server import running

REPLAYED = "SELECT pg_last_wal_replay_lsn() >= '{}'::pg_lsn"


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G5")
async def test_a_promoted_replica_resets_and_gets_back_what_it_had_not(pair, people):
    server, primary, replica = pair
    alice, bob = people(server)
    for number in range(5):
        await alice.post(f"replicated {number}")
    await bob.see(alice.texts_kept)
    await asyncio.to_thread(wait_for_replica, primary, replica)
    await asyncio.to_thread(replica.lose_sight)
    for number in range(5):
        await alice.post(f"not replicated {number}")
    await bob.see(alice.texts_kept)
    before = bob.epoch

    primary.kill()
    late = asyncio.create_task(alice.post("while there is no primary"))
    await alice.refused.wait()
    ready = await asyncio.to_thread(httpx.get, f"{server.url}/readyz", trust_env=False)
    await asyncio.to_thread(replica.promote)
    await late
    await alice.meet_reset()
    await bob.meet_reset()
    await bob.see(alice.texts_kept)

    assert ready.status_code == 503
    assert alice.unavailable[0]["retry_after_ms"] > 0
    assert alice.resets == bob.resets == ["epoch"]
    assert bob.epoch == alice.epoch != before
    assert sorted(bob.texts) == sorted(alice.texts_kept)
    assert len(bob.texts) == 11
    assert replica.ask("SELECT reason FROM hub_pastepoch") == "another_timeline"


@pytest.fixture
def pair(tmp_path_factory):
    """A server that knows a primary and its replica, and asks for whoever may write."""
    with node() as primary, node() as replica:
        primary.begin()
        replica.follow(primary)
        url = (
            f"postgresql://muster@{primary.place},{replica.place}/{DATABASE}"
            "?target_session_attrs=read-write"
        )
        folder = tmp_path_factory.mktemp("pair")
        with running(folder, DATABASE_URL=url) as server:
            yield server, primary, replica


def wait_for_replica(primary, replica):
    written = primary.ask("SELECT pg_current_wal_lsn()")
    replica.wait(REPLAYED.format(written), True)
