"""SIGSTOP for longer than a client may be silent: the server was, not the client."""

import contextlib
import os
import signal

import httpx
import pytest

from tests.hub.raw_socket import RawSocket, hang_up_all
from tests.server import running

# Above the five seconds after which this server takes a client for gone.
HANGS_S = 7.0


@pytest.mark.guarantee("G4")
async def test_who_waited_while_the_server_hung_keeps_the_socket(tmp_path):
    with running(tmp_path, program=("-m", "tests.impatient")) as server:
        idle = await RawSocket.greeted(server, "alice")
        asking = await RawSocket.greeted(server, "bob")
        await idle.answer_ping()
        with hanging(server):
            await asking.frame({"type": "unsubscribe", "ref": 2, "stream": "room:0"})
            async with httpx.AsyncClient(trust_env=False) as http:
                with pytest.raises(httpx.ReadTimeout):
                    await http.get(f"{server.url}/healthz", timeout=HANGS_S)

        # One may be of before it hung; behind the other it has looked for the silent.
        for _ping in range(2):
            await idle.answer_ping()
        assert (await asking.json())["ref"] == 2
        assert (await idle.ask(type="unsubscribe", stream="room:0"))[-1]["type"] == "ok"
        await hang_up_all()


@contextlib.contextmanager
def hanging(server):
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)
