"""PostgreSQL is put back from a copy under a server that goes on running."""

import asyncio

import pytest

from tests.postgres import node
from tests.server import running


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G5")
async def test_old_files_of_postgresql_reset_and_get_back_what_they_had_not(
    restorable, people
):
    server, postgres = restorable
    alice, bob = people(server)
    for number in range(5):
        await alice.post(f"copied {number}")
    postgres.stop()
    copy = postgres.copy("copy")
    postgres.start()
    for number in range(5):
        await alice.post(f"not copied {number}")
    await bob.see(alice.texts_kept)
    before = bob.epoch

    postgres.kill()
    await asyncio.to_thread(postgres.put_back, copy)
    await asyncio.to_thread(postgres.start)
    await alice.meet_reset()
    await bob.meet_reset()
    await bob.see(alice.texts_kept)

    assert alice.resets == bob.resets == ["epoch"]
    assert bob.epoch == alice.epoch != before
    assert sorted(bob.texts) == sorted(alice.texts_kept)
    assert postgres.ask("SELECT reason FROM hub_pastepoch") == "behind_the_mark"


@pytest.fixture
def restorable(tmp_path_factory):
    with node() as postgres:
        postgres.begin()
        folder = tmp_path_factory.mktemp("restorable")
        with running(folder, DATABASE_URL=postgres.url) as server:
            yield server, postgres
