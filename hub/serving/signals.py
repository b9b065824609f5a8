"""SIGTERM and SIGINT: the first asks to go, the second does not ask."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

# Whoever started us waits 30 s before it takes the process away.
GONE_WITHIN_S = 28.0


def when_told_to_go(stop: Callable[[], None]) -> None:
    """Calls `stop` at the first signal, in the main thread between two instructions.

    At the second, or 28 s after the first, the process ends as it is: what was
    acknowledged is committed.
    """
    told: list[int] = []

    def take(signal_number: int, _frame: Any) -> None:
        told.append(signal_number)
        if len(told) > 1:
            os._exit(128 + signal_number)
        # A thread: a loop or a database call that hangs must not keep us.
        last = threading.Timer(GONE_WITHIN_S, os._exit, (1,))
        last.daemon = True
        last.start()
        stop()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, take)
