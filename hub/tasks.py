"""Work that one process does again and again for all of them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """`run` is synchronous, in a database thread; an error is logged, not fatal.

    It writes inside `hub.actions.transaction()` alone: each proves at its begin that
    this process still is the one that does the tasks (`hub.leases`).
    """

    name: str
    every_s: float
    run: Callable[[], None]
