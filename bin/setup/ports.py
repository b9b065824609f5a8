"""Ports for servers of our own: those of checks and of measurements."""

import itertools
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

LENT = Path("/proc/sys/net/ipv4/ip_local_port_range")
LENT_FROM = 32768
FIRST = 12000


def unused_port() -> int:
    """A port of the loopback address that nobody listens on, and that stays ours.

    The system lends ports of its own range to whoever connects somewhere: one from
    there may be gone before a server listens on it, or while it starts anew.
    """
    return next(port for port in _ports if _is_unused(port))


def _in_turn() -> Iterator[int]:
    """Below what the system lends, from anywhere: others ask for ports as well."""
    lent_from = int(LENT.read_text().split()[0]) if LENT.exists() else LENT_FROM
    own = range(FIRST, max(lent_from, FIRST + 1000))
    start = secrets.randbelow(len(own))
    return itertools.cycle([*own[start:], *own[:start]])


def _is_unused(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


_ports = _in_turn()
