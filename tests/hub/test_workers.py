"""Several server processes on one port: `manage.py serve --workers`."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from hub.serving.workers import Workers
from tests.server import START_SECONDS, running

TRIES = 40


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workers")
    redis = os.environ["TEST_REDIS_URL"]
    with running(folder, arguments=["--workers", "2"], REDIS_URL=redis) as server:
        yield server


async def test_what_one_worker_takes_the_other_delivers(two_workers, connect):
    bob = await connect(two_workers, "bob")
    room = two_workers.room("riverside")
    await bob.request("subscribe", stream=f"room:{room}")
    alice = await at_another_worker(
        two_workers, connect, "alice", served_by(two_workers, bob)
    )

    replies = [
        await alice.write("message.post", room=room, text=f"across {number}")
        for number in range(20)
    ]

    seen = [await bob.wait_event(f"room:{room}") for _reply in replies]
    assert [event["seq"] for event in seen] == [reply["seq"] for reply in replies]


async def test_a_worker_that_died_is_started_again(two_workers, connect):
    socket = await connect(two_workers, "alice")
    dead = served_by(two_workers, socket)
    (other,) = set(two_workers.pids) - {dead}

    os.kill(dead, signal.SIGKILL)

    assert await socket.wait_closed() == 1006
    await until(lambda: len(set(two_workers.pids) - {dead, other}) == 1)
    (new,) = set(two_workers.pids) - {other}
    assert "was ended by SIGKILL; it is started again" in two_workers.log.read_text()
    await until(lambda: f"listens: process {new}." in two_workers.log.read_text())
    await at_another_worker(two_workers, connect, "alice", other)


async def test_all_workers_say_goodbye_when_told_to_stop(two_workers, connect):
    here = await connect(two_workers, "alice")
    there = await at_another_worker(
        two_workers, connect, "bob", served_by(two_workers, here)
    )
    pids = two_workers.pids

    code = await asyncio.to_thread(two_workers.stop)

    assert code == 0
    assert [await here.wait_closed(), await there.wait_closed()] == [4100, 4100]
    assert [pid for pid in pids if runs(pid)] == []
    await asyncio.to_thread(two_workers.start)


async def test_no_worker_outlives_a_killed_supervisor(two_workers):
    pids = two_workers.pids

    os.kill(two_workers.pid, signal.SIGKILL)

    await until(lambda: not any(runs(pid) for pid in pids))
    await asyncio.to_thread(two_workers.restart)


async def test_where_none_can_start_the_supervisor_gives_up(caplog):
    started = []
    workers = Workers(
        2,
        command=lambda *_: [sys.executable, "-c", "raise SystemExit(3)"],
        all_listen=lambda: started.append(True),
    )

    code = await workers.run()

    assert (code, started) == (1, [])
    assert "None of the 2 workers can start." in caplog.text


async def at_another_worker(server, connect, name, pid):
    """A socket of that person that another process serves than the one with `pid`."""
    for _try in range(TRIES):
        socket = await connect(server, name)
        if served_by(server, socket) != pid:
            return socket
        await socket.close()
    raise AssertionError("The kernel gives every connection to the same worker.")


def served_by(server, socket):
    """The process at the other end of the connection."""
    _host, port = socket.local_address
    ends = f":{server.port:04X} ", f":{port:04X} "
    for line in Path("/proc/net/tcp").read_text().splitlines():
        fields = line.split()
        if [f"{field} "[8:] for field in fields[1:3]] == list(ends):
            inode = f"socket:[{fields[9]}]"
            return next(pid for pid in server.pids if inode in open_files(pid))
    raise AssertionError("There is no such connection.")


def open_files(pid):
    folder = Path(f"/proc/{pid}/fd")
    found = set()
    for name in os.listdir(folder):
        try:
            found.add(os.readlink(folder / name))
        except FileNotFoundError:
            continue
    return found


def runs(pid):
    """Whether it has not ended; whoever is to be reaped by its parent has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def until(holds):
    give_up_at = time.monotonic() + START_SECONDS
    while not holds():
        assert time.monotonic() < give_up_at, "It did not come to hold."
        await asyncio.sleep(0.05)
