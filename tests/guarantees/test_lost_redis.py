"""Redis goes away and comes back: it makes delivery fast, and nothing rests on it."""

import asyncio
import shutil
import signal
import socket
import subprocess

import pytest

from tests.server import running

A_MOMENT = 2.0


@pytest.mark.guarantee("G4")
async def test_events_come_while_redis_is_away_and_after_it_is_back(away, connect):
    server, redis = away
    room = server.room("riverside")
    alice, bob = await connect(server, "alice"), await connect(server, "bob")
    await bob.request("subscribe", stream=f"room:{room}")
    acknowledged = [await post(alice, room)]

    redis.kill()
    acknowledged += [await post(alice, room) for _number in range(5)]
    seen = [await bob.wait_event(f"room:{room}") for _seq in acknowledged]
    redis.start()
    again = [await post(alice, room) for _number in range(5)]
    seen += [await bob.wait_event(f"room:{room}") for _seq in again]

    assert [event["seq"] for event in seen] == acknowledged + again


@pytest.mark.guarantee("G7")
async def test_while_redis_is_away_out_means_out_within_two_seconds(away, connect):
    server, redis = away
    alice = await connect(server, "alice")

    redis.kill()
    await asyncio.to_thread(server.manage, "token", "alice@example.org", "--revoke")

    assert await alice.wait_closed(A_MOMENT) == 4003


class Redis:
    """One of our own, to be taken away in the middle."""

    def __init__(self, folder) -> None:
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "TEST_REDIS_URL is set, and yet there is no redis-server."
        self._process = subprocess.Popen(
            [program, "--port", str(self._port), "--save", "", "--dir", self._folder],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "Ready to accept connections" in line:
                return
        raise AssertionError("Redis did not start.")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture
def away(tmp_path_factory):
    """A server, and the Redis that it works with."""
    redis = Redis(tmp_path_factory.mktemp("redis"))
    try:
        folder = tmp_path_factory.mktemp("away")
        with running(folder, REDIS_URL=redis.url) as server:
            yield server, redis
    finally:
        redis.kill()


async def post(author, room):
    reply = await author.write("message.post", room=room, text="Are you there?")
    return reply["seq"]
