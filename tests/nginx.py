"""Debian's nginx with the configuration that docs/running.md shows."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bin.setup.ports import unused_port
from tests.redis_server import certificate
from tests.server import ROOT

NAME = "muster.example.org"
PATIENCE_S = 30.0
MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
{server}
}}
"""


class Nginx:
    """Speaks TLS at a port of its own; `trust` takes its certificate for `NAME`'s."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        self.port = port
        self.trust = trust


def documented() -> str:
    """The `server` of docs/running.md, word for word."""
    page = (ROOT / "docs" / "running.md").read_text()
    (block,) = re.findall(r"```nginx\n(server \{.*?)```", page, re.DOTALL)
    return str(block)


@contextlib.contextmanager
def in_front_of(port: int, folder: Path) -> Iterator[Nginx]:
    """nginx before the server at that port: other ports and files, else as shown."""
    own = unused_port()
    crt, key = certificate(folder, NAME)
    lived = f"/etc/letsencrypt/live/{NAME}"
    text = documented()
    for shown, here in (
        ("listen 443 ", f"listen 127.0.0.1:{own} "),
        ("http://127.0.0.1:8000;", f"http://127.0.0.1:{port};"),
        (f"{lived}/fullchain.pem;", f"{crt};"),
        (f"{lived}/privkey.pem;", f"{key};"),
    ):
        assert shown in text
        text = text.replace(shown, here)
    user = "user root;" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(MAIN.format(user=user, folder=folder, server=text))
    with _running(settings, own):
        yield Nginx(own, ssl.create_default_context(cafile=str(crt)))


@contextlib.contextmanager
def _running(settings: Path, port: int) -> Iterator[None]:
    nginx = os.environ["TEST_NGINX"]
    log = settings.with_name("nginx.log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [nginx, "-p", str(settings.parent), "-c", str(settings)],
            stdout=output,
            stderr=output,
        )
    try:
        until = time.monotonic() + PATIENCE_S
        while not _listens(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
