"""How late the event loop runs what is due: the one figure that tells of overload."""

import asyncio
from collections import deque

MEASURED_EVERY_S = 0.25
REMEMBERED = 20

# Above it nobody new is let in, and /readyz asks for less traffic.
LAG_AT_MOST_S = 1.0


class Lag:
    """In seconds: `now` the last measurement, `worst` the highest of five seconds."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._measured: deque[float] = deque([0.0], maxlen=REMEMBERED)
        self._due = self._loop.time()

    @property
    def now(self) -> float:
        return max(self._measured[-1], self._overdue())

    @property
    def worst(self) -> float:
        return max(*self._measured, self._overdue())

    async def measure(self) -> None:
        while True:
            self._due = self._loop.time() + MEASURED_EVERY_S
            await asyncio.sleep(MEASURED_EVERY_S)
            self._measured.append(self._overdue())

    def _overdue(self) -> float:
        return max(0.0, self._loop.time() - self._due)
