"""One core for the server, another for the generator, so that neither slows the other.

What a process starts inherits its cores, and its leave to open many sockets.
"""

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager


def on_server_core() -> AbstractContextManager[None]:
    return _on(0)


def on_generator_core() -> AbstractContextManager[None]:
    return _on(1)


@contextmanager
def _on(place: int) -> Iterator[None]:
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        sys.exit("The benches need two cores: one for the server, one for the clients.")
    os.sched_setaffinity(0, {sorted(allowed)[place]})
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
