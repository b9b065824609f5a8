"""A client that takes next to nothing of what is sent to it."""

from __future__ import annotations

import socket
from typing import Any

from websockets.asyncio.client import connect

from tests.client import SUBPROTOCOL
from tests.server import Server


def slow_reader(server: Server, token: str) -> Any:
    """A socket before its hello: its system and it keep a few KiB, unless asked."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", server.port))
    return connect(
        server.socket_url,
        sock=narrow,
        subprotocols=[SUBPROTOCOL],
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
        max_size=None,
        max_queue=1,
        ping_interval=None,
        close_timeout=1,
        proxy=None,
    )
