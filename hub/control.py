"""Ends what is no longer allowed: reads the control stream and drops at once."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from hub import queries
from hub.close_codes import CloseCode
from hub.connection import Connection, Own
from hub.errors import Refused
from hub.events import Stored
from hub.routing import routing
from hub.streams import LocalStream
from hub.subscriptions import subscribe
from hub.threads import in_database

if TYPE_CHECKING:
    from hub.live import Hub

logger = logging.getLogger(__name__)

EVERY_STREAM = "*"


class Order(msgspec.Struct):
    """One row of the control stream."""

    user: int | None = None
    users: list[int] | None = None
    session: str | None = None
    token: int | None = None
    stream: str | None = None
    reason: str = ""


class Moved(msgspec.Struct):
    stream: str
    seq: int


class _Row(msgspec.Struct):
    kind: str
    data: msgspec.Raw


class Control:
    """Drops sockets by user, session or token, and subscriptions by user and stream."""

    def __init__(self, hub: "Hub") -> None:
        # Counts orders: who looked up a right meanwhile looks again.
        self.seen = 0
        self._hub = hub
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, stream: LocalStream, head: int) -> None:
        """Follows the control stream from `head` on; rights are looked up anew."""
        self.seen += 1
        stream.delivered = head
        # Whoever asks for it as for any stream leaves it again; we never do.
        stream.held += 1

    def take(self, event: Stored) -> None:
        self.seen += 1
        row = msgspec.json.decode(event.payload, type=_Row)
        order = msgspec.json.decode(row.data, type=Order)
        for connection in self._meant(order):
            connection.revision += 1
            if row.kind == "changed":
                self._spawn(_or_come_back(connection, self._renew(connection)))
            elif row.kind == "renewed":
                proving = self._check_and_renew(connection, order.reason)
                self._spawn(_or_come_back(connection, proving))
            elif order.stream is None:
                connection.withhold()
                connection.close(CloseCode.SIGNED_OUT)
            elif order.stream == EVERY_STREAM:
                checking = self._check_again(connection, order.reason)
                self._spawn(_or_come_back(connection, checking))
            else:
                self.drop(connection, order.stream, order.reason)

    def read_moved(self, event: Stored) -> None:
        """Another device read on: the badges of this person's sockets follow."""
        row = msgspec.json.decode(event.payload, type=_Row)
        moved = msgspec.json.decode(row.data, type=Moved)
        user_id = int(event.stream.partition(":")[2])
        for connection in self._hub.connections.get(user_id, ()):
            own = connection.own.get(moved.stream)
            if own is not None:
                self._spawn(self.count_unread(connection, moved.stream))

    async def check_sign_ins(self) -> None:
        """Closes the sockets whose session or token ended without a word."""
        sockets = [c for mine in self._hub.connections.values() for c in mine]
        people = [connection.signed_in for connection in sockets]
        alive = await in_database(routing().still_signed_in, people)
        for connection in sockets:
            signed_in = connection.signed_in
            if (signed_in.session, signed_in.token) not in alive:
                connection.withhold()
                connection.close(CloseCode.NOT_SIGNED_IN)

    async def count_unread(self, connection: Connection, name: str) -> None:
        """Counts anew what a socket's `bump` says of a stream of its person's own."""
        if name not in connection.own:
            return
        head, counts = await in_database(_unread, connection.user, name)
        if connection.closed or name not in connection.own:
            return
        connection.own[name] = Own(head, *counts)
        stream = self._hub.streams.open(name)
        stream.owners.add(connection)
        if stream.delivered is None:
            stream.delivered = head

    def drop(
        self, connection: Connection, stream: str, reason: str, *, held: bool = False
    ) -> None:
        """Ends a subscription. `held`: it had one, which is set aside right now."""
        had = held or stream in connection.subscriptions or stream in connection.own
        connection.subscriptions.discard(stream)
        connection.own.pop(stream, None)
        self._hub.leave(connection, stream)
        if had:
            connection.withhold()
            connection.send({"type": "dropped", "stream": stream, "reason": reason})

    def _meant(self, order: Order) -> list[Connection]:
        by_user = self._hub.connections
        people: Iterable[int] = by_user
        if order.users is not None:
            people = order.users
        elif order.user is not None:
            people = [order.user]
        sockets = [c for user_id in people for c in by_user.get(user_id, ())]
        return [
            c
            for c in sockets
            if (order.session is None or c.signed_in.session == order.session)
            and (order.token is None or c.signed_in.token == order.token)
        ]

    async def _check_again(self, connection: Connection, reason: str) -> None:
        """Holds every stream of a socket until its right to it is proven again."""
        names = list(connection.subscriptions | connection.own.keys())
        positions: dict[str, int] = {}
        for name in names:
            stream = self._hub.streams.get(name)
            if stream is not None and connection in stream.live:
                positions[name] = stream.position(connection)
                stream.leave(connection)
        epoch = await in_database(queries.epoch)
        for name in names:
            try:
                if name in positions:
                    after = (epoch, positions[name])
                    await subscribe(self._hub, connection, name, after)
                else:
                    provider, key = routing().providers.find(name)
                    await in_database(provider.may_read, connection.user, key)
            except Refused:
                self.drop(connection, name, reason, held=name in positions)
        for hook in routing().on_rights_changed:
            await hook(connection)

    async def _check_and_renew(self, connection: Connection, reason: str) -> None:
        await self._check_again(connection, reason)
        if not connection.closed:
            await self._renew(connection)

    async def _renew(self, connection: Connection) -> None:
        """After joining or promotion: own streams appear without a new hello."""
        user, hub = connection.user, self._hub
        revision = connection.revision
        own = await in_database(_own_streams, user)
        fresh = [name for name in own if name not in connection.own]
        for name in fresh:
            hub.streams.open(name).owners.add(connection)
        heads = await in_database(queries.heads, fresh)
        if connection.closed or connection.revision != revision:
            for name in fresh:
                hub.leave(connection, name)
            if not connection.closed:
                await self._renew(connection)
            return
        for name in fresh:
            connection.own[name] = Own(heads[name], 0, 0)
            stream = hub.streams.open(name)
            if stream.delivered is None:
                stream.delivered = heads[name]
            connection.bump(name)
        for hook in routing().on_rights_changed:
            await hook(connection)

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(_logged(coroutine))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _or_come_back(
    connection: Connection, coroutine: Coroutine[Any, Any, None]
) -> None:
    """Should it fail half-way, streams would be silent: better a new connection."""
    try:
        await coroutine
    except Exception:
        connection.close(CloseCode.DRAINING)
        raise


async def _logged(coroutine: Coroutine[Any, Any, None]) -> None:
    try:
        await coroutine
    except Exception:
        logger.exception("Following the control stream failed")


def _unread(user: Any, name: str) -> tuple[int, tuple[int, int]]:
    provider, _key = routing().providers.find(name)
    head = queries.heads([name])[name]
    mark = queries.read_marks(user.pk, [name]).get(name, 0)
    return head, provider.unread(user, {name: mark}).get(name, (0, 0))


def _own_streams(user: object) -> list[str]:
    return [own.stream for p in routing().providers for own in p.own(user)]
