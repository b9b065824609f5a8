"""The machine's clock jumps: order, positions and repeats do not go by it."""

import mmap
import os
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from tests.guarantees.crowd import Crowd, move_in
from tests.server import running

AN_HOUR = 3600
SOURCE = Path(__file__).with_name("clock.c")


@pytest.mark.guarantee("G2")
@pytest.mark.guarantee("G3")
@pytest.mark.guarantee("G4")
async def test_a_clock_that_jumps_an_hour_either_way_loses_nothing(jumping, judge):
    server, jump = jumping
    # Teams show a week of what was said before one came: an hour more is within it.
    teams = move_in(server, ("riverside", "hillside"))
    crowd = Crowd(server, teams, readers=60)

    async with crowd.at_work():
        await crowd.part_done(0.3)
        jump(AN_HOUR)
        await crowd.part_done(0.6)
        jump(-AN_HOUR)
        # Who comes with a position now comes from the future.
        crowd.hang_up(0.5)

    judge(await crowd.verdict())


@pytest.fixture
def jumping(tmp_path):
    """A server, and the way to set the clock that it sees."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        missing = "A clock that jumps needs a C compiler: apt install gcc libc6-dev"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    shim = tmp_path / "clock.so"
    build = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", shim]
    subprocess.run([*build, SOURCE], check=True)
    offset = tmp_path / "offset"
    offset.write_bytes(bytes(8))
    with offset.open("r+b") as file, mmap.mmap(file.fileno(), 8) as shown:

        def jump(seconds):
            shown[:] = struct.pack("@l", seconds)

        settings = {"LD_PRELOAD": str(shim), "CLOCK_OFFSET": str(offset)}
        folder = tmp_path / "server"
        folder.mkdir()
        with running(folder, **settings) as server:
            yield server, jump
