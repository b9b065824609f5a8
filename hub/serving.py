"""Starts Daphne with our server class, and ends it so that clients know what to do."""

import asyncio
import gc
import sys
from collections.abc import Callable
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from django.conf import settings
from django.utils.module_loading import import_string
from twisted.internet import defer, reactor

from hub import live
from hub.close_codes import CloseCode
from hub.server import MESSAGE_BYTES_AT_MOST, SocketServer

CLOSE_IN_SLICES_OF = 200
GOODBYE_S = 0.5
COME_BACK_MS = (500, 5000)


class ServingServer(SocketServer):
    """Announces its address once it listens, and says goodbye before it stops."""

    announce: Callable[[str], None]
    scheme = "http"
    failed = False
    starting: asyncio.Task[live.Hub] | None = None

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        host = port.getHost()
        live.listening_on.add(host.host)
        address = f"{self.scheme}://{_bracketed(host.host)}:{host.port}"
        # A Ctrl-C before the reactor runs would be lost: nobody hears of us until then.
        reactor.callWhenRunning(self.announce, address)
        self.starting = asyncio.get_event_loop().create_task(live.running())

    def listen_error(self, failure: Any) -> None:
        sys.stderr.write(f"Can't listen: {failure.getErrorMessage()}\n")
        self.failed = True
        self.stop()

    def kill_all_applications(self) -> Any:
        goodbye = defer.Deferred.fromFuture(asyncio.ensure_future(_say_goodbye()))
        goodbye.addBoth(lambda _: super(ServingServer, self).kill_all_applications())
        return goodbye


def serve(
    *, host: str, port: int, proxy_headers: bool, announce: Callable[[str], None]
) -> None:
    """Runs until SIGTERM or SIGINT; raises SystemExit(1) if it can't listen."""
    server = ServingServer(
        application=import_string("asgi.application"),
        endpoints=build_endpoint_description_strings(host=host, port=port),
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
    )
    server.announce = announce
    # What lives from here on is long-lived: the collector need not walk it again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    server.run()
    if server.failed or server.abort_start:
        sys.exit(1)


async def _say_goodbye() -> None:
    hub = live.now()
    if hub is None:
        return
    hub.draining = True
    sockets = [socket for mine in hub.connections.values() for socket in mine]
    bye = {
        "type": "bye",
        "code": int(CloseCode.DRAINING),
        "reason": "draining",
        "retry_after_ms": COME_BACK_MS,
    }
    for start in range(0, len(sockets), CLOSE_IN_SLICES_OF):
        for socket in sockets[start : start + CLOSE_IN_SLICES_OF]:
            socket.send(bye)
            socket.close(CloseCode.DRAINING)
        await asyncio.sleep(0)
    await asyncio.sleep(GOODBYE_S if sockets else 0)
    hub.stop()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
