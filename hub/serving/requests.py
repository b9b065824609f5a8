"""Daphne's HTTP requests, with limits on what comes in and what waits to go out."""

import asyncio
import time
from typing import Any

import msgspec
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.utils import parse_x_forwarded_for

from hub.counts import counts
from hub.errors import TooLarge
from hub.event_streams import PATH
from hub.serving import slim
from hub.serving.admission import Admission, retry_after_s
from hub.unsent import unsent

BODY_BYTES_AT_MOST = 1024 * 1024
RECEIVED_WITHIN_S = 60.0
# A reader that takes nothing for so long is gone, or wants our memory.
STALLED_AFTER_S = 60.0
IDLE_AT_MOST_S = 30.0
# A refused body is read and thrown away so long, so that its sender sees the answer.
LINGER_S = 2.0


class HttpRequest(WebRequest):  # type: ignore[misc]
    """Refuses what is too large before it is kept, and waits for slow readers.

    Daphne's `send` never waits: `drained` returns when the reader has taken most.
    """

    unsent = 0
    producer: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._began_at = time.monotonic()
        self._received = 0
        self._refused = False
        self._drained = asyncio.Event()
        self._drained.set()
        self._waited = 0
        self._moved_at = 0.0
        super().__init__(*args, **kwargs)

    @property
    def waits_for_answer(self) -> bool:
        """It was asked, and nothing of the answer was sent."""
        asked = self.application_queue is not None
        return asked and not self._response_started and not self.finished

    def gotLength(self, length: int | None) -> None:
        too_large = length is not None and length > BODY_BYTES_AT_MOST
        super().gotLength(0 if too_large else length)
        if too_large:
            self._refuse_body()

    def handleContentChunk(self, data: bytes) -> None:
        self._received += len(data)
        if self._refused:
            return
        if self._received > BODY_BYTES_AT_MOST:
            self._refuse_body()
        else:
            super().handleContentChunk(data)

    def process(self) -> Any:
        if self._refused:
            return None
        if not self._comes_to_stay():
            return super().process()
        cookie, token = (
            self.requestHeaders.hasHeader(name)
            for name in (b"Cookie", b"Authorization")
        )
        admission: Admission = self.server.admission
        admission.ask(self, self._address(), anonymous=not (cookie or token))
        return None

    @property
    def gone(self) -> bool:
        return bool(self._disconnected)

    def let_in(self) -> None:
        super().process()
        if self.transport is None:
            slim.forget_upgraded(self)

    def turn_away(self) -> None:
        self.setResponseCode(503)
        self.setHeader(b"Retry-After", b"%d" % retry_after_s())
        self.setHeader(b"Content-Length", b"0")
        self.setHeader(b"Connection", b"close")
        self.channel.persistent = False
        self.finish()

    def handle_reply(self, message: dict[str, Any]) -> None:
        if self.finished or self.channel is None:
            return
        if message["type"] == "http.response.start" and self.producer is None:
            self.registerProducer(self, True)
        waited = not self._drained.is_set()
        super().handle_reply(message)
        if waited and not self.finished:
            unsent.owe(self, len(message.get("body", b"")))

    def finish(self) -> None:
        self._let_go()
        super().finish()

    def connectionLost(self, reason: Any) -> None:
        self._let_go()
        super().connectionLost(reason)

    async def drained(self) -> None:
        try:
            await self._drained.wait()
        except asyncio.CancelledError:
            # Nobody waits for this reader any more, nor would notice when it goes.
            self.cut()
            raise

    def pauseProducing(self) -> None:
        # Called again at each write above the mark.
        if self._drained.is_set():
            self._drained.clear()
            self._moved_at = time.monotonic()
            unsent.owe(self, self.waiting())

    def resumeProducing(self) -> None:
        unsent.settle(self)
        self._drained.set()

    def stopProducing(self) -> None:
        self.resumeProducing()

    def waiting(self) -> int:
        return waiting_in(self.channel.transport)

    def cut(self) -> None:
        if not self.finished and self.channel is not None:
            self.channel.transport.abortConnection()

    def check_timeouts(self) -> None:
        super().check_timeouts()
        now = time.monotonic()
        if not hasattr(self, "request_start"):
            if now - self._began_at > RECEIVED_WITHIN_S:
                self.cut()
        elif not self._drained.is_set():
            waits = self.waiting()
            if waits != self._waited:
                self._waited, self._moved_at = waits, now
            elif now - self._moved_at > STALLED_AFTER_S:
                self.cut()

    def _comes_to_stay(self) -> bool:
        upgrade = self.requestHeaders.getRawHeaders(b"Upgrade", [b""])[0]
        if upgrade.lower() == b"websocket":
            return True
        return PATH.fullmatch(self.path.decode("latin1")) is not None

    def _address(self) -> str | None:
        peer: Any = [str(getattr(self.client, "host", "")), 0]
        if self.server.proxy_forwarded_address_header:
            peer, _scheme = parse_x_forwarded_for(
                self.requestHeaders,
                self.server.proxy_forwarded_address_header,
                original_addr=peer,
            )
        return str(peer[0])

    def _refuse_body(self) -> None:
        self._refused = True
        counts.bodies_refused += 1
        body = msgspec.json.encode(TooLarge().fields())
        head = (
            b"HTTP/1.1 413 Content Too Large\r\nContent-Type: application/json\r\n"
            b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        transport = self.channel.transport
        transport.write(head + body)
        asyncio.get_running_loop().call_later(LINGER_S, transport.loseConnection)

    def _let_go(self) -> None:
        """No circle is left behind, and nobody waits for a reader that is gone."""
        if self.producer is not None and self.channel is not None:
            self.unregisterProducer()
        self.producer = None
        self.resumeProducing()


class HttpFactory(HTTPFactory):  # type: ignore[misc]
    """Daphne's, with our requests."""

    def __init__(self, server: Any) -> None:
        super().__init__(server)
        self.timeOut = IDLE_AT_MOST_S

    def buildProtocol(self, addr: Any) -> Any:
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = HttpRequest
        return protocol


def waiting_in(transport: Any) -> int:
    """Bytes in Twisted's own buffers; 0 where it keeps them in a way of its own."""
    try:
        buffered = len(transport.dataBuffer) - transport.offset
        return int(buffered + transport._tempDataLen)
    except AttributeError:
        return 0
