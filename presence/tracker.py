"""Who is there: pure bookkeeping without a database, a socket or a clock of its own.

People count once however many devices they hold. Whoever loses the last device stays
for `GRACE_SECONDS`, so that a reload does not flicker, and finds their duty (on shift,
on desk) again when they are back in time. One process keeps one tracker; it is empty
after a restart, and everybody who is still there comes back to it by reconnecting.

Every method that changes something takes `now`, seconds of a monotonic clock. What
watchers are to be told is collected by `flush`, which is due at `next_due()`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from presence.people import RANK, Identity, State
from presence.watching import News, View, Watch

GRACE_SECONDS = 6.0


@dataclass(slots=True)
class _Device:
    person: _Person
    state: State = State.ONLINE
    gone_at: float | None = None


@dataclass(slots=True)
class _Person:
    who: Identity
    devices: dict[int, _Device] = field(default_factory=dict)
    invisible: bool = False
    shown: State | None = None


class Tracker:
    """Counts people and tells watchers; a device is known by its connection's id."""

    def __init__(self) -> None:
        self._people: dict[int, _Person] = {}
        self._devices: dict[int, _Device] = {}
        self._leaving: deque[tuple[float, int]] = deque()
        self._present: dict[int, dict[int, _Person]] = {}
        self._on_desk: dict[int, set[int]] = {}
        self._watches: dict[int, Watch] = {}

    def connect(self, device_id: int, who: Identity, now: float) -> None:
        """A device more. It takes over the duty of one that left a moment ago."""
        person = self._people.setdefault(who.id, _Person(who))
        device = _Device(person)
        for old_id, old in list(person.devices.items()):
            if old.gone_at is not None:
                device.state = max(device.state, old.state, key=RANK.__getitem__)
                self._remove(old_id)
        person.devices[device_id] = self._devices[device_id] = device
        self._people[who.id] = person
        self._move(person, who, now)

    def disconnect(self, device_id: int, now: float) -> None:
        """The device is gone for good unless the person is back within the grace."""
        for watch in list(self._watches.values()):
            self._leave(watch, device_id)
        device = self._devices.get(device_id)
        if device is not None and device.gone_at is None:
            device.gone_at = now
            self._leaving.append((now + GRACE_SECONDS, device_id))

    def set_state(
        self, device_id: int, state: State, invisible: bool | None, now: float
    ) -> None:
        """`invisible` hides the person on all devices; None leaves it as it was."""
        device = self._devices[device_id]
        device.state = state
        if invisible is not None:
            device.person.invisible = invisible
        self._show(device.person, now)

    def change(self, who: Identity, now: float) -> None:
        """The person's memberships or name are other than before."""
        person = self._people.get(who.id)
        if person is not None:
            self._move(person, who, now)

    def watch(
        self, device_id: int, unit_id: int, view: View, *, desk: bool, now: float
    ) -> None:
        """Tells this device of the unit: all of it at the next flush, then changes."""
        watch = self._watches.setdefault(unit_id, Watch(unit_id, desk))
        watch.join(device_id, view, now)

    def unwatch(self, device_id: int, unit_id: int) -> None:
        watch = self._watches.get(unit_id)
        if watch is not None:
            self._leave(watch, device_id)

    def missed(self, device_id: int, unit_id: int, now: float) -> None:
        """A frame was shed for this device: it needs the full list next time."""
        watch = self._watches.get(unit_id)
        if watch is not None:
            watch.start_over(device_id, now)

    def next_due(self) -> float | None:
        """When `flush` has something to do; None while there is nothing."""
        due = [watch.due for watch in self._watches.values() if watch.due is not None]
        if self._leaving:
            due.append(self._leaving[0][0])
        return min(due, default=None)

    def flush(self, now: float) -> list[News]:
        """What to tell whom by now, at most once per unit in `QUIET_SECONDS`."""
        while self._leaving and self._leaving[0][0] <= now:
            self._forget(self._leaving.popleft()[1], now)
        return [
            news
            for watch in self._watches.values()
            if watch.due is not None and watch.due <= now
            for news in watch.flush(
                self._present.get(watch.unit_id, {}),
                len(self._on_desk.get(watch.unit_id, ())),
                now,
            )
        ]

    def watched_by(self, device_id: int) -> list[int]:
        return [unit_id for unit_id, w in self._watches.items() if device_id in w]

    def is_connected(self, user_id: int) -> bool:
        """Also who is invisible, and who left within the grace."""
        return user_id in self._people

    def attends(self, user_id: int) -> bool:
        """Whether this person may be on desk anywhere."""
        person = self._people.get(user_id)
        return person is not None and bool(person.who.desk_ids)

    def online(self, unit_id: int) -> int:
        """How many people of this unit and those below it are seen there."""
        return len(self._present.get(unit_id, ()))

    def on_desk(self, unit_id: int) -> list[int]:
        """The ids of those who attend this unit's desk right now."""
        return list(self._on_desk.get(unit_id, ()))

    def _move(self, person: _Person, who: Identity, now: float) -> None:
        """Takes the person out of the old units before counting them in the new."""
        if who != person.who:
            shown, person.shown = person.shown, None
            self._count(person, shown, now)
            person.who = who
        self._show(person, now)

    def _show(self, person: _Person, now: float) -> None:
        states = [device.state for device in person.devices.values()]
        seen = bool(states) and not person.invisible
        state = max(states, key=RANK.__getitem__) if seen else None
        if state != person.shown:
            before, person.shown = person.shown, state
            self._count(person, before, now)

    def _count(self, person: _Person, before: State | None, now: float) -> None:
        who, state = person.who, person.shown
        for unit_id in who.unit_ids:
            present = self._present.setdefault(unit_id, {})
            if state is not None:
                present[who.id] = person
            else:
                present.pop(who.id, None)
            if not present:
                del self._present[unit_id]
            watch = self._watches.get(unit_id)
            if watch is not None and state != before:
                watch.touch(who, now)
        for unit_id in who.desk_ids:
            on_desk = self._on_desk.setdefault(unit_id, set())
            (on_desk.add if state == State.ON_DESK else on_desk.discard)(who.id)

    def _forget(self, device_id: int, now: float) -> None:
        device = self._devices.get(device_id)
        if device is None:
            return
        self._remove(device_id)
        self._show(device.person, now)
        if not device.person.devices:
            del self._people[device.person.who.id]

    def _remove(self, device_id: int) -> None:
        device = self._devices.pop(device_id)
        del device.person.devices[device_id]

    def _leave(self, watch: Watch, device_id: int) -> None:
        watch.leave(device_id)
        if watch.is_empty:
            self._watches.pop(watch.unit_id, None)
