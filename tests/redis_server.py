"""A Redis of a test's own, to be taken away in the middle."""

from __future__ import annotations

import shutil
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bin.setup.ports import unused_port

READY = "Ready to accept connections"


class Redis:
    """Keeps nothing on disk; comes back at the same address.

    `arguments` are those of redis-server, whose port they name; `ready` is what it says
    when it can be used.
    """

    def __init__(self, folder: Path, *arguments: str, ready: str = READY) -> None:
        self.port = unused_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._arguments = arguments or ("--port", str(self.port), "--save", "")
        self._ready = ready
        self.start()

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "TEST_REDIS_URL is set, and yet there is no redis-server."
        here = ("--bind", "127.0.0.1", "--dir", str(self._folder))
        self._process = subprocess.Popen(
            [program, *self._arguments, *here],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if self._ready in line:
                return
        raise AssertionError("".join(said))

    def stop_for_now(self) -> None:
        """It takes connections and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> Redis:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()


def certificate(folder: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """A certificate for the host that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A test's own")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([_named(host)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    paths = folder / "test.crt", folder / "test.key"
    paths[0].write_bytes(made.public_bytes(pem))
    paths[1].write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    return paths


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
