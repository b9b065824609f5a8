"""One backup in one file: a manifest and the parts that it names, by their hashes.

`tar.gz`, encrypted with age or not. The manifest comes first, so that a reader knows
what belongs to it before anything is unpacked.
"""

import gzip
import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from keeping import sealing
from keeping.errors import KeepingError

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_BYTES_AT_MOST = 64 * 1024 * 1024
BLOCK_BYTES = 1024 * 1024
TORN = "This backup is torn or was changed: take another."


@dataclass(frozen=True, slots=True)
class Part:
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of. `migrations` are those laid: `[app, name]` each."""

    version: str
    made_at: str
    database: str
    installation: str
    epoch: str
    migrations: list[list[str]]
    secret_key: bool
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()


def parts_of(files: Mapping[str, Path]) -> dict[str, Part]:
    return {name: _measured(path) for name, path in files.items()}


def write(
    target: IO[bytes],
    manifest: Manifest,
    files: Mapping[str, Path],
    recipient: Any | None,
) -> None:
    """Writes it all; `recipient` is of `sealing.recipient_of`."""
    if recipient is None:
        _write_plain(target, manifest, files)
        return
    with sealing.sealed(target, recipient) as plain:
        _write_plain(plain, manifest, files)


def unpack(file: Path, folder: Path, key_file: Path | None) -> Manifest:
    """Puts the parts into `folder`, each proven by its hash; returns the manifest.

    Raises `KeepingError`; then `folder` holds nothing that may be used.
    """
    with _opened(file) as source:
        is_sealed = source.read(len(sealing.MAGIC)) == sealing.MAGIC
        source.seek(0)
        if not is_sealed:
            return _unpack_plain(source, folder)
        if key_file is None:
            raise KeepingError(
                "This backup is encrypted: give the file of its secret key with "
                "--identity."
            )
        identities = sealing.identities_in(key_file)
        with (folder / "plain").open("w+b") as plain:
            sealing.unseal(source, plain, identities)
            plain.seek(0)
            manifest = _unpack_plain(plain, folder)
        (folder / "plain").unlink()
        return manifest


def _write_plain(
    target: IO[bytes], manifest: Manifest, files: Mapping[str, Path]
) -> None:
    with (
        gzip.GzipFile("", "wb", compresslevel=5, fileobj=target) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        _add(tar, MANIFEST, len(manifest.json), BytesIO(manifest.json))
        for name, path in files.items():
            with path.open("rb") as content:
                _add(tar, name, manifest.parts[name].bytes, content)


def _add(tar: tarfile.TarFile, name: str, size: int, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, content)


def _unpack_plain(source: IO[bytes], folder: Path) -> Manifest:
    try:
        with (
            gzip.GzipFile("", "rb", fileobj=source) as packed,
            tarfile.open(fileobj=packed, mode="r|") as tar,
        ):
            manifest = _manifest_in(tar)
            found = {
                member.name: _take_out(tar, member, manifest, folder)
                for member in tar
                if member.name != MANIFEST
            }
            # To the end, where the checksum of it all is.
            for _rest in _blocks(packed):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error):
        raise KeepingError(TORN) from None
    if found != manifest.parts:
        raise KeepingError(TORN)
    return manifest


def _manifest_in(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    if member is None or member.name != MANIFEST or not member.isreg():
        raise KeepingError("This is no backup of Muster.")
    content = tar.extractfile(member)
    assert content is not None
    if member.size > MANIFEST_BYTES_AT_MOST:
        raise KeepingError(TORN)
    try:
        fields = json.loads(content.read())
        if fields["format"] > FORMAT:
            raise KeepingError(
                f"This backup was made by a newer Muster ({fields['version']}): "
                "update this one first."
            )
        parts = {name: Part(**part) for name, part in fields.pop("parts").items()}
        return Manifest(**fields, parts=parts)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise KeepingError(TORN) from None


def _take_out(
    tar: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest, folder: Path
) -> Part:
    path = PurePosixPath(member.name)
    if (
        member.name not in manifest.parts
        or not member.isreg()
        or path.is_absolute()
        or ".." in path.parts
    ):
        raise KeepingError(TORN)
    content = tar.extractfile(member)
    assert content is not None
    target = folder / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as out:
        for block in _blocks(content):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return Part(member.size, digest.hexdigest())


def _measured(path: Path) -> Part:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        for block in _blocks(content):
            digest.update(block)
        return Part(content.tell(), digest.hexdigest())


def _blocks(content: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while block := content.read(BLOCK_BYTES):
        yield block


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        source = file.open("rb")
    except OSError as error:
        raise KeepingError(f"{file} can't be read: {error.strerror}.") from None
    with source:
        yield source
