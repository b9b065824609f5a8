"""Database work off the event loop, in a bounded pool, never asgiref's one thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

READERS = 8
P = ParamSpec("P")
T = TypeVar("T")

_readers = ThreadPoolExecutor(READERS, thread_name_prefix="hub-read")
# Few, for they ask for any number of things at once: each number is a statement of its
# own, which a connection keeps prepared.
_gatherers = ThreadPoolExecutor(2, thread_name_prefix="hub-gather")
# On SQLite a second one could only wait for the first; docs/decisions/ has the figures.
WRITERS = 2 if connections[DEFAULT_DB_ALIAS].vendor == "postgresql" else 1
_writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="hub-write")
_own = ThreadPoolExecutor(1, thread_name_prefix="hub-look")


async def in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs `function` in a pool thread and hands its connection back afterwards."""
    return await _run(_readers, function, *args, **kwargs)


async def in_gatherer(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for look-ups of many things together."""
    return await _run(_gatherers, function, *args, **kwargs)


def in_writer(
    function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> asyncio.Future[T]:
    """The same in a thread that writes for this process's sockets; begins at once."""
    return _run(_writers, function, *args, **kwargs)


async def in_own_thread(
    function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """The same where nothing else queues: for a look at how the database is."""
    return await _run(_own, function, *args, **kwargs)


def _run(
    pool: ThreadPoolExecutor,
    function: Callable[P, T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> asyncio.Future[T]:
    def run() -> T:
        try:
            return function(*args, **kwargs)
        finally:
            _hand_back()

    return asyncio.get_running_loop().run_in_executor(pool, run)


def _hand_back() -> None:
    """PostgreSQL's go back to Django's pool; SQLite's stay open with their thread."""
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block:
            continue
        if connection.vendor != "sqlite" or connection.errors_occurred:
            connection.close()
