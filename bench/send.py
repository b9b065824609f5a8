"""How long from send to seen, and how many durable posts a second.

    python -m bench.send [--postgres postgres://…]

One socket posts and another waits for the event, one after the other: p50 and p99.
Then 64 sockets of 64 people post as fast as they get their `ok`.
"""

import argparse
import asyncio
import json
import statistics
import time
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from bench.stage import Stage, stage

WRITERS = 64
SAMPLES = 500
SATURATED_S = 8.0


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="", help="an empty database's URL")
    databases = {"SQLite": "", "PostgreSQL": parser.parse_args().postgres}
    print("database    send→seen p50   p99      posts/s   ack p50   p99")
    for name, url in databases.items():
        if name == "PostgreSQL" and not url:
            continue
        with stage(WRITERS, url) as staged:
            seen = await send_to_seen(staged)
            acks, rate = await saturated(staged)
        print(
            f"{name:<11} {_ms(seen, 50)}      {_ms(seen, 99)}"
            f"  {rate:8.0f}   {_ms(acks, 50)}  {_ms(acks, 99)}"
        )


async def send_to_seen(staged: Stage) -> list[float]:
    writer, reader = [await _socket(staged, token) for token in staged.tokens[:2]]
    await _ask(reader, {"type": "subscribe", "stream": f"room:{staged.room}"})
    seconds = []
    for _ in range(SAMPLES):
        started = time.perf_counter()
        await _post(writer, staged.room)
        await _frame(reader, "event")
        seconds.append(time.perf_counter() - started)
        await _frame(writer, "ok")
    await writer.close()
    await reader.close()
    return seconds


async def saturated(staged: Stage) -> tuple[list[float], float]:
    sockets = [await _socket(staged, token) for token in staged.tokens]
    acks: list[float] = []
    end = time.perf_counter() + SATURATED_S

    async def post_all(socket: ClientConnection) -> None:
        while time.perf_counter() < end:
            started = time.perf_counter()
            await _post(socket, staged.room)
            await _frame(socket, "ok")
            acks.append(time.perf_counter() - started)

    started = time.perf_counter()
    await asyncio.gather(*map(post_all, sockets))
    return acks, len(acks) / (time.perf_counter() - started)


async def _socket(staged: Stage, token: str) -> ClientConnection:
    socket = await connect(
        staged.socket_url,
        subprotocols=["muster.v1"],  # type: ignore[list-item]
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
    )
    await socket.send(json.dumps({"type": "hello", "ref": 0}))
    await _frame(socket, "welcome")
    return socket


async def _ask(socket: ClientConnection, fields: dict[str, object]) -> None:
    await socket.send(json.dumps({**fields, "ref": 1}))
    await _frame(socket, "ok")


async def _post(socket: ClientConnection, room: str) -> None:
    frame = {
        "type": "message.post",
        "ref": 2,
        "client_id": str(uuid4()),
        "room": room,
        "text": "x" * 120,
    }
    await socket.send(json.dumps(frame))


async def _frame(socket: ClientConnection, kind: str) -> None:
    """Waits for a frame of this type; an error ends the bench."""
    while True:
        text = await socket.recv()
        if f'"type":"{kind}"' in str(text)[:40]:
            return
        if '"type":"error"' in str(text)[:40]:
            raise RuntimeError(text)


def _ms(seconds: list[float], percent: int) -> str:
    cut = statistics.quantiles(seconds, n=100)[percent - 1]
    return f"{cut * 1000:6.1f} ms"


if __name__ == "__main__":
    asyncio.run(main())
