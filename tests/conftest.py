from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.cast import Cast, assemble
from tests.client import Socket
from tests.server import Server, running

Connect = Callable[..., Awaitable[Socket]]


@pytest.fixture
def cast(db: None) -> Cast:
    """The small campaign with Alice, Bob and Charlie, in this process's database."""
    return assemble()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server with the cast in it, shared by the tests of a run."""
    with running(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for one test alone, which may kill it."""
    with running(tmp_path_factory.mktemp("own-server")) as server:
        yield server


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Opens sockets that say hello and are closed after the test."""
    async with AsyncExitStack() as stack:

        async def open_socket(server: Server, name: str, **hello: Any) -> Socket:
            socket = await Socket.open(server.socket_url, server.token(name))
            await stack.enter_async_context(socket)
            await socket.hello(**hello)
            return socket

        yield open_socket
