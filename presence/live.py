"""The tracker of this process, its clock and its sockets. All on the event loop."""

from __future__ import annotations

import asyncio

from hub.connection import Connection
from hub.errors import Invalid, Refused
from hub.events import encode
from hub.threads import in_database
from presence import access
from presence.people import State
from presence.tracker import Tracker

WATCHES_AT_MOST = 50


class LivePresence:
    """Feeds the tracker and sends what it has to tell."""

    def __init__(self) -> None:
        self.tracker = Tracker()
        self._connections: dict[int, Connection] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def connected(self, connection: Connection) -> None:
        """Called once after the greeting, or by the first command if that is sooner."""
        who = await in_database(access.identity, connection.user)
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
        due = self.tracker.next_due()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if due is None else loop.call_at(due, self._tell)

    def _tell(self) -> None:
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
    return asyncio.get_running_loop().time()


presence = LivePresence()
