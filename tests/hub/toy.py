"""Our server with a toy for an application: `python -m tests.hub.toy tcp:0 …`.

`/big` sends 64 MiB as fast as it may, `/sent` says how much of it was handed over, and
`/size` how large the body was. A socket gets numbered frames by both ways that the
server knows. Prints its port.
"""

from __future__ import annotations

import sys
from typing import Any

import django

django.setup()

from hub.outgoing import Outgoing  # noqa: E402
from hub.serving.server import SocketServer  # noqa: E402

CHUNK = b"x" * 65_536
CHUNKS = 1024
FRAMES = 400
START = {"type": "http.response.start", "status": 200, "headers": []}

handed_over = 0


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await talk(scope, receive, send)
        return
    size = await received(receive)
    await send(START)
    match scope["path"]:
        case "/big":
            await send_much(send)
        case "/sent":
            await answer(send, handed_over)
        case "/size":
            await answer(send, size)


async def received(receive: Any) -> int:
    size = 0
    while True:
        message = await receive()
        size += len(message["body"])
        if not message["more_body"]:
            return size


async def send_much(send: Any) -> None:
    global handed_over
    for _ in range(CHUNKS):
        await send({"type": "http.response.body", "body": CHUNK, "more_body": True})
        handed_over += len(CHUNK)
    await send({"type": "http.response.body"})


async def answer(send: Any, number: int) -> None:
    await send({"type": "http.response.body", "body": str(number).encode()})


async def talk(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Every second frame past Channels; then a close frame behind all of them."""
    await receive()
    await send({"type": "websocket.accept"})
    transport = scope["extensions"]["muster.socket"]
    for number in range(FRAMES):
        if number % 2:
            await send({"type": "websocket.send", "text": str(number)})
        else:
            transport.write(Outgoing([str(number).encode()]))
    transport.close(4100)
    await receive()


class Toy(SocketServer):
    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        print(port.getHost().port, flush=True)  # noqa: T201


if __name__ == "__main__":
    Toy(application, endpoints=sys.argv[1:], server_name="", verbosity=0).run()
