"""A backup made while people write; everything destroyed; restored: they go on."""

import asyncio
import os
import shutil

import psycopg
import pytest

EMPTIED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G5")
async def test_a_restored_backup_resets_and_gets_back_what_it_had_not(
    own_server, people, tmp_path
):
    alice, bob = people(own_server)
    for number in range(5):
        await alice.post(f"before {number}")
    backup = asyncio.create_task(back_up(own_server, tmp_path))
    # As many as one page shows: people load no more than that at once.
    for number in range(80):
        await alice.post(f"meanwhile {number}")
    await backup
    await alice.post("not in the backup")
    await bob.see(alice.texts_kept)
    before = bob.epoch

    own_server.kill()
    destroy(own_server)
    own_server.manage("restore", backup.result())
    own_server.start()
    await alice.meet_reset()
    await bob.meet_reset()
    await bob.see(alice.texts_kept)

    assert alice.resets == bob.resets == ["epoch"]
    assert bob.epoch == alice.epoch != before
    assert sorted(bob.texts) == sorted(alice.texts_kept)


async def back_up(server, folder):
    await asyncio.to_thread(server.manage, "backup", "--to", str(folder / "backups"))
    (file,) = (folder / "backups").iterdir()
    return str(file)


def destroy(server):
    """Database, secret key and marks: nothing is left of them."""
    shutil.rmtree(server.folder / "data")
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        with psycopg.connect(server.database_url, autocommit=True) as connection:
            connection.execute(EMPTIED)
