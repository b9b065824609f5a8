"""Daphne with our sockets: frames are written at once, silent clients are closed."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet.tcp import Connection

from hub.close_codes import CloseCode
from hub.outgoing import Outgoing
from hub.transport import UNSENT_AT_MOST
from hub.welcome import HEARTBEAT_S

SILENT_AFTER_S = 60.0
MESSAGE_BYTES_AT_MOST = 64 * 1024
ABORT_AFTER_S = 30.0


class SocketProtocol(WebSocketProtocol):  # type: ignore[misc]
    """Is the connection's transport: counts what the client has not taken yet.

    Twisted's producer calls tell when its buffer is above and below 64 KiB; what is
    written in between is counted, and at 1 MiB the socket is closed with 4108.
    """

    congested = False
    intake: Callable[[str | None], None] | None = None
    _eager = False
    _unsent = 0
    _ended = False
    _heard = 0.0
    _pinged = 0.0

    def onOpen(self) -> None:
        super().onOpen()
        self._heard = self._pinged = time.monotonic()
        self._drained = asyncio.Event()
        self._drained.set()
        # The HTTP channel of before the upgrade is still registered; it would stop
        # reading from clients that read slowly.
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)
        self._eager = can_write_at_once(self.transport)

    def write(self, outgoing: Outgoing) -> None:
        if self.state != self.STATE_OPEN or self._ended:
            return
        wire = outgoing.wire
        if self.congested:
            self._unsent += len(wire)
            if self._unsent > UNSENT_AT_MOST:
                self.close(CloseCode.TOO_SLOW)
                return
        elif self._eager and not self._waits():
            sent = self.transport.writeSomeData(wire)
            if sent == len(wire):
                return
            if isinstance(sent, int):
                wire = wire[sent:]
        self.sendData(wire)

    def _waits(self) -> bool:
        """Whether earlier bytes are still to be written: these must go behind them."""
        transport = self.transport
        return bool(
            transport._tempDataBuffer
            or transport.dataBuffer
            or self.send_queue
            or transport.disconnecting
            or not transport.connected
        )

    def close(self, code: int) -> None:
        if self._ended:
            return
        self._ended = True
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code=int(code))
            asyncio.get_running_loop().call_later(ABORT_AFTER_S, self._abort)

    async def drained(self) -> None:
        await self._drained.wait()

    def pauseProducing(self) -> None:
        # Called again at each write above the mark.
        if not self.congested:
            self.congested = True
            self._unsent = 0
            self._drained.clear()

    def resumeProducing(self) -> None:
        self.congested = False
        self._unsent = 0
        self._drained.set()

    def stopProducing(self) -> None:
        self.resumeProducing()

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        self._heard = time.monotonic()
        if self._ended:
            return
        if self.intake is None:
            super().onMessage(payload, isBinary)
        else:
            # Past Channels' queue and its two tasks for each message.
            self.intake(None if isBinary else payload.decode())

    def onPong(self, payload: bytes) -> None:
        self._heard = time.monotonic()

    def onPing(self, payload: bytes) -> None:
        self._heard = time.monotonic()
        super().onPing(payload)

    def onClose(self, wasClean: bool, code: int, reason: str) -> None:
        self._ended = True
        if hasattr(self, "_drained"):
            self._drained.set()
        super().onClose(wasClean, code, reason)

    def check_timeouts(self) -> None:
        if self.state != self.STATE_OPEN:
            super().check_timeouts()
            return
        now = time.monotonic()
        if now - self._heard > SILENT_AFTER_S:
            self.close(CloseCode.SILENT)
        elif now - self._pinged > HEARTBEAT_S:
            self._pinged = now
            self.sendPing()

    def _abort(self) -> None:
        if self.state != self.STATE_CLOSED:
            self.dropConnection(abort=True)


class SocketFactory(WebSocketFactory):  # type: ignore[misc]
    protocol = SocketProtocol


class SocketServer(Server):  # type: ignore[misc]
    """Daphne's `server_class`. Its `run` sets `ws_factory`, which becomes ours."""

    @property
    def ws_factory(self) -> WebSocketFactory:
        return self._ws_factory

    @ws_factory.setter
    def ws_factory(self, factory: WebSocketFactory) -> None:
        own = SocketFactory(self, server=factory.server)
        # A broken frame is answered with its close code instead of a cut connection.
        # Who is slow to read finds the reason behind what waits, if it comes in time.
        own.setProtocolOptions(failByDrop=False, closeHandshakeTimeout=ABORT_AFTER_S)
        self._ws_factory = own

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if isinstance(protocol, SocketProtocol):
            scope.setdefault("extensions", {})["muster.socket"] = protocol
        return super().create_application(protocol, scope)


def can_write_at_once(transport: Any) -> bool:
    """Plain TCP with the buffers that Twisted has today; anything else takes its time.

    Twisted's own `write` always waits for the next round of the event loop.
    """
    return (
        isinstance(transport, Connection)
        and not getattr(transport, "TLS", False)
        and all(
            hasattr(transport, name)
            for name in ("_tempDataBuffer", "dataBuffer", "writeSomeData")
        )
    )
