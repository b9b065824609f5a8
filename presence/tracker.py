"""Who is there: pure bookkeeping without a database, a socket or a clock of its own.

People count once however many devices they hold, here and in other processes. Whoever
loses the last device stays for `GRACE_SECONDS`, so that a reload does not flicker, and
finds their duty (on shift, on desk) again when they are back in time, here or there.
One process keeps one tracker; it is empty after a restart, and everybody who is still
there comes back to it by reconnecting.

Another process's people come in by `put`, one `Entry` per person, and count as one
device each. `changed` names those whose entry of our own is other than before.

Every method that changes something takes `now`, seconds of a monotonic clock. What
watchers are to be told is collected by `flush`, which is due at `next_due()`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import NamedTuple

from presence.people import RANK, Entry, Identity, State, Veil
from presence.units import Units
from presence.watching import News, View

GRACE_SECONDS = 6.0
# Who moves to another process may be there before it hears that they left here.
HANDOVER_SECONDS = 2.0


class Elsewhere(NamedTuple):
    """All devices of a person in another process, which count as one."""

    process: str
    user_id: int


# Our own are known by their connection's id.
DeviceId = int | Elsewhere


@dataclass(slots=True)
class _Device:
    person: _Person
    who: Identity
    since: float
    state: State = State.ONLINE
    veil: Veil = Veil()
    # Whether `state` is its own word, not the one to start with or taken over.
    has_said: bool = False
    leaves_at: float | None = None


@dataclass(slots=True)
class _Person:
    who: Identity
    devices: dict[DeviceId, _Device] = field(default_factory=dict)
    shown: State | None = None

    @property
    def own(self) -> list[_Device]:
        """The devices in this process."""
        return [one for key, one in self.devices.items() if isinstance(key, int)]

    @property
    def veil(self) -> Veil:
        return max((one.veil for one in self.devices.values()), default=Veil())


class Tracker:
    """Counts people and tells watchers; a device is known by its connection's id."""

    def __init__(self) -> None:
        # None while there is no other process that wants to hear of it.
        self.changed: set[int] | None = None
        self._people: dict[int, _Person] = {}
        self._devices: dict[DeviceId, _Device] = {}
        self._elsewhere: dict[str, set[int]] = {}
        self._leaving: list[tuple[float, int, DeviceId]] = []
        self._in_order = count()
        self._units = Units()

    def connect(self, device_id: int, who: Identity, now: float) -> None:
        """A device more. It takes over the duty of one that left a moment ago."""
        person = self._people.setdefault(who.id, _Person(who))
        device = _Device(person, who, now, veil=person.veil)
        for old_id, old in list(person.devices.items()):
            if old.leaves_at is not None:
                device.state = _higher(device.state, old.state)
                self._remove(old_id)
        person.devices[device_id] = self._devices[device_id] = device
        for own in person.own:
            own.who = who
        self._own_changed(person, now)

    def disconnect(self, device_id: int, now: float) -> None:
        """The device is gone for good unless the person is back within the grace."""
        for unit_id in self._units.watched_by(device_id):
            self._units.unwatch(device_id, unit_id)
        device = self._devices.get(device_id)
        if device is not None:
            if device.leaves_at is None:
                self._goes(device_id, device, now + GRACE_SECONDS)
            self._own_changed(device.person, now)

    def set_state(
        self, device_id: int, state: State, invisible: bool | None, now: float
    ) -> None:
        """`invisible` hides the person on all devices; None leaves it as it was."""
        device = self._devices[device_id]
        device.state, device.has_said = state, True
        if invisible is not None:
            veil = Veil(device.person.veil.change + 1, invisible)
            for own in device.person.own:
                own.veil = veil
        self._own_changed(device.person, now)

    def change(self, who: Identity, now: float) -> None:
        """The person's memberships or name are other than before."""
        person = self._people.get(who.id)
        if person is not None:
            for own in person.own:
                own.who = who
            self._own_changed(person, now)

    def entry(self, user_id: int) -> Entry | None:
        """What other processes are to know of this person; None: not here."""
        person = self._people.get(user_id)
        own = person.own if person is not None else []
        if not own:
            return None
        return Entry(
            own[0].who,
            _highest(own),
            leaving=all(one.leaves_at is not None for one in own),
            veil=max(one.veil for one in own),
        )

    def entries(self) -> Iterator[Entry]:
        """All people who are in this process."""
        found = map(self.entry, self._people)
        return (entry for entry in found if entry is not None)

    def put(self, process: str, entry: Entry, now: float) -> None:
        """Another process tells of a person: all that it knows, not a difference."""
        who = entry.who
        person = self._people.setdefault(who.id, _Person(who))
        key = Elsewhere(process, who.id)
        device = person.devices.get(key)
        arrives = device is None or (device.leaves_at is not None and not entry.leaving)
        if device is None:
            device = person.devices[key] = _Device(person, who, now)
            self._devices[key] = device
            self._elsewhere.setdefault(process, set()).add(who.id)
        device.who, device.state, device.veil = who, entry.state, entry.veil
        if not entry.leaving:
            device.leaves_at = None
            if arrives:
                self._taken_over(person, entry.state)
        elif device.leaves_at is None:
            # Its own process ends the grace: news of a return may be held up.
            device.leaves_at = inf
            self._hand_over(device, now - HANDOVER_SECONDS, now)
        self._follow_veil(person)
        self._show(person, now)

    def take_out(self, process: str, user_ids: Iterable[int], now: float) -> None:
        """Another process has these people no more, and their grace is over."""
        for user_id in list(user_ids):
            self._forget(Elsewhere(process, user_id), now)

    def replace(self, process: str, entries: Collection[Entry], now: float) -> None:
        """The full list of another process: who is not in it is not there."""
        known = self._elsewhere.get(process, set())
        self.take_out(process, known - {entry.who.id for entry in entries}, now)
        for entry in entries:
            self.put(process, entry, now)

    def leave(self, process: str, grace_s: float, now: float) -> None:
        """Another process has said goodbye: its people may come back in that time."""
        for user_id in list(self._elsewhere.get(process, ())):
            key = Elsewhere(process, user_id)
            self._goes(key, self._devices[key], now + grace_s)
            self._hand_over(self._devices[key], now - HANDOVER_SECONDS, now)

    def lose(self, process: str, since: float, now: float) -> None:
        """Another process is dead, last heard at `since`: its people are gone.

        Who came here meanwhile goes on with the duty that they had there.
        """
        for user_id in list(self._elsewhere.get(process, ())):
            self._hand_over(self._devices[Elsewhere(process, user_id)], since, now)
            self._forget(Elsewhere(process, user_id), now)

    def watch(
        self, device_id: int, unit_id: int, view: View, *, desk: bool, now: float
    ) -> None:
        """Tells this device of the unit: all of it at the next flush, then changes."""
        self._units.watch(device_id, unit_id, view, desk=desk, now=now)

    def unwatch(self, device_id: int, unit_id: int) -> None:
        self._units.unwatch(device_id, unit_id)

    def missed(self, device_id: int, unit_id: int, now: float) -> None:
        """A frame was shed for this device: it needs the full list next time."""
        self._units.missed(device_id, unit_id, now)

    def next_due(self) -> float | None:
        """When `flush` has something to do; None while there is nothing."""
        due = self._units.next_due()
        if not self._leaving:
            return due
        leaves_at = self._leaving[0][0]
        return leaves_at if due is None else min(due, leaves_at)

    def flush(self, now: float) -> list[News]:
        """What to tell whom by now, at most once per unit in `QUIET_SECONDS`."""
        while self._leaving and self._leaving[0][0] <= now:
            due, _order, key = heappop(self._leaving)
            device = self._devices.get(key)
            if device is not None and device.leaves_at == due:
                self._forget(key, now)
        return self._units.flush(now)

    def watched_by(self, device_id: int) -> list[int]:
        return self._units.watched_by(device_id)

    def is_connected(self, user_id: int) -> bool:
        """Also who is invisible, and who left within the grace."""
        return user_id in self._people

    def shown(self, user_id: int) -> State | None:
        """How others see this person; None for who is gone or hides."""
        person = self._people.get(user_id)
        return person.shown if person else None

    def attends(self, user_id: int) -> bool:
        """Whether this person may be on desk anywhere."""
        person = self._people.get(user_id)
        return person is not None and bool(person.who.desk_ids)

    def online(self, unit_id: int) -> int:
        """How many people of this unit and those below it are seen there."""
        return self._units.online(unit_id)

    def on_desk(self, unit_id: int) -> list[int]:
        """The ids of those who attend this unit's desk right now."""
        return self._units.on_desk(unit_id)

    def _own_changed(self, person: _Person, now: float) -> None:
        if self.changed is not None:
            self.changed.add(person.who.id)
        self._show(person, now)

    def _goes(self, key: DeviceId, device: _Device, leaves_at: float) -> None:
        device.leaves_at = leaves_at
        heappush(self._leaving, (leaves_at, next(self._in_order), key))

    def _taken_over(self, person: _Person, state: State) -> None:
        """Somebody arrived in another process, which has taken their duty over.

        If that process does not know of it yet, the duty stays for its grace.
        """
        for key, old in list(person.devices.items()):
            if old.leaves_at is not None and RANK[old.state] <= RANK[state]:
                self._remove(key)

    def _hand_over(self, gone: _Device, since: float, now: float) -> None:
        """Who came here since then goes on with the duty they had elsewhere."""
        fresh = [
            one
            for one in gone.person.own
            if one.leaves_at is None and one.since >= since and not one.has_said
        ]
        if fresh:
            fresh[-1].state = _higher(fresh[-1].state, gone.state)
            self._own_changed(gone.person, now)

    def _follow_veil(self, person: _Person) -> None:
        """The latest word about hiding holds for all, and is passed on by all."""
        latest = person.veil
        for own in person.own:
            if own.veil < latest:
                own.veil = latest
                if self.changed is not None:
                    self.changed.add(person.who.id)

    def _show(self, person: _Person, now: float) -> None:
        """Takes the person out of the old units before counting them in the new."""
        who = _known_as(person)
        if who != person.who:
            shown, person.shown = person.shown, None
            self._units.count(person, shown, now)
            person.who = who
        seen = bool(person.devices) and not person.veil.hides
        state = _highest(person.devices.values()) if seen else None
        if state != person.shown:
            before, person.shown = person.shown, state
            self._units.count(person, before, now)

    def _forget(self, key: DeviceId, now: float) -> None:
        device = self._devices.get(key)
        if device is None:
            return
        self._remove(key)
        if isinstance(key, int):
            self._own_changed(device.person, now)
        else:
            self._show(device.person, now)
        if not device.person.devices:
            del self._people[device.person.who.id]

    def _remove(self, key: DeviceId) -> None:
        person = self._devices.pop(key).person
        del person.devices[key]
        if isinstance(key, int):
            if self.changed is not None:
                self.changed.add(person.who.id)
            return
        there = self._elsewhere[key.process]
        there.discard(key.user_id)
        if not there:
            del self._elsewhere[key.process]


def _known_as(person: _Person) -> Identity:
    """By our own devices, else by one process's word, the same one for everybody."""
    own = person.own
    if own:
        return own[0].who
    if not person.devices:
        return person.who
    key = max(key for key in person.devices if not isinstance(key, int))
    return person.devices[key].who


def _highest(devices: Iterable[_Device]) -> State:
    return max((one.state for one in devices), key=RANK.__getitem__)


def _higher(one: State, other: State) -> State:
    return max(one, other, key=RANK.__getitem__)
