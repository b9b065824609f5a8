"""Starts Daphne with our server class, and ends it so that clients know what to do."""

import asyncio
import contextlib
import gc
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from django.conf import settings
from django.utils.module_loading import import_string
from twisted.internet import defer, reactor

from hub import live
from hub.drain import drain, until
from hub.serving import listening
from hub.serving.requests import HttpRequest
from hub.serving.server import MESSAGE_BYTES_AT_MOST, SocketServer
from hub.serving.signals import when_told_to_go

REQUESTS_END_WITHIN_S = 3.0
APPLICATIONS_END_WITHIN_S = 3.0
WRITTEN_WITHIN_S = 0.05


class ServingServer(SocketServer):
    """Announces its address once it listens, and says goodbye before it stops."""

    announce: Callable[[str], None]
    # Where others listen too: Daphne's own endpoints know neither that nor IPv6.
    shared: tuple[str, int] | None = None
    failed = False
    starting: asyncio.Task[live.Hub] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ports: list[Any] = []

    def run(self) -> None:
        if self.shared:
            self.endpoints: list[str] = []
            reactor.callWhenRunning(self._listen_beside_others, *self.shared)
        super().run()

    def _listen_beside_others(self, host: str, port: int) -> None:
        try:
            with listening.listener(host, port) as mine:
                mine.setblocking(False)
                # It goes on with a copy of this socket.
                listening_port = reactor.adoptStreamPort(
                    mine.fileno(), mine.family, self.http_factory
                )
        except OSError as error:
            self._give_up(str(error))
        else:
            self.listen_success(listening_port)

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self._ports.append(port)
        host = port.getHost()
        live.listening_on.add(host.host)
        address = listening.address(host.host, host.port)
        # A Ctrl-C before the reactor runs would be lost: nobody hears of us until then.
        reactor.callWhenRunning(self._begin, address)

    def _begin(self, address: str) -> None:
        self.announce(address)
        # What this process does for all begins now, not with the first client.
        self.starting = asyncio.get_event_loop().create_task(live.running())

    def listen_error(self, failure: Any) -> None:
        self._give_up(failure.getErrorMessage())

    def _give_up(self, why: str) -> None:
        sys.stderr.write(f"Can't listen: {why}\n")
        self.failed = True
        self.stop()

    def kill_all_applications(self) -> Any:
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._leave()))

    async def _leave(self) -> None:
        """Instead of Daphne's, which cuts every application in what it does."""
        begun = [one for one in self.connections if isinstance(one, HttpRequest)]
        for port in self._ports:
            port.stopListening()
        hub = live.now()
        if hub is not None:
            await drain(hub)
        await until(
            lambda: not any(one.waits_for_answer for one in begun),
            REQUESTS_END_WITHIN_S,
        )
        # The last answers are with Twisted still, not with the operating system.
        await asyncio.sleep(WRITTEN_WITHIN_S)
        await self._end_applications()

    async def _end_applications(self) -> None:
        # Daphne's reaper may have taken a connection's application away.
        ending = [
            application
            for details in self.connections.values()
            if (application := details.get("application_instance"))
        ]
        for application in ending:
            application.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(APPLICATIONS_END_WITHIN_S):
                await asyncio.gather(*ending, return_exceptions=True)


def serve(
    *,
    host: str,
    port: int,
    proxy_headers: bool,
    announce: Callable[[str], None],
    shared: bool = False,
) -> None:
    """Runs until SIGTERM or SIGINT; raises SystemExit(1) if it can't listen.

    With `shared`, other processes listen on the same port.
    """
    server = ServingServer(
        application=import_string("asgi.application"),
        endpoints=[
            f"{endpoint}:backlog={listening.WAITING_AT_MOST}"
            for endpoint in build_endpoint_description_strings(host=host, port=port)
        ],
        ping_interval=25,
        ping_timeout=0,
        websocket_timeout=-1,
        websocket_connect_timeout=20,
        websocket_handshake_timeout=20,
        websocket_max_message_size=MESSAGE_BYTES_AT_MOST,
        websocket_max_frame_size=MESSAGE_BYTES_AT_MOST,
        application_close_timeout=10,
        proxy_forwarded_address_header="X-Forwarded-For" if proxy_headers else None,
        proxy_forwarded_port_header="X-Forwarded-Port" if proxy_headers else None,
        proxy_forwarded_proto_header="X-Forwarded-Proto" if proxy_headers else None,
        server_name="",
        verbosity=0 if not settings.DEBUG else 1,
        signal_handlers=False,
    )
    server.announce = announce
    server.shared = (host, port) if shared else None
    # What lives from here on is long-lived: the collector need not walk it again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    when_told_to_go(partial(reactor.callFromThread, server.stop))
    server.run()
    if server.failed or server.abort_start:
        sys.exit(1)
