"""Old files of PostgreSQL come back, and the server starts on another host."""

import os

import pytest

from tests.guarantees.noted import resets_and_gets_back, wait_for_mark
from tests.postgres import node
from tests.server import running


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G5")
async def test_a_server_on_another_host_resets_after_old_files(
    tmp_path_factory, people
):
    settings = {
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "SECRET_KEY": "the same on both hosts, as the sessions want it",
    }
    with node() as postgres:
        postgres.begin()
        settings["DATABASE_URL"] = postgres.url
        with running(tmp_path_factory.mktemp("host"), **settings) as server:
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
            wait_for_mark(server)
            server.kill()
        postgres.kill()
        postgres.put_back(copy)
        postgres.start()
        other = server.beside(tmp_path_factory.mktemp("another-host"))
        other.start()
        try:
            alice.turn_to(other)
            bob.turn_to(other)
            await resets_and_gets_back(alice, bob, before)
        finally:
            other.kill()
        reason = postgres.ask("SELECT reason FROM hub_pastepoch")
        assert reason == "behind_the_mark"
