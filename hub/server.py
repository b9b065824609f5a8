"""Daphne with our sockets: frames are written at once, silent clients are closed."""

import asyncio
import time
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

from hub.close_codes import CloseCode
from hub.transport import UNSENT_AT_MOST
from hub.welcome import HEARTBEAT_S

SILENT_AFTER_S = 60.0
MESSAGE_BYTES_AT_MOST = 64 * 1024
ABORT_AFTER_S = 10.0


class SocketProtocol(WebSocketProtocol):  # type: ignore[misc]
    """Is the connection's transport: counts what the client has not taken yet.

    Twisted's producer calls tell when its buffer is above and below 64 KiB; what is
    written in between is counted, and at 1 MiB the socket is closed with 4108.
    """

    congested = False
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

    def write(self, payload: bytes) -> None:
        if self.state != self.STATE_OPEN or self._ended:
            return
        if self.congested:
            self._unsent += len(payload)
            if self._unsent > UNSENT_AT_MOST:
                self.close(CloseCode.TOO_SLOW)
                return
        self.sendPreparedMessage(self.factory.prepared(payload))

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
        if not self._ended:
            super().onMessage(payload, isBinary)

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
    """Prepares a frame's bytes once for all the sockets that get it."""

    protocol = SocketProtocol
    _payload: bytes = b""
    _prepared: Any = None

    def prepared(self, payload: bytes) -> Any:
        if payload is not self._payload:
            self._prepared = self.prepareMessage(payload, False, doNotCompress=True)
            self._payload = payload
        return self._prepared


class SocketServer(Server):  # type: ignore[misc]
    """Daphne's `server_class`. Its `run` sets `ws_factory`, which becomes ours."""

    @property
    def ws_factory(self) -> WebSocketFactory:
        return self._ws_factory

    @ws_factory.setter
    def ws_factory(self, factory: WebSocketFactory) -> None:
        own = SocketFactory(self, server=factory.server)
        # A broken frame is answered with its close code instead of a cut connection.
        own.setProtocolOptions(failByDrop=False)
        self._ws_factory = own

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if isinstance(protocol, SocketProtocol):
            scope.setdefault("extensions", {})["muster.socket"] = protocol
        return super().create_application(protocol, scope)
