"""One stream of a connection as Server-Sent Events, for any ASGI server's `send`."""

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from hub.close_codes import CloseCode
from hub.counts import counts
from hub.outgoing import Outgoing
from hub.unsent import UNSENT_AT_MOST, unsent

Send = Callable[[dict[str, Any]], Awaitable[None]]

KEEP_ALIVE_S = 20.0
COME_BACK_MS = (1000, 5000)
BYTES_AT_ONCE = 64 * 1024
LAST_WORDS_WITHIN_S = 1.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
KEEP_ALIVE = b":\n\n"


class _Frame(msgspec.Struct):
    """What of a frame decides how it is shown."""

    type: str
    stream: str = ""
    epoch: str = ""
    seq: int = 0
    head: int = 0
    retry_after_ms: tuple[int, int] = COME_BACK_MS


_decode = msgspec.json.Decoder(_Frame).decode


class EventStreamTransport:
    """Shows `event`, `reset` and `dropped` of one stream, and `bye`; nothing else.

    The answer begins with the first of them or with `open`: until then it may still
    become an error. What waits behind a `send` that does not return is counted, and
    above 1 MiB the answer ends. `dropped` and a sign-out throw away what waits.
    `epoch` is that of the events to come: a position is `<epoch>.<seq>`.
    """

    unsent = 0

    def __init__(self, stream: str, send: Send) -> None:
        self.started = False
        self.epoch = ""
        self._stream = stream
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._sending = False
        self._ended = False
        self._finished = False
        self._wake = asyncio.Event()
        self._drained = asyncio.Event()
        self._drained.set()
        self.writing = asyncio.get_running_loop().create_task(self._write_all())

    @property
    def congested(self) -> bool:
        return self.unsent > UNSENT_AT_MOST // 2

    def open(self, epoch: str, head: int) -> None:
        """Tells where the reader stands, so that it may come back from there."""
        self.epoch = epoch
        self._put(b"id: %b\n\n" % self._position(head))

    def write(self, outgoing: Outgoing) -> None:
        for payload in outgoing.payloads:
            if not self._ended:
                self._put(self._shown(payload))

    def close(self, code: int) -> None:
        """The answer ends: behind what waits, if that may still be sent."""
        counts.closes[str(int(code))] += 1
        if code != CloseCode.DRAINING:
            self._forget()
        self._end()

    def waiting(self) -> int:
        return self.unsent

    def cut(self) -> None:
        """Without waiting for the `send` that does not return."""
        self.close(CloseCode.TOO_SLOW)
        self.writing.cancel()

    def withhold(self) -> None:
        """`dropped` and `close` do it: there is one stream here."""

    async def drained(self) -> None:
        await self._drained.wait()

    async def stop(self) -> None:
        """Ends the answer, also for a reader that takes nothing any more."""
        self._end()
        self._forget()
        self.writing.cancel()
        await asyncio.gather(self.writing, return_exceptions=True)
        if self.started and not self._finished:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS_WITHIN_S):
                    await self._send_body(b"", more=False)

    def _shown(self, payload: bytes) -> bytes:
        frame = _decode(payload)
        if frame.type == "bye":
            again = random.randint(*frame.retry_after_ms)
            return b"retry: %d\nevent: bye\ndata: %b\n\n" % (again, payload)
        if frame.stream != self._stream:
            return b""
        match frame.type:
            case "event":
                told = (self._position(frame.seq), payload)
                return b"id: %b\nevent: event\ndata: %b\n\n" % told
            case "reset":
                self.epoch = frame.epoch
                told = (self._position(frame.head), payload)
                return b"id: %b\nevent: reset\ndata: %b\n\n" % told
            case "dropped":
                self._forget()
                self._end()
                return b"event: dropped\ndata: %b\n\n" % payload
        return b""

    def _position(self, seq: int) -> bytes:
        return f"{self.epoch}.{seq}".encode()

    def _put(self, part: bytes) -> None:
        if not part:
            return
        if self._sending and self.unsent + len(part) > UNSENT_AT_MOST:
            self.cut()
            return
        self.started = True
        self._waiting.append(part)
        self._drained.clear()
        self._wake.set()
        unsent.owe(self, len(part))

    def _forget(self) -> None:
        unsent.settle(self)
        self._waiting.clear()

    def _end(self) -> None:
        self._ended = True
        self._wake.set()

    async def _write_all(self) -> None:
        await self._wake.wait()
        self.started = True
        await self._send(
            {"type": "http.response.start", "status": 200, "headers": HEADERS}
        )
        await self._send_body(b"retry: %d\n\n" % random.randint(*COME_BACK_MS))
        while self._waiting or not self._ended:
            if self._waiting:
                await self._write_some()
            else:
                await self._rest()
        await self._send_body(b"", more=False)
        self._finished = True

    async def _write_some(self) -> None:
        parts, size = [], 0
        while self._waiting and size < BYTES_AT_ONCE:
            parts.append(self._waiting.popleft())
            size += len(parts[-1])
        unsent.paid(self, size)
        self._sending = True
        await self._send_body(b"".join(parts))
        self._sending = False
        if not self._waiting:
            self._drained.set()

    async def _rest(self) -> None:
        """Until there is more. Proxies take what is silent for long for dead."""
        self._wake.clear()
        try:
            async with asyncio.timeout(KEEP_ALIVE_S):
                await self._wake.wait()
        except TimeoutError:
            await self._send_body(KEEP_ALIVE)

    async def _send_body(self, body: bytes, *, more: bool = True) -> None:
        await self._send(
            {"type": "http.response.body", "body": body, "more_body": more}
        )
