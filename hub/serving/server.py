"""Daphne with our sockets: frames are written at once, silent clients are closed."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from daphne.http_protocol import HTTPFactory
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet.protocol import connectionDone
from twisted.internet.tcp import Connection

from hub.close_codes import CloseCode
from hub.counts import counts
from hub.outgoing import Outgoing, Outlet, not_now
from hub.serving import slim
from hub.serving.admission import Admission
from hub.serving.receiving import whole_texts
from hub.serving.requests import HttpFactory, HttpRequest, waiting_in
from hub.unsent import UNSENT_AT_MOST, unsent
from hub.welcome import HEARTBEAT_S

SILENT_AFTER_S = 60.0
MESSAGE_BYTES_AT_MOST = 64 * 1024
ABORT_AFTER_S = 30.0
# Daphne looks for silent clients this often; later than that by so much is a stall.
CHECK_EVERY_S = 2.0
STALLED_S = 1.0
TOLD_CODES = frozenset({1000, 1001, 1002, 1007, 1009, 1011, *CloseCode})


class WrittenAtOnce:
    """What each socket has for writing past Twisted's buffer; small, in slots."""

    __slots__ = ("_clear", "_outlet", "_send_now")
    # The socket's own `send`, where bytes may go past that buffer. Set when open.
    _send_now: Callable[[bytes], int] | None
    # It may be used: the socket is open, and Twisted was given nothing that may wait.
    _clear: bool
    # Where that is said to who writes to many.
    _outlet: Outlet | None


class SocketProtocol(WrittenAtOnce, WebSocketProtocol):  # type: ignore[misc]
    """Is the connection's transport: counts what the client has not taken yet.

    What can't be written at once is counted, and at 1 MiB the socket is closed with
    4108. Twisted's producer calls tell when its buffer is above 64 KiB and empty again.
    """

    congested = False
    unsent = 0
    _intake: Callable[[str | None], None] | None = None
    _gone: Callable[[], None] | None = None
    _drained: asyncio.Event | None = None
    _ended = False
    _closing_since: float | None = None
    _origin: str | None = None
    _admitted = False
    _heard = 0.0
    _pinged = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._send_now, self._clear, self._outlet = None, False, None

    def onConnect(self, request: Any) -> Any:
        accepting = super().onConnect(request)
        self._origin = self.client_addr[0] if self.client_addr else None
        self._admitted = True
        self.server.admission.opened(self._origin)
        return accepting

    def onOpen(self) -> None:
        super().onOpen()
        self._heard = self._pinged = time.monotonic()
        # The HTTP channel of before the upgrade is still registered; it would stop
        # reading from clients that read slowly.
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)
        at_once = can_write_at_once(self.transport)
        self._send_now = self.transport.socket.send if at_once else None

    @property
    def alive(self) -> bool:
        return self.state == self.STATE_OPEN and not self._ended

    def take_over(
        self,
        intake: Callable[[str | None], None],
        gone: Callable[[], None],
        outlet: Outlet,
    ) -> None:
        """From here on frames go to `intake`, the end to `gone`; `outlet` is kept true.

        Past Channels' queue and its two tasks for each message; the application that
        has opened the socket may end, and all that it held. What it was to get goes
        first, so that frames keep their order.
        """
        self._intake, self._gone, self._outlet = intake, gone, outlet
        # The next write says it to the outlet, too.
        self._clear = False
        queue = self.application_queue
        slim.forget_handshake(self)
        while not queue.empty():
            intake(queue.get_nowait().get("text"))

    def write(self, outgoing: Outgoing) -> None:
        wire = outgoing.wire
        if self._clear or self._is_clear():
            try:
                sent = self._send_now(wire)  # type: ignore[misc]
            except OSError:
                # Full, or gone: Twisted finds out which when it tries.
                sent = 0
            if sent == len(wire):
                return
            wire = wire[sent:]
        elif not self.alive:
            return
        if self._send_now is not None or self.congested:
            if self._is_too_much(len(wire)):
                self.close(CloseCode.TOO_SLOW)
                return
            unsent.owe(self, len(wire))
        self.sendData(wire)

    def _is_clear(self) -> bool:
        """Looks whether Twisted has written all that it was given since."""
        if self._send_now is None or not self.alive or self._waits():
            return False
        if self.unsent:
            unsent.settle(self)
        self._clear = True
        if self._outlet is not None:
            self._outlet.at_once = self._send_now
        return True

    def _obscure(self) -> None:
        """From here on something may wait, or nothing may be sent any more."""
        self._clear = False
        if self._outlet is not None:
            self._outlet.at_once = not_now

    def sendData(self, data: bytes, *how: Any, **else_how: Any) -> None:
        """Everything that autobahn sends by itself goes through here too."""
        self._obscure()
        super().sendData(data, *how, **else_how)

    def dropConnection(self, abort: bool = False) -> None:
        self._obscure()
        super().dropConnection(abort)

    def _is_too_much(self, size: int) -> bool:
        """Counting only adds up since the buffer was last seen empty: look again."""
        if self.unsent + size <= UNSENT_AT_MOST:
            return False
        return unsent.count_again(self) + size > UNSENT_AT_MOST

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
        self._end()
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code=int(code))

    def _end(self) -> None:
        self._ended = True
        self._obscure()

    async def drained(self) -> None:
        if self.congested:
            self._drained = self._drained or asyncio.Event()
            await self._drained.wait()

    def pauseProducing(self) -> None:
        # Called again at each write above the mark.
        self.congested = True

    def resumeProducing(self) -> None:
        self.congested = False
        unsent.settle(self)
        if self._drained is not None:
            self._drained.set()
            self._drained = None

    def stopProducing(self) -> None:
        self.resumeProducing()

    def dataReceived(self, data: bytes) -> None:
        intake, texts = self._intake, None
        if intake is not None and self._is_between_frames():
            texts = whole_texts(data)
        if intake is None or texts is None:
            self._dataReceived(data)
            return
        self._heard = time.monotonic()
        for text in texts:
            if not self._ended:
                intake(text)

    def _is_between_frames(self) -> bool:
        if self.state != self.STATE_OPEN:
            return False
        return not (self.data or self.current_frame or self.inside_message)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        self._heard = time.monotonic()
        if self._ended:
            return
        if self._intake is None:
            super().onMessage(payload, isBinary)
        else:
            self._intake(None if isBinary else payload.decode())

    def onPong(self, payload: bytes) -> None:
        self._heard = time.monotonic()

    def onPing(self, payload: bytes) -> None:
        self._heard = time.monotonic()
        super().onPing(payload)

    def onClose(self, wasClean: bool, code: int, reason: str) -> None:
        self._end()
        self.resumeProducing()
        gone, self._gone, self._intake = self._gone, None, None
        self._outlet = None
        if gone is not None:
            gone()
        if self._admitted:
            # A handshake that fails before Daphne has seen it has nothing to end.
            self._admitted = False
            self.server.admission.closed(self._origin)
            counts.closes[close_label(self.localCloseCode)] += 1
            super().onClose(wasClean, code, reason)
            slim.sweep(self.server.admission.open)

    def connectionLost(self, reason: Any = connectionDone) -> None:
        super().connectionLost(reason)
        slim.cut_circles(self)

    def check_timeouts(self) -> None:
        # One time for all: we may be stopped between two of them.
        now = self.server.checked_at
        if self.state == self.STATE_CONNECTING:
            super().check_timeouts()
            return
        if self.state != self.STATE_OPEN:
            self._leave(now)
            return
        if now - self._heard > SILENT_AFTER_S:
            self.close(CloseCode.SILENT)
        elif now - self._pinged > HEARTBEAT_S:
            self._pinged = now
            self.sendPing()

    def excuse(self, seconds: float) -> None:
        """We were not there ourselves: neither heard what came nor asked for a pong."""
        now = time.monotonic()
        self._heard = min(now, self._heard + seconds)
        if self._closing_since is not None:
            self._closing_since = min(now, self._closing_since + seconds)

    def waiting(self) -> int:
        return waiting_in(self.transport) if self._send_now else self.unsent

    def cut(self) -> None:
        self._end()
        self.transport.abortConnection()

    def withhold(self) -> None:
        if self.waiting():
            self.cut()

    def _leave(self, now: float) -> None:
        """Ends a connection whose client has said goodbye but takes nothing more."""
        if self._closing_since is None:
            self._closing_since = now
        elif now - self._closing_since > ABORT_AFTER_S:
            self.transport.abortConnection()


class SocketFactory(WebSocketFactory):  # type: ignore[misc]
    """Its options are its sockets' class attributes."""

    protocol = SocketProtocol

    def setProtocolOptions(self, **options: Any) -> None:
        super().setProtocolOptions(**options)
        self.protocol = slim.with_options_of(SocketProtocol, self)


class SocketServer(Server):  # type: ignore[misc]
    """Daphne's `server_class`. Its `run` sets the two factories, which become ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.admission = Admission()
        self.checked_at = time.monotonic()

    def timeout_checker(self) -> None:
        now = time.monotonic()
        late = now - self.checked_at - CHECK_EVERY_S
        self.checked_at = now
        if late > STALLED_S:
            for protocol in self.connections:
                if isinstance(protocol, SocketProtocol):
                    protocol.excuse(late)
        super().timeout_checker()

    @property
    def http_factory(self) -> HTTPFactory:
        return self._http_factory

    @http_factory.setter
    def http_factory(self, factory: HTTPFactory) -> None:
        self._http_factory = HttpFactory(factory.server)

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

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        await super().handle_reply(protocol, message)
        if isinstance(protocol, HttpRequest):
            await protocol.drained()


def close_label(code: int | None) -> str:
    """For /metrics: a client can't make up labels by closing with codes of its own."""
    return str(code) if code in TOLD_CODES else "other"


def can_write_at_once(transport: Any) -> bool:
    """Plain TCP with the buffers that Twisted has today; anything else takes its time.

    Twisted's own `write` always waits for the next round of the event loop.
    """
    return (
        isinstance(transport, Connection)
        and not getattr(transport, "TLS", False)
        and all(
            hasattr(transport, name)
            for name in ("_tempDataBuffer", "dataBuffer", "socket")
        )
    )
