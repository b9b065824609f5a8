"""The tracker of this process, its clock, its sockets and its talk with the others.

All on the event loop.
"""

from __future__ import annotations

import asyncio
import time
from uuid import uuid4

import msgspec

from hub.connection import Connection
from hub.errors import Invalid, Refused
from hub.events import encode
from hub.live import Hub
from hub.threads import in_database
from hub.together import Together
from presence import access, messages
from presence.exchange import Exchange
from presence.people import State
from presence.tracker import Tracker

WATCHES_AT_MOST = 50
KEY = "presence"


class LivePresence:
    """Feeds the tracker and sends what it has to tell."""

    def __init__(self) -> None:
        self.tracker = Tracker()
        self._connections: dict[int, Connection] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._identities = Together(access.identities)
        self._hub: Hub | None = None
        self._exchange: Exchange | None = None

    def start(self, hub: Hub) -> None:
        """Begins to tell other processes, if there may be any."""
        if not hub.bus.is_alone:
            self._hub = hub
            self._exchange = Exchange(uuid4().hex, self.tracker, _now())
            self._schedule()

    def leave(self, hub: Hub, come_back_s: float) -> None:
        """Says goodbye: everybody here comes back elsewhere within that time."""
        if self._exchange is not None:
            goodbye = self._exchange.goodbye(come_back_s)
            hub.bus.tell_everywhere(KEY, messages.encode(goodbye))

    def hear(self, payload: bytes) -> None:
        """What a process said over the bus, this one among them."""
        if self._exchange is None:
            return
        try:
            message = messages.decode(payload)
        except msgspec.DecodeError:
            return  # Another release may have more to say.
        self._exchange.hear(message, _now())
        self._schedule()

    @property
    def is_certain(self) -> bool:
        """False while other processes may have people of whom this one knows nothing.

        Safe to ask from any thread.
        """
        exchange = self._exchange
        return exchange is None or exchange.is_certain(_now())

    async def connected(self, connection: Connection) -> None:
        """Called once after the greeting, or by the first command if that is sooner."""
        who = await self._identities.ask(connection.user)
        if connection.closed or connection.id in self._connections:
            return
        self._connections[connection.id] = connection
        self.tracker.connect(connection.id, who, _now())
        self._schedule()

    def disconnected(self, connection: Connection) -> None:
        if self._connections.pop(connection.id, None) is not None:
            self.tracker.disconnect(connection.id, _now())
            self._schedule()

    async def rights_changed(self, connection: Connection) -> None:
        """Counts the person where they belong now; ends what they may not watch."""
        who = await in_database(access.identity, connection.user)
        if connection.id not in self._connections:
            return
        self.tracker.change(who, _now())
        for unit_id in self.tracker.watched_by(connection.id):
            try:
                await self.watch(connection, str(unit_id))
            except Refused:
                self.tracker.unwatch(connection.id, unit_id)
        self._schedule()

    async def set_state(
        self, connection: Connection, state: State, invisible: bool | None
    ) -> None:
        await self._make_known(connection)
        if state == State.ON_DESK and not self.tracker.attends(connection.user.pk):
            raise Refused
        self.tracker.set_state(connection.id, state, invisible, _now())
        self._schedule()

    async def watch(self, connection: Connection, unit_id: str) -> None:
        watched = await in_database(access.unit_to_watch, connection.user, unit_id)
        await self._make_known(connection)
        already = self.tracker.watched_by(connection.id)
        if len(already) >= WATCHES_AT_MOST and watched.unit_id not in already:
            raise Invalid(field="unit")
        self.tracker.watch(
            connection.id,
            watched.unit_id,
            watched.view,
            desk=watched.has_desk,
            now=_now(),
        )
        self._schedule()

    def unwatch(self, connection: Connection, unit_id: int) -> None:
        self.tracker.unwatch(connection.id, unit_id)

    async def _make_known(self, connection: Connection) -> None:
        # A client may ask right behind welcome, while `resume` is still being replayed.
        if connection.id not in self._connections:
            await self.connected(connection)
        if connection.id not in self._connections:
            raise Refused

    def _schedule(self) -> None:
        loop = asyncio.get_running_loop()
        exchange = self._exchange
        speaks_at = exchange.due(_now()) if exchange is not None else None
        dues = [self.tracker.next_due(), speaks_at]
        due = min((at for at in dues if at is not None), default=None)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if due is None else loop.call_at(due, self._tell)

    def _tell(self) -> None:
        if self._exchange is not None and self._hub is not None:
            while (message := self._exchange.say(_now())) is not None:
                self._hub.bus.tell_everywhere(KEY, messages.encode(message))
        for news in self.tracker.flush(_now()):
            payload = encode(news.frame)
            for device_id in news.devices:
                connection = self._connections.get(device_id)
                if connection is None:
                    continue
                if not connection.offer_latest(f"presence {news.unit_id}", payload):
                    self.tracker.missed(device_id, news.unit_id, _now())
        self._schedule()


def _now() -> float:
    return time.monotonic()  # which is the loop's clock too


presence = LivePresence()
