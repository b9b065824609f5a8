"""An old SQLite file comes back, and Redis alone knows how far people had got."""

import os
import shutil

import pytest

from tests.guarantees.noted import resets_and_gets_back, wait_for_mark
from tests.guarantees.test_old_file import back_up, copy_files
from tests.server import running


@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G5")
async def test_an_old_file_without_its_marks_resets(tmp_path, people):
    with running(tmp_path, REDIS_URL=os.environ["TEST_REDIS_URL"]) as server:
        alice, bob = people(server)
        data, copy = server.folder / "data", tmp_path / "copy"
        copy.mkdir()
        for number in range(5):
            await alice.post(f"copied {number}")
        back_up(data / "muster.sqlite3", copy / "muster.sqlite3")
        for number in range(5):
            await alice.post(f"not copied {number}")
        await bob.see(alice.texts_kept)
        before = bob.epoch
        wait_for_mark(server)

        server.kill()
        for file in data.glob("muster.sqlite3*"):
            file.unlink()
        shutil.rmtree(data / "marks")
        copy_files(copy, data)
        server.start()
        await resets_and_gets_back(alice, bob, before)
