"""When the certificate of PUBLIC_URL ends: asked of that host alone."""

import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from keeping.checks import Check, State, certificate

ANSWERS_WITHIN_S = 5.0
HTTPS_PORT = 443
EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def look() -> Check:
    """Opens one connection, as a browser would; sends nothing over it."""
    parts = urlsplit(settings.PUBLIC_URL)
    host = parts.hostname or ""
    if parts.scheme != "https":
        if host in ON_THIS_MACHINE:
            return Check("certificate", State.OFF, "not_needed")
        return Check("certificate", State.BAD, "none")
    try:
        ends = _end_of(host, parts.port or HTTPS_PORT)
    except ssl.SSLCertVerificationError as error:
        reason = "expired" if error.verify_code == EXPIRED else "untrusted"
        return Check("certificate", State.BAD, reason)
    except OSError:
        return Check("certificate", State.WARN, "unreachable")
    return certificate(datetime.fromtimestamp(ends, UTC))


def _end_of(host: str, port: int) -> int:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=ANSWERS_WITHIN_S) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        found = secure.getpeercert() or {}
    return ssl.cert_time_to_seconds(str(found["notAfter"]))
