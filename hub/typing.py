"""Who is typing: gathered per stream, forgotten after six seconds."""

import time
from typing import TYPE_CHECKING, Any

from hub.events import encode

if TYPE_CHECKING:
    from hub.live import Hub

FORGET_AFTER_S = 6.0
Target = tuple[str, str]


class TypingPeople:
    """`take` gets every process's notices; subscribers get one list per change."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._people: dict[Target, dict[str, tuple[str, float]]] = {}

    def take(self, stream: str, fields: Any) -> None:
        """`fields`: (the stream that is typed in, user id, name)."""
        typed_in, user_id, name = fields
        now = time.monotonic()
        people = self._people.setdefault((stream, typed_in), {})
        people[user_id] = (name, now + FORGET_AFTER_S)
        for gone in [u for u, (_name, until) in people.items() if until < now]:
            del people[gone]
        local = self._hub.streams.get(stream)
        if local is None:
            return
        users = [{"id": u, "name": n} for u, (n, _until) in people.items()]
        frame = encode({"type": "typing", "stream": typed_in, "users": users})
        for connection in local.live:
            if str(connection.user.pk) != user_id:
                connection.offer_latest(f"typing {typed_in}", frame)
        if len(self._people) > 10_000:
            self._forget(now)

    def _forget(self, now: float) -> None:
        self._people = {
            target: people
            for target, people in self._people.items()
            if any(until > now for _name, until in people.values())
        }
