"""The SQLite file is put back from a copy; an ordinary restart is no such thing."""

import shutil
import sqlite3
from contextlib import closing

import pytest


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G5")
@pytest.mark.parametrize("way", ["backup", "files"])
async def test_an_old_file_resets_and_gets_back_what_it_had_not(
    own_server, people, tmp_path, way
):
    alice, bob = people(own_server)
    data = own_server.folder / "data"
    for number in range(5):
        await alice.post(f"copied {number}")
    if way == "backup":
        back_up(data / "muster.sqlite3", tmp_path / "muster.sqlite3")
    else:
        # With the log of what is not yet in the file itself.
        own_server.kill()
        copy_files(data, tmp_path)
        own_server.start()
    lost = [await alice.post(f"not copied {number}") for number in range(5)]
    await bob.see(alice.texts_kept)
    before = bob.epoch

    own_server.kill()
    for file in data.glob("muster.sqlite3*"):
        file.unlink()
    copy_files(tmp_path, data)
    own_server.start()
    await alice.meet_reset()
    await bob.meet_reset()
    await bob.see(alice.texts_kept)

    assert alice.resets == bob.resets == ["epoch"]
    assert bob.epoch == alice.epoch != before
    assert sorted(bob.texts) == sorted(alice.texts_kept)
    assert await bob.ids() & {reply["message"] for reply in lost} == set()


@pytest.mark.guarantee("G5")
async def test_restarts_and_crashes_keep_the_epoch(own_server, people):
    alice, bob = people(own_server)
    await alice.post("before all")
    await bob.see(alice.texts_kept)
    before = bob.epoch

    for end in (own_server.stop, own_server.kill, own_server.kill):
        end()
        own_server.start()
        await alice.post(f"after {end.__name__}")
    await bob.see(alice.texts_kept)

    assert alice.resets == bob.resets == []
    assert bob.epoch == alice.epoch == before


def back_up(file, copy):
    with (
        closing(sqlite3.connect(file)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def copy_files(source, target):
    for file in source.glob("muster.sqlite3*"):
        shutil.copy(file, target)
