"""Who is seen in which unit, and what those who watch it are to be told."""

from __future__ import annotations

from presence.people import State
from presence.watching import News, Seen, View, Watch


class Units:
    """The lists by unit. Work for a change is that of the person's own units."""

    def __init__(self) -> None:
        self._present: dict[int, dict[int, Seen]] = {}
        self._on_desk: dict[int, set[int]] = {}
        self._watches: dict[int, Watch] = {}
        self._watched_by: dict[int, set[int]] = {}
        self._waiting: set[int] = set()
        # No later than the first `due` of those that wait.
        self._due: float | None = None

    def count(self, person: Seen, before: State | None, now: float) -> None:
        """`person.shown` is other than `before`, or seen as somebody else."""
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
                self._waits(watch)
        for unit_id in who.desk_ids:
            on_desk = self._on_desk.setdefault(unit_id, set())
            (on_desk.add if state == State.ON_DESK else on_desk.discard)(who.id)

    def online(self, unit_id: int) -> int:
        return len(self._present.get(unit_id, ()))

    def on_desk(self, unit_id: int) -> list[int]:
        return list(self._on_desk.get(unit_id, ()))

    def watch(
        self, device_id: int, unit_id: int, view: View, *, desk: bool, now: float
    ) -> None:
        watch = self._watches.setdefault(unit_id, Watch(unit_id, desk))
        watch.join(device_id, view, now)
        self._watched_by.setdefault(device_id, set()).add(unit_id)
        self._waits(watch)

    def unwatch(self, device_id: int, unit_id: int) -> None:
        units = self._watched_by.get(device_id, set())
        if unit_id not in units:
            return
        units.discard(unit_id)
        if not units:
            del self._watched_by[device_id]
        watch = self._watches[unit_id]
        watch.leave(device_id)
        if watch.is_empty:
            del self._watches[unit_id]

    def missed(self, device_id: int, unit_id: int, now: float) -> None:
        watch = self._watches.get(unit_id)
        if watch is not None:
            watch.start_over(device_id, now)
            self._waits(watch)

    def watched_by(self, device_id: int) -> list[int]:
        return list(self._watched_by.get(device_id, ()))

    def next_due(self) -> float | None:
        return self._due

    def flush(self, now: float) -> list[News]:
        if self._due is None or self._due > now:
            return []
        waiting, self._waiting, self._due = self._waiting, set(), None
        news: list[News] = []
        for unit_id in waiting:
            watch = self._watches.get(unit_id)
            if watch is None:
                continue
            if watch.due is not None and watch.due <= now:
                present = self._present.get(unit_id, {})
                on_desk = len(self._on_desk.get(unit_id, ()))
                news.extend(watch.flush(present, on_desk, now))
            self._waits(watch)
        return news

    def _waits(self, watch: Watch) -> None:
        if watch.due is not None:
            self._waiting.add(watch.unit_id)
            self._due = watch.due if self._due is None else min(self._due, watch.due)
