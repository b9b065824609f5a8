"""Who watches a unit, what they may see of it, and what they were told last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from presence.people import Identity, State

QUIET_SECONDS = 2.0
CROWD = 250


class Seen(Protocol):
    """Somebody who is present; `shown` is not None then."""

    who: Identity
    shown: State | None


class News(NamedTuple):
    """One `presence` frame for several devices that see the same."""

    unit_id: int
    devices: Collection[int]
    frame: dict[str, object]


@dataclass(frozen=True, slots=True)
class View:
    """Whose names a viewer may see: those of some units, or of all below some."""

    units: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()  # the viewer's own, all that is seen of a crowd

    def sees(self, who: Identity, *, in_crowd: bool) -> bool:
        if in_crowd:
            return any(place.path in self.teams for place in who.places)
        return any(
            place.path in self.units or any(map(place.path.startswith, self.below))
            for place in who.places
        )


@dataclass(slots=True)
class _Audience:
    """Viewers with the same view: one frame serves them all."""

    view: View
    in_crowd: bool
    devices: set[int] = field(default_factory=set)
    told: dict[int, tuple[State | None, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    # Somebody came while changes waited, and knows more than the others were told.
    uneven: bool = False

    def full(self, present: Mapping[int, Seen]) -> dict[str, object]:
        seen = [one for one in present.values() if self._sees(one.who)]
        return {"full": [_entry(one) for one in seen]}

    def remember(self, present: Mapping[int, Seen], counts: dict[str, int]) -> None:
        self.told = {
            user_id: _told(one)
            for user_id, one in present.items()
            if self._sees(one.who)
        }
        self.counts, self.uneven = counts, False

    def differences(
        self, touched: Mapping[int, Identity], present: Mapping[int, Seen]
    ) -> dict[str, object]:
        """What to tell of those who changed; remembers it as told."""
        news: dict[str, list[object]] = {"joined": [], "changed": [], "left": []}
        for user_id, who in touched.items():
            one = present.get(user_id)
            if one is not None and self._sees(one.who):
                known = user_id in self.told
                if self.uneven or self.told.get(user_id) != _told(one):
                    news["changed" if known else "joined"].append(_entry(one))
                self.told[user_id] = _told(one)
            elif user_id in self.told or (self.uneven and self._sees(who)):
                self.told.pop(user_id, None)
                news["left"].append(str(user_id))
        self.uneven = False
        return {key: entries for key, entries in news.items() if entries}

    def _sees(self, who: Identity) -> bool:
        return self.view.sees(who, in_crowd=self.in_crowd)


@dataclass(slots=True)
class Watch:
    """One watched unit. `due` is when its watchers are to be told something.

    Who comes is told at once; changes are told together, at most every
    `QUIET_SECONDS`, the first after a quiet time immediately.
    """

    unit_id: int
    has_desk: bool
    due: float | None = None
    _quiet_until: float = 0.0
    _touched: dict[int, Identity] = field(default_factory=dict)
    _fresh: set[int] = field(default_factory=set)
    _views: dict[int, View] = field(default_factory=dict)
    _audiences: dict[View, _Audience] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self._views

    def join(self, device_id: int, view: View, now: float) -> None:
        self.leave(device_id)
        self._views[device_id] = view
        self._fresh.add(device_id)
        self.due = now

    def leave(self, device_id: int) -> None:
        view = self._views.pop(device_id, None)
        self._fresh.discard(device_id)
        audience = self._audiences.get(view) if view else None
        if audience is not None:
            audience.devices.discard(device_id)
            if not audience.devices:
                del self._audiences[audience.view]

    def start_over(self, device_id: int, now: float) -> None:
        """A frame did not reach this device: it gets the full list in a while."""
        if device_id in self._views:
            self._fresh.add(device_id)
            self._be_due(max(now + QUIET_SECONDS, self._quiet_until))

    def touch(self, who: Identity, now: float) -> None:
        self._touched[who.id] = who
        self._be_due(max(now, self._quiet_until))

    def flush(
        self, present: Mapping[int, Seen], on_desk: int, now: float
    ) -> Iterator[News]:
        counts = {"online": len(present)}
        if self.has_desk:
            counts["on_desk"] = on_desk
        if self._touched and now >= self._quiet_until:
            yield from self._tell_changes(present, counts)
            self._touched.clear()
            self._quiet_until = now + QUIET_SECONDS
        yield from self._tell_fresh(present, counts)
        self.due = self._quiet_until if self._touched else None

    def _tell_changes(
        self, present: Mapping[int, Seen], counts: dict[str, int]
    ) -> Iterator[News]:
        in_crowd = len(present) > CROWD
        for audience in self._audiences.values():
            if audience.in_crowd != in_crowd:
                audience.in_crowd = in_crowd
                audience.remember(present, counts)
                news = audience.full(present)
            else:
                news = audience.differences(self._touched, present)
            if news or counts != audience.counts:
                audience.counts = counts
                yield self._news(audience.devices - self._fresh, news, counts)

    def _tell_fresh(
        self, present: Mapping[int, Seen], counts: dict[str, int]
    ) -> Iterator[News]:
        by_view: dict[View, set[int]] = {}
        for device_id in self._fresh:
            by_view.setdefault(self._views[device_id], set()).add(device_id)
        self._fresh.clear()
        for view, devices in by_view.items():
            audience = self._audiences.get(view)
            if audience is None:
                audience = _Audience(view, len(present) > CROWD)
                audience.remember(present, counts)
                self._audiences[view] = audience
            audience.uneven |= bool(self._touched)
            audience.devices |= devices
            yield self._news(devices, audience.full(present), counts)

    def _news(
        self, devices: set[int], news: dict[str, object], counts: dict[str, int]
    ) -> News:
        frame: dict[str, object] = {"type": "presence", "unit": str(self.unit_id)}
        return News(self.unit_id, frozenset(devices), frame | news | counts)

    def _be_due(self, due: float) -> None:
        self.due = due if self.due is None else min(self.due, due)


def _told(one: Seen) -> tuple[State | None, str]:
    """What watchers know of one who is there: there is news when it is another."""
    return one.shown, one.who.name


def _entry(one: Seen) -> dict[str, object]:
    return {
        "user": {"id": str(one.who.id), "name": one.who.name},
        "state": one.shown,
    }
