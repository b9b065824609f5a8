"""The address to serve on, tried before the long steps."""

import errno
import socket

from bin.setup.steps import Problem

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EVERYWHERE = {"0.0.0.0", "::"}


def free_port(host: str, port: int) -> int:
    """The port, or a free one for 0; a Problem when it can't be had."""
    if not 0 <= port <= 65535:
        raise Problem(f"There is no port {port}: choose one from 1024 to 65535.")
    try:
        family, kind, _, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise Problem(
            f"{host} is not an address of this machine: check --host."
        ) from None
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
            probe.listen()
        except OSError as error:
            raise Problem(_why_not(host, port, error)) from None
        found: int = probe.getsockname()[1]
        return found


def origins(host: str, port: int) -> dict[str, str]:
    """The settings that let a browser in at this address."""
    name = "127.0.0.1" if host in EVERYWHERE | LOOPBACK else host
    shown = f"[{name}]" if ":" in name else name
    return {
        "PUBLIC_URL": f"http://{shown}:{port}",
        "ALLOWED_ORIGINS": f"http://localhost:{port}",
    }


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is in use: stop what uses it, or choose another, "
            f"as in bin/serve --port {port + 1 if port < 65535 else 8000}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs an administrator's rights: choose one above 1023."
    return f"Muster can't listen on {host} port {port}: {error.strerror}."
