"""One signed-in client: who it is, what it reads, and the one way to send to it."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from hub.close_codes import CloseCode
from hub.counts import counts
from hub.events import encode
from hub.outgoing import Outgoing, Outlet, not_now
from hub.routing import SignedIn
from hub.transport import Transport

BUMP_EVERY_S = 1.0
_ids = count(1)


@dataclass(slots=True)
class Own:
    """A stream of the person's own that this socket does not subscribe to."""

    head: int
    unread: int
    mention: int


class Connection(Outlet):
    """Everything a client gets goes through `offer`, so that there is one order."""

    __slots__ = (
        "__weakref__",
        "_bump_timer",
        "_bumps",
        "_transport",
        "bad_frames",
        "closed",
        "greeted",
        "id",
        "in_flight",
        "locale",
        "offer_all",
        "own",
        "revision",
        "signed_in",
        "subscriptions",
        "types_in",
    )

    def __init__(self, signed_in: SignedIn, transport: Transport) -> None:
        self.id = next(_ids)
        self.signed_in = signed_in
        self.locale: str = signed_in.user.locale
        self.subscriptions: set[str] = set()
        self.own: dict[str, Own] = {}
        # Counts changes of this person's rights; `types_in`: at which one it was looked
        # up that they may type in a stream.
        self.revision = 0
        self.types_in: dict[str, int] = {}
        self.greeted = False
        self.closed = False
        self.in_flight = 0
        self.bad_frames: list[float] = []
        self.at_once = not_now
        # Sends frames that other sockets get too, in one write.
        self.offer_all: Callable[[Outgoing], None] = transport.write
        self._transport = transport
        # With the title that a stream has got, if any.
        self._bumps: dict[str, str | None] = {}
        self._bump_timer: asyncio.TimerHandle | None = None

    @property
    def user(self) -> Any:
        return self.signed_in.user

    def offer(self, payload: bytes) -> None:
        """Sends one frame now, or behind what still waits."""
        self.offer_all(Outgoing((payload,)))

    def send(self, frame: dict[str, object]) -> None:
        self.offer(encode(frame))

    def offer_latest(self, key: str, payload: bytes) -> bool:
        """Sends an ephemeral frame, or drops it and says so, if much else waits."""
        if self.closed or self._transport.congested:
            counts.ephemeral_shed += 1
            return False
        self._transport.write(Outgoing((payload,)))
        return True

    def close(self, code: CloseCode) -> None:
        if not self.closed:
            self.closed = True
            self._transport.close(code)

    def withhold(self) -> None:
        """Before the end of a right: frames that wait here may be covered by it.

        They can't be told apart any more, so the client has to come back for the rest.
        """
        if not self.closed:
            self._transport.withhold()

    async def drained(self) -> None:
        await self._transport.drained()

    def bump(self, stream: str, title: str | None = None) -> None:
        """Tells that something happened in an own stream, at most once a second.

        `title`: what the stream is called from now on.
        """
        self._bumps[stream] = title or self._bumps.get(stream)
        if self.greeted and self._bump_timer is None:
            self._send_bumps()

    def welcomed(self) -> None:
        """The welcome is on its way: what happened since its look-up goes behind it."""
        self.greeted = True
        if self._bumps:
            self._send_bumps()

    def _send_bumps(self) -> None:
        self._bump_timer = None
        if self.closed or not self._bumps:
            return
        for stream in self._bumps.keys() & self.own.keys() - self.subscriptions:
            own, title = self.own[stream], self._bumps[stream]
            self.send(
                {
                    "type": "bump",
                    "stream": stream,
                    "head": own.head,
                    "unread": own.unread,
                    "mention": own.mention,
                    **({"title": title} if title else {}),
                }
            )
        self._bumps.clear()
        loop = asyncio.get_running_loop()
        self._bump_timer = loop.call_later(BUMP_EVERY_S, self._send_bumps)


def offer_each(connections: Iterable[Connection], outgoing: Outgoing) -> None:
    """Sends the same to all of them, in one write each: at once, where that can be."""
    wire = outgoing.wire
    size = len(wire)
    for connection in connections:
        # In two steps: a call of a slot by its name is looked up each time.
        at_once = connection.at_once
        try:
            sent = at_once(wire)
        except OSError:
            # Full, or gone: the transport finds out which when it tries.
            sent = 0
        if sent != size:
            connection.offer_all(outgoing.after(sent) if sent > 0 else outgoing)
