"""Database work off the event loop, in a bounded pool, never asgiref's one thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connections

READERS = 8
P = ParamSpec("P")
T = TypeVar("T")

_readers = ThreadPoolExecutor(READERS, thread_name_prefix="hub-read")
# One writer: on SQLite a second one could only wait for the first.
_writer = ThreadPoolExecutor(1, thread_name_prefix="hub-write")


async def in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs `function` in a pool thread and hands its connection back afterwards."""
    return await _run(_readers, function, *args, **kwargs)


async def in_writer(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same in the thread that writes for this process's sockets."""
    return await _run(_writer, function, *args, **kwargs)


async def _run(
    pool: ThreadPoolExecutor,
    function: Callable[P, T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    def run() -> T:
        try:
            return function(*args, **kwargs)
        finally:
            _hand_back()

    return await asyncio.get_running_loop().run_in_executor(pool, run)


def _hand_back() -> None:
    """PostgreSQL's go back to Django's pool; SQLite's stay open with their thread."""
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block:
            continue
        if connection.vendor != "sqlite" or connection.errors_occurred:
            connection.close()
