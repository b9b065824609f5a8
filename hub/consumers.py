"""The one consumer: a socket per client carries everything."""

import asyncio
import logging
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings

from hub import live
from hub.close_codes import CloseCode
from hub.connection import Connection
from hub.intake import Intake
from hub.routing import SignedIn, routing
from hub.threads import in_database
from hub.transport import QueuedTransport, Transport

logger = logging.getLogger(__name__)

SUBPROTOCOL = "muster.v1"
SOCKET = "muster.socket"
HELLO_WITHIN_S = 5.0
SOCKETS_PER_PERSON = 20
Message = dict[str, Any]


class SocketConsumer(AsyncConsumer):  # type: ignore[misc]
    """Accepts, authenticates, and hands every frame to its intake.

    It has no channel of its own: delivery goes from the hub to the connection.
    """

    channel_layer_alias = "hub has its own bus"
    connection: Connection | None = None
    intake: Intake | None = None
    _queued: QueuedTransport | None = None
    _hello_timer: asyncio.TimerHandle | None = None

    async def dispatch(self, message: Message) -> None:
        # Channels' own dispatch hops through one thread for each message.
        match message["type"]:
            case "websocket.receive":
                if self.intake is not None:
                    self.intake.take(message.get("text"))
            case "websocket.connect":
                await self._connect()
            case "websocket.disconnect":
                self._disconnect()
                raise StopConsumer

    async def _connect(self) -> None:
        headers = _headers(self.scope)
        if not _origin_allowed(headers):
            await self.send({"type": "websocket.close"})
            return
        if SUBPROTOCOL not in self.scope["subprotocols"]:
            await self.send({"type": "websocket.accept"})
            await self._refuse(CloseCode.PROTOCOL)
            return
        await self.send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        try:
            hub = await live.running()
            signed_in = await _signed_in(hub, headers)
        except Exception:
            # Only the database may say no; a failed look-up is not a no.
            logger.exception("Looking up who connects failed")
            await self._refuse(CloseCode.DRAINING)
            return
        if signed_in is None:
            await self._refuse(CloseCode.NOT_SIGNED_IN)
        elif hub.draining:
            await self._refuse(CloseCode.DRAINING)
        elif len(hub.connections.get(signed_in.user.pk, ())) >= SOCKETS_PER_PERSON:
            await self._refuse(CloseCode.RATE)
        else:
            self._open(hub, signed_in)

    def _open(self, hub: live.Hub, signed_in: SignedIn) -> None:
        self.connection = Connection(signed_in, self._transport())
        self.intake = Intake(hub, self.connection)
        hub.connected(self.connection)
        if self._queued is None:
            self.scope["extensions"][SOCKET].intake = self.intake.take
        loop = asyncio.get_running_loop()
        self._hello_timer = loop.call_later(HELLO_WITHIN_S, self._no_hello)

    def _transport(self) -> Transport:
        extensions = self.scope.get("extensions", {})
        transport: Transport | None = extensions.get(SOCKET)
        if transport is not None:
            return transport
        self._queued = QueuedTransport(self.send)
        return self._queued

    def _no_hello(self) -> None:
        if self.connection is not None and not self.connection.greeted:
            self.connection.close(CloseCode.NO_HELLO)

    def _disconnect(self) -> None:
        if self._hello_timer is not None:
            self._hello_timer.cancel()
        if self._queued is not None:
            self._queued.stop()
        hub = live.now()
        if self.connection is None or hub is None:
            return
        if self.intake is not None:
            self.intake.stop()
        hub.disconnected(self.connection)
        for hook in routing().on_disconnect:
            hook(self.connection)

    async def _refuse(self, code: CloseCode) -> None:
        await self.send({"type": "websocket.close", "code": int(code)})


class NowhereConsumer(AsyncConsumer):  # type: ignore[misc]
    """Any other address: the handshake is refused."""

    channel_layer_alias = SocketConsumer.channel_layer_alias

    async def dispatch(self, message: Message) -> None:
        if message["type"] == "websocket.connect":
            await self.send({"type": "websocket.close"})
        raise StopConsumer


async def _signed_in(hub: live.Hub, headers: dict[str, str]) -> SignedIn | None:
    """Asked again when rights changed meanwhile: no revocation slips between."""
    while True:
        seen = hub.control.seen
        found = await in_database(routing().authenticate, headers, _cookies(headers))
        if hub.control.seen == seen:
            return found


def _headers(scope: Mapping[str, Any]) -> dict[str, str]:
    return {name.decode(): value.decode("latin1") for name, value in scope["headers"]}


def _cookies(headers: Mapping[str, str]) -> dict[str, str]:
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def _origin_allowed(headers: Mapping[str, str]) -> bool:
    """Scheme, host and port must be on the list: a browser always sends its Origin.

    Whoever brings a token, or neither cookie nor Origin, has nothing to be lent.
    """
    if "authorization" in headers:
        return True
    origin = headers.get("origin")
    if origin is None and settings.SESSION_COOKIE_NAME not in _cookies(headers):
        return True
    return origin in settings.ALLOWED_ORIGINS
