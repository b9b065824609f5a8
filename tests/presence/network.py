"""Processes in memory that tell each other who is there, over a pipe with faults."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from presence import messages
from presence.exchange import Exchange
from presence.people import Identity
from presence.tracker import Tracker


class Process:
    """One tracker and its exchange. `stands` while it is stopped by a signal."""

    def __init__(self, name: str, now: float) -> None:
        self.name = name
        self.tracker = Tracker()
        self.exchange = Exchange(name, self.tracker, now)
        self.stands = False
        self.waiting: list[bytes] = []
        self.devices: dict[int, list[int]] = {}
        self._last_device = 0

    def connect(self, who: Identity, now: float) -> int:
        self._last_device += 1
        self.tracker.connect(self._last_device, who, now)
        self.devices.setdefault(who.id, []).append(self._last_device)
        return self._last_device

    def disconnect(self, user_id: int, now: float) -> None:
        self.tracker.disconnect(self.devices[user_id].pop(), now)

    def hear(self, now: float) -> None:
        waiting, self.waiting = self.waiting, []
        for payload in waiting:
            self.exchange.hear(messages.decode(payload), now)

    def due(self, now: float) -> float:
        dues = [self.exchange.due(now), self.tracker.next_due()]
        return min(at for at in dues if at is not None)


class Network:
    """The bus between processes. `passes` decides what becomes of each delivery."""

    def __init__(self, *names: str) -> None:
        self.now = 1000.0
        self.said: list[messages.Message] = []
        self.is_up = True
        self.faults: Random | None = None
        self.processes = {name: Process(name, self.now) for name in names}

    def start(self, name: str) -> Process:
        process = self.processes[name] = Process(name, self.now)
        return process

    def __getitem__(self, name: str) -> Process:
        return self.processes[name]

    def run(
        self, seconds: float, look: Callable[[], None] = lambda: None
    ) -> list[messages.Message]:
        """Lets time pass; gives what was said. `look` is called at every step."""
        until, before = self.now + seconds, len(self.said)
        while True:
            self._step()
            look()
            running = [one for one in self.processes.values() if not one.stands]
            later = self.now + 0.001
            at = max(later, min((one.due(self.now) for one in running), default=until))
            if at > until:
                break
            self.now = at
        self.now = until
        return self.said[before:]

    def say(self, message: messages.Message) -> None:
        self.said.append(message)
        if not self.is_up:
            return
        payload = messages.encode(message)
        for process in self.processes.values():
            self._deliver(payload, process.waiting)

    def _step(self) -> None:
        running = [one for one in self.processes.values() if not one.stands]
        for process in running:
            process.tracker.flush(self.now)
            while (message := process.exchange.say(self.now)) is not None:
                self.say(message)
        for process in running:
            process.hear(self.now)

    def _deliver(self, payload: bytes, waiting: list[bytes]) -> None:
        fault = self.faults.random() if self.faults is not None else 1.0
        if fault < 0.25:
            return
        at = len(waiting)
        if fault < 0.5 and self.faults is not None:
            at = self.faults.randint(0, at)
        waiting.insert(at, payload)
        if fault < 0.6:
            waiting.append(payload)
