"""How processes tell each other who is there: pure protocol, without clock and bus.

Each process alone speaks of its own people. It tells what changed, numbered by a
version, and beats. Who finds a number missing, or hears a stranger, asks for the full
list, which comes in parts. What is lost, repeated or out of order is thereby healed:
after a quiet while all know the same.

Time is counted in our own beats that came back over the bus. While the bus is away
none come back, so nobody is taken for dead; nor by a process that itself stood still.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field

from presence import messages
from presence.messages import Ask, Beat, Changes, Goodbye, Message, Part
from presence.people import Entry
from presence.tracker import GRACE_SECONDS, Tracker

logger = logging.getLogger(__name__)

BEAT_S = 3.5
# While no beat of ours comes back.
SEEK_S = 1.0
# So many of our beats came back without one of theirs: 14 to 17.5 s after their last.
SILENT_BEATS = 5
GATHER_S = 0.25
PACE_S = 0.05
ASK_EVERY_S = 2.0
FULL_EVERY_S = 2.0
PEOPLE_AT_MOST = 500


@dataclass(slots=True)
class _Peer:
    """Another process: `version` is what we hold of it, `newest` what it has told."""

    heard_at: float
    version: int = 0
    newest: int = 0
    silent: int = 0
    ask_at: float = 0.0
    arriving: int = 0
    parts: dict[int, list[Entry]] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        return self.version >= self.newest

    def holds(self, version: int) -> None:
        self.version = version
        if self.arriving <= version:
            self.arriving, self.parts = 0, {}


class Exchange:
    """`hear` takes what came over the bus; `say` gives what is to be sent, from `due`
    on, one message of at most `PEOPLE_AT_MOST` people at a time.
    """

    def __init__(self, name: str, tracker: Tracker, now: float) -> None:
        self.name = name
        self._tracker = tracker
        self._changed: set[int] = {entry.who.id for entry in tracker.entries()}
        tracker.changed = self._changed
        self._peers: dict[str, _Peer] = {}
        self._version = self._told = 0
        self._outbox: deque[Changes | Part] = deque()
        self._is_asked = False
        self._is_new = True
        self._has_left = False
        self._beat_at = self._gather_at = self._say_at = self._full_at = now
        self._echoed_at = now - 3 * BEAT_S
        self._echoes = 0

    def is_certain(self, now: float) -> bool:
        """Whether who is not known here is nowhere else either. From any thread."""
        return (
            not self._has_left
            and self._hears_itself(now)
            and self._echoes >= SILENT_BEATS
            and all(peer.is_known for peer in list(self._peers.values()))
        )

    def hear(self, message: messages.Any, now: float) -> None:
        if message.process == self.name:
            if isinstance(message, Beat):
                self._echo(now)
            return
        if isinstance(message, Goodbye):
            self._peers.pop(message.process, None)
            self._tracker.leave(message.process, message.grace_s, now)
            return
        peer = self._peers.setdefault(message.process, _Peer(now, ask_at=now))
        peer.silent, peer.heard_at = 0, now
        match message:
            case Beat():
                peer.newest = max(peer.newest, message.version)
                self._is_asked |= message.asks
            case Changes():
                self._take_changes(peer, message, now)
            case Part():
                self._take_part(peer, message, now)
            case Ask():
                self._is_asked |= self.name in message.of
                for name in self._peers.keys() & set(message.of):
                    # The answer goes to everybody.
                    self._peers[name].ask_at = now + ASK_EVERY_S

    def due(self, now: float) -> float | None:
        """When `say` has something again; None after the goodbye."""
        if self._has_left:
            return None
        due = [self._beat_at]
        if self._hears_itself(now):
            if self._outbox:
                due.append(self._say_at)
            elif self._changed:
                due.append(max(self._gather_at, self._say_at))
            if self._is_asked:
                due.append(max(self._full_at, self._say_at))
            due += [peer.ask_at for peer in self._peers.values() if not peer.is_known]
        return max(now, min(due))

    def say(self, now: float) -> Message | None:
        """The next message, if one is due. What nobody would hear is kept back."""
        if self._has_left:
            return None
        if now >= self._beat_at:
            self._beat_at = now + (BEAT_S if self._hears_itself(now) else SEEK_S)
            return Beat(self.name, self._told, asks=self._is_new)
        if not self._hears_itself(now):
            return None
        asked = self._ask(now)
        if asked is not None:
            return asked
        if now < self._say_at:
            return None
        if not self._outbox and self._changed and now >= self._gather_at:
            self._gather()
            self._gather_at = now + GATHER_S
        if not self._outbox and self._is_asked and now >= self._full_at:
            self._list_all()
            self._full_at = now + FULL_EVERY_S
        if not self._outbox:
            return None
        message = self._outbox.popleft()
        self._say_at = now + PACE_S
        self._told = message.version
        return message

    def goodbye(self, come_back_s: float) -> Message:
        """The last word of a process that ends in order: it says no more."""
        self._has_left = True
        return Goodbye(self.name, come_back_s + GRACE_SECONDS)

    def _hears_itself(self, now: float) -> bool:
        return now - self._echoed_at < 2.5 * BEAT_S

    def _echo(self, now: float) -> None:
        """A beat of ours came back: the bus is up, and those it brings no word of age.

        Of beats that were held up and come all at once only one counts.
        """
        if not self._hears_itself(now):
            self._echoes = 0
        elif now - self._echoed_at < BEAT_S / 2:
            return
        self._echoed_at, self._is_new = now, False
        self._echoes += 1
        for name, peer in list(self._peers.items()):
            peer.silent += 1
            if peer.silent >= SILENT_BEATS:
                del self._peers[name]
                self._tracker.lose(name, peer.heard_at, now)
                silent_s = now - peer.heard_at
                logger.warning("A process was not heard for %.0f s", silent_s)

    def _take_changes(self, peer: _Peer, message: Changes, now: float) -> None:
        peer.newest = max(peer.newest, message.version)
        if message.version == peer.version + 1:
            self._tracker.take_out(message.process, message.gone, now)
            for entry in message.entries:
                self._tracker.put(message.process, entry, now)
            peer.holds(message.version)

    def _take_part(self, peer: _Peer, message: Part, now: float) -> None:
        peer.newest = max(peer.newest, message.version)
        if message.version <= peer.version or message.version < peer.arriving:
            return
        peer.ask_at = now + ASK_EVERY_S
        if message.version != peer.arriving:
            peer.arriving, peer.parts = message.version, {}
        peer.parts[message.number] = message.entries
        if len(peer.parts) < message.count:
            return
        entries = [entry for part in peer.parts.values() for entry in part]
        self._tracker.replace(message.process, entries, now)
        peer.holds(message.version)

    def _ask(self, now: float) -> Ask | None:
        of = [
            name
            for name, peer in self._peers.items()
            if not peer.is_known and now >= peer.ask_at
        ]
        for name in of:
            self._peers[name].ask_at = now + ASK_EVERY_S
        return Ask(self.name, of) if of else None

    def _gather(self) -> None:
        changed = list(self._changed)
        self._changed.clear()
        for start in range(0, len(changed), PEOPLE_AT_MOST):
            some = changed[start : start + PEOPLE_AT_MOST]
            entries = {one: self._tracker.entry(one) for one in some}
            self._version += 1
            self._outbox.append(
                Changes(
                    self.name,
                    self._version,
                    [entry for entry in entries.values() if entry is not None],
                    [one for one, entry in entries.items() if entry is None],
                )
            )

    def _list_all(self) -> None:
        """Nothing else is said before its last part, so that it stays one version."""
        self._is_asked = False
        if self._changed:
            self._gather()
        if self._version == 0:
            return  # Everybody takes us for empty until we tell of somebody.
        everybody = list(self._tracker.entries())
        count = max(1, -(-len(everybody) // PEOPLE_AT_MOST))
        for number in range(count):
            start = number * PEOPLE_AT_MOST
            some = everybody[start : start + PEOPLE_AT_MOST]
            self._outbox.append(Part(self.name, self._version, number, count, some))
