"""What Redis has noted of a server, and what follows when nothing else is left."""

from __future__ import annotations

import os
import time

from redis import Redis

from tests.guarantees.person import Person
from tests.server import Server

PATIENCE_S = 30.0


def wait_for_mark(server: Server) -> None:
    """Until Redis has the newest event that the server's own data folder has."""
    (here,) = (server.folder / "data" / "marks").glob("*.mark")
    line = here.read_bytes()
    until = time.monotonic() + PATIENCE_S
    with Redis.from_url(os.environ["TEST_REDIS_URL"]) as redis:
        while redis.get(f"muster:mark:{line.split()[0].decode()}") != line:
            assert time.monotonic() < until, "Redis was never told."
            time.sleep(0.05)


async def resets_and_gets_back(alice: Person, bob: Person, before: str) -> None:
    """Both meet one reset, and what Alice wrote is there again, each once."""
    await alice.meet_reset()
    await bob.meet_reset()
    await bob.see(alice.texts_kept)

    assert alice.resets == bob.resets == ["epoch"]
    assert bob.epoch == alice.epoch != before
    assert sorted(bob.texts) == sorted(alice.texts_kept)
