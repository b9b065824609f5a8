"""Encryption with age: only who has the key file can read what is sealed."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from keeping.errors import KeepingError

MAGIC = b"age-encryption.org/v1"


def recipient_of(key: str) -> Any:
    """The public key `age1…` or `ssh-ed25519 …`; raises `KeepingError`."""
    parse = pyrage.ssh if key.startswith("ssh-") else pyrage.x25519
    try:
        return parse.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        secret = key.strip().upper().startswith("AGE-SECRET-KEY-")
        raise KeepingError(
            "This is the secret key: give the public one, which begins with age1."
            if secret
            else "This is no key to encrypt with: it begins with age1 or ssh-ed25519."
        ) from None


def make_key(file: Path) -> str:
    """Writes a new secret key for its owner alone; returns the public one."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeepingError(
            f"{file} is there already: a key is never written over."
        ) from None
    with os.fdopen(descriptor, "w") as out:
        out.write(f"# public key: {public}\n{identity}\n")
    return public


def identities_in(file: Path) -> list[Any]:
    """The secret keys of a file, as age-keygen and ssh-keygen write it."""
    try:
        text = file.read_text()
    except (OSError, UnicodeDecodeError):
        raise KeepingError(f"The key file {file} can't be read.") from None
    try:
        if text.startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise KeepingError(
            f"{file} holds no secret key: its line begins with AGE-SECRET-KEY-."
        )
    return found


@contextmanager
def sealed(target: IO[bytes], recipient: Any) -> Iterator[IO[bytes]]:
    """A file to write into; `target` gets it encrypted. Nothing is kept in memory."""
    reading, writing = os.pipe()
    noting = _Noting(target)

    def encrypt() -> None:
        # Closed whatever happens: the one who writes must not wait for ever.
        with os.fdopen(reading, "rb") as source:
            try:
                pyrage.encrypt_io(source, noting, [recipient])
            except pyrage.EncryptError:
                raise noting.error or OSError("it can't be encrypted") from None

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(encrypt)
        try:
            with os.fdopen(writing, "wb") as plain:
                yield plain
        except BrokenPipeError:
            # Only a sign: what stopped the other side says why.
            done.result()
            raise
        done.result()


def unseal(source: IO[bytes], target: IO[bytes], identities: Sequence[Any]) -> None:
    """Raises `KeepingError` for another key, and for a torn or changed file."""
    try:
        pyrage.decrypt_io(source, target, list(identities))
    except (pyrage.DecryptError, OSError) as error:
        if getattr(error, "errno", None):
            raise
        if "matching keys" in str(error):
            raise KeepingError(
                "This backup was encrypted for another key: give the key file that "
                "belongs to it."
            ) from None
        raise KeepingError(
            "This backup is torn or was changed: take another."
        ) from None


class _Noting:
    """Remembers why the disk refused, which the encryption tells as text alone."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.error: OSError | None = None

    def write(self, content: bytes) -> int:
        try:
            return self._target.write(content)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._target.flush()
