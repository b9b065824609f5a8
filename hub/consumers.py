"""The one consumer: a socket per client carries everything."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings

from hub import live
from hub.close_codes import CloseCode
from hub.connection import Connection
from hub.entrance import headers_of, lends_cookies, signed_in
from hub.intake import Intake
from hub.routing import SignedIn, routing
from hub.transport import QueuedTransport

logger = logging.getLogger(__name__)

SUBPROTOCOL = "muster.v1"
SOCKET = "muster.socket"
HELLO_WITHIN_S = 5.0
Message = dict[str, Any]


class OpenSocket:
    """One signed-in socket from its opening to its end."""

    __slots__ = ("_connection", "_hello_timer", "_hub", "_intake")

    def __init__(self, hub: live.Hub, connection: Connection) -> None:
        self._hub = hub
        self._connection = connection
        self._intake = Intake(hub, connection)
        hub.connected(connection)
        loop = asyncio.get_running_loop()
        self._hello_timer = loop.call_later(HELLO_WITHIN_S, self._no_hello)

    def take(self, text: str | None) -> None:
        self._intake.take(text)

    def gone(self) -> None:
        self._hello_timer.cancel()
        self._intake.stop()
        self._hub.disconnected(self._connection)
        for hook in routing().on_disconnect:
            hook(self._connection)

    def _no_hello(self) -> None:
        if not self._connection.greeted:
            self._connection.close(CloseCode.NO_HELLO)


class SocketConsumer(AsyncConsumer):  # type: ignore[misc]
    """Lets clients in, and hands their frames on.

    It has no channel of its own: delivery goes from the hub to the connection. On our
    own server a socket that is open needs no application any more; any other server
    brings its frames here.
    """

    channel_layer_alias = "hub has its own bus"
    _socket: OpenSocket | None = None
    _queued: QueuedTransport | None = None

    async def dispatch(self, message: Message) -> None:
        # Channels' own dispatch hops through one thread for each message.
        match message["type"]:
            case "websocket.receive":
                if self._socket is not None:
                    self._socket.take(message.get("text"))
            case "websocket.connect":
                await self._connect()
            case "websocket.disconnect":
                if self._queued is not None:
                    self._queued.stop()
                if self._socket is not None:
                    self._socket.gone()
                raise StopConsumer

    async def _connect(self) -> None:
        headers = headers_of(self.scope)
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
            who = await signed_in(hub, headers)
        except Exception:
            # Only the database may say no; a failed look-up is not a no.
            logger.exception("Looking up who connects failed")
            await self._refuse(CloseCode.DRAINING)
            return
        if who is None:
            await self._refuse(CloseCode.NOT_SIGNED_IN)
        elif hub.draining:
            await self._refuse(CloseCode.DRAINING)
        elif not hub.elsewhere.may_open(who.user.pk):
            await self._refuse(CloseCode.RATE)
        else:
            self._open(hub, who)

    def _open(self, hub: live.Hub, who: SignedIn) -> None:
        transport: Any = self.scope.get("extensions", {}).get(SOCKET)
        if transport is None:
            self._queued = QueuedTransport(self.send)
            self._socket = OpenSocket(hub, Connection(who, self._queued))
        elif transport.alive:
            connection = Connection(who, transport)
            socket = OpenSocket(hub, connection)
            transport.take_over(socket.take, socket.gone, connection)
            raise StopConsumer

    async def _refuse(self, code: CloseCode) -> None:
        await self.send({"type": "websocket.close", "code": int(code)})


class NowhereConsumer(AsyncConsumer):  # type: ignore[misc]
    """Any other address: the handshake is refused."""

    channel_layer_alias = SocketConsumer.channel_layer_alias

    async def dispatch(self, message: Message) -> None:
        if message["type"] == "websocket.connect":
            await self.send({"type": "websocket.close"})
        raise StopConsumer


def _origin_allowed(headers: Mapping[str, str]) -> bool:
    """Scheme, host and port must be on the list: a browser always sends its Origin."""
    if not lends_cookies(headers):
        return True
    return headers.get("origin") in settings.ALLOWED_ORIGINS
