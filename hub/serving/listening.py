"""One port for several processes: each has a listening socket of its own on it."""

import socket

# Whoever comes back after a crash waits in here instead of being turned away.
WAITING_AT_MOST = 4096


def reserved(host: str, port: int) -> socket.socket:
    """Holds the port (0: a free one) while it is open, and takes no connection itself.

    Raises OSError when it can't be had, also where others who share it listen already.
    """
    with _bound(host, port, shared=False) as probe:
        found = probe.getsockname()[1]
    return _bound(host, found, shared=True)


def listener(host: str, port: int) -> socket.socket:
    """One more socket on a reserved port; the kernel spreads connections over all."""
    mine = _bound(host, port, shared=True)
    mine.listen(WAITING_AT_MOST)
    return mine


def address(host: str, port: int) -> str:
    """As people write it: 'http://[::1]:8000'."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bound(host: str, port: int, *, shared: bool) -> socket.socket:
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made
