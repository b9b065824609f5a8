"""`GET /api/v1/streams/{stream}/events`: one stream, for networks that break sockets.

Outside Django's handler, which would hold a thread for each open answer.
"""

import asyncio
import logging
import math
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hub import live, queries
from hub.close_codes import CloseCode
from hub.connection import Connection
from hub.counts import counts
from hub.entrance import headers_of, is_meant, lends_cookies, signed_in
from hub.errors import (
    HubError,
    Internal,
    Invalid,
    NotSignedIn,
    RateLimited,
    Refused,
    Unanswered,
)
from hub.events import encode
from hub.frames import Position, StreamName
from hub.limits import SUBSCRIPTIONS, check
from hub.routing import SignedIn
from hub.sse import EventStreamTransport, Send
from hub.subscriptions import subscribe
from hub.threads import in_database

logger = logging.getLogger(__name__)

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

USER = "x-muster-user"
PATH = re.compile(r"/api/v1/streams/([^/]+)/events")
COME_BACK_AFTER_MS = 5000
OWN_SITE = ("same-origin", "none")


class Asked(NamedTuple):
    """What a request is about: a stream, and where its reader stands."""

    stream: str
    after: Position | None


class EventStreams:
    """In front of another ASGI application: takes its own path, hands on the others."""

    def __init__(self, others: Callable[..., Awaitable[None]]) -> None:
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        own = PATH.fullmatch(scope["path"])
        if own is None:
            await self._others(scope, receive, send)
        else:
            await EventStream(own[1], scope, receive, send).answer()


class EventStream:
    """One request: an error in JSON, or a stream that stays open."""

    def __init__(self, stream: str, scope: Scope, receive: Receive, send: Send) -> None:
        self._stream = stream
        self._scope = scope
        self._receive = receive
        self._send = send
        self._locale = settings.LANGUAGE_CODE

    async def answer(self) -> None:
        if self._scope["method"] != "GET":
            await self._respond(405, [(b"allow", b"GET")])
            return
        try:
            await self._answer()
        except HubError as error:
            await self._explain(error)
        except DatabaseError as error:
            logger.warning("Opening an event stream failed: %r", error)
            await self._explain(Unanswered(retry_after_ms=COME_BACK_AFTER_MS))
        except Exception:
            logger.exception("Opening an event stream failed")
            await self._explain(Internal())

    async def _answer(self) -> None:
        headers = headers_of(self._scope)
        if _is_from_elsewhere(headers):
            raise Refused(_("This request came from another site."))
        hub = await live.running()
        who = await signed_in(hub, headers)
        if who is None or not is_meant(headers.get(USER), who.user):
            raise NotSignedIn
        self._locale = who.user.locale
        asked = self._asked(headers)
        if hub.draining:
            raise Unanswered(retry_after_ms=COME_BACK_AFTER_MS)
        if not hub.elsewhere.may_open(who.user.pk):
            raise RateLimited(retry_after_ms=COME_BACK_AFTER_MS)
        check(SUBSCRIPTIONS, who.user.pk)
        await self._follow(hub, who, asked)

    async def _follow(self, hub: live.Hub, who: SignedIn, asked: Asked) -> None:
        """Counts as one of the person's sockets, and ends like one."""
        events = EventStreamTransport(asked.stream, self._send)
        connection = Connection(who, events)
        hub.connected(connection)
        hub.event_streams += 1
        counts.connects += 1
        opening = asyncio.create_task(_open(hub, connection, events, asked))
        leaving = asyncio.create_task(self._left())
        try:
            await _first_of(opening, leaving, events.writing)
            if opening.done():
                opening.result()
            await _first_of(leaving, events.writing)
        finally:
            hub.event_streams -= 1
            hub.disconnected(connection)
            opening.cancel()
            leaving.cancel()
            await asyncio.gather(opening, leaving, return_exceptions=True)
            await events.stop()

    def _asked(self, headers: Mapping[str, str]) -> Asked:
        """`Last-Event-ID` wins: browsers that come back send it beside the old URL."""
        query = parse_qs(self._scope["query_string"].decode("latin1"))
        position = headers.get("last-event-id") or query.get("after", [""])[0]
        try:
            stream = msgspec.convert(self._stream, StreamName)
        except msgspec.ValidationError:
            raise Refused from None
        return Asked(stream, _position(position) if position else None)

    async def _left(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _explain(self, error: HubError) -> None:
        with translation.override(self._locale):
            body = encode(error.fields())
        headers = [(b"content-type", b"application/json; charset=utf-8")]
        if error.retry_after_ms is not None:
            seconds = math.ceil(error.retry_after_ms / 1000)
            headers.append((b"retry-after", b"%d" % seconds))
        await self._respond(error.status, headers, body)

    async def _respond(
        self, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b""
    ) -> None:
        headers = [*headers, (b"cache-control", b"no-store")]
        start = {"type": "http.response.start", "status": status, "headers": headers}
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


async def _open(
    hub: live.Hub, connection: Connection, events: EventStreamTransport, asked: Asked
) -> None:
    """Sends what was missed, then lives. What fails before the first word is raised."""
    stream, after = asked
    try:
        events.epoch = after[0] if after else await in_database(queries.epoch)
        now = await subscribe(hub, connection, stream, after)
        events.open(now["epoch"], now["head"])
    except Exception as error:
        if not events.started:
            raise
        if isinstance(error, Refused):
            connection.send({"type": "dropped", "stream": stream, "reason": error.code})
        else:
            logger.warning("An event stream broke: %r", error)
        connection.close(CloseCode.DRAINING)


async def _first_of(*tasks: asyncio.Task[None]) -> None:
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


def _is_from_elsewhere(headers: Mapping[str, str]) -> bool:
    """A browser sends no Origin when a page reads from its own site."""
    if not lends_cookies(headers):
        return False
    if "origin" in headers:
        return headers["origin"] not in settings.ALLOWED_ORIGINS
    return headers.get("sec-fetch-site", OWN_SITE[0]) not in OWN_SITE


def _position(text: str) -> Position:
    """From `<epoch>.<seq>`."""
    epoch, _dot, seq = text.rpartition(".")
    try:
        position: Position = msgspec.convert((epoch or None, int(seq)), Position)
        return position
    except (ValueError, msgspec.ValidationError):
        message = format_lazy(_("“{field}” is not valid."), field="after")
        raise Invalid(message, field="after") from None
