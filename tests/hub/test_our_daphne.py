"""Our Daphne alone, with a toy behind it: bodies, slow readers, order, and TLS."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hub.serving.requests import BODY_BYTES_AT_MOST
from tests.hub.toy import CHUNK, CHUNKS, FRAMES
from tests.server import ROOT

MIB = 1024 * 1024
# What the kernel takes on both sides, beside the little that we keep.
BUFFERED_AT_MOST = 24 * MIB


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving("tcp:0:interface=127.0.0.1") as port:
        yield port


@contextlib.contextmanager
def serving(endpoint: str) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hub.toy", endpoint],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as lines:
        try:
            yield int(lines.readline())
        finally:
            process.kill()
            process.wait()


async def test_a_reader_that_stops_makes_the_answer_wait(port: int):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
    writer.write(b"GET /big HTTP/1.1\r\nHost: toy\r\n\r\n")
    await reader.readline()

    waiting = await at_rest(port)
    assert 0 < waiting < BUFFERED_AT_MOST

    # As it reads on, it gets all the rest.
    size = 0
    while size < len(CHUNK) * CHUNKS:
        size += len(await reader.read(MIB))
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("size", [0, 1, 200_000, BODY_BYTES_AT_MOST])
def test_a_body_within_the_limit_comes_in_whole(port: int, size: int):
    url = f"http://127.0.0.1:{port}/size"

    assert httpx.post(url, content=b"x" * size).text == str(size)
    assert httpx.post(url, content=in_parts(size)).text == str(size)


async def test_a_body_that_says_it_is_too_large_is_refused_unread(port: int):
    head = f"Content-Length: {BODY_BYTES_AT_MOST + 1}"

    assert await refusal(port, head, b"") == 413


async def test_parts_that_grow_too_large_are_refused_on_the_way(port: int):
    part = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    parts = part * (BODY_BYTES_AT_MOST // 65_536 + 1)

    assert await refusal(port, "Transfer-Encoding: chunked", parts) == 413


async def test_frames_of_both_ways_come_in_order_and_nothing_after_the_close(port: int):
    async with connect(f"ws://127.0.0.1:{port}/", proxy=None) as socket:
        await check_order(socket)


async def test_over_tls_they_do_too(tmp_path: Path):
    key, certificate = self_signed(tmp_path)
    endpoint = f"ssl:0:interface=127.0.0.1:privateKey={key}:certKey={certificate}"
    trusting = ssl.create_default_context(cafile=certificate)
    with serving(endpoint) as port:
        url = f"wss://localhost:{port}/"
        for _ in range(3):
            async with connect(url, ssl=trusting, proxy=None) as socket:
                await check_order(socket)


async def check_order(socket) -> None:
    seen = []
    with contextlib.suppress(ConnectionClosed):
        async for number in socket:
            seen.append(int(number))
    assert seen == list(range(FRAMES))
    assert socket.close_code == 4100


async def at_rest(port: int) -> int:
    """How much was handed over, once that does not grow any more."""
    async with httpx.AsyncClient() as http:
        before = -1
        for _ in range(200):
            sent = int((await http.get(f"http://127.0.0.1:{port}/sent")).text)
            if sent == before > 0:
                return sent
            before = sent
            await asyncio.sleep(0.1)
    raise AssertionError("it never came to rest")


async def refusal(port: int, header: str, body: bytes) -> int:
    """The status that comes while the body is still on its way."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"POST / HTTP/1.1\r\nHost: toy\r\n{header}\r\n\r\n".encode() + body)
    async with asyncio.timeout(20):
        status = int((await reader.readline()).split()[1])
        answer = await reader.read()
    assert b'"too_large"' in answer
    writer.close()
    await writer.wait_closed()
    return status


def in_parts(size: int) -> Iterator[bytes]:
    for start in range(0, size, 50_000):
        yield b"x" * min(50_000, size - start)


def self_signed(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False
        )
        .sign(key, SHA256())
    )
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    certificate_file.write_bytes(pem)
    return key_file, certificate_file
