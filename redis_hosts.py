"""What REDIS_URL names: one Redis, several shards, or a master that Sentinels know."""

import re
import socket
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Host = dict[str, Any]

CONNECT_WITHIN_S = 5
# A half-open connection is found after about as long as both together.
PING_EVERY_S = 5
UNANSWERED_MS = 10_000
SENTINEL_PORT = 26379
SENTINEL_SETTINGS = {"sentinel_user": "username", "sentinel_password": "password"}


def redis_hosts(url: str, ca_file: str = "") -> list[Host]:
    """The `hosts` of the channel layer, one for each shard; none without a URL.

    Raises ImproperlyConfigured with one sentence that says what is wrong.
    """
    if ca_file and not Path(ca_file).is_file():
        raise ImproperlyConfigured(f"REDIS_CA_FILE names no file: {ca_file}")
    # A comma parts shards where an address follows it, else the Sentinels of one.
    shards = re.split(r",\s*(?=\w+://)", url) if url else []
    hosts = [_host(shard, ca_file) for shard in shards]
    if ca_file and not any(_is_secure(shard) for shard in shards):
        raise ImproperlyConfigured(
            "REDIS_CA_FILE is for Redis over TLS: write REDIS_URL like "
            "rediss://host:6379/0."
        )
    return hosts


def _host(url: str, ca_file: str) -> Host:
    try:
        parts = urlsplit(url)
        if parts.scheme in ("sentinel", "sentinels"):
            return _behind_sentinels(parts, ca_file)
        named = parts.path if parts.scheme == "unix" else parts.hostname
        if parts.scheme in ("redis", "rediss", "unix") and named and parts.port != 0:
            return {"address": url, **_options(parts, ca_file)}
    except ValueError:
        pass
    raise ImproperlyConfigured(
        "REDIS_URL does not name a Redis: write it like redis://host:6379/0, "
        "rediss://host:6379/0 for TLS, several with commas between them, or "
        "sentinel://host:26379,host:26379/master; or leave it out."
    )


def _behind_sentinels(parts: SplitResult, ca_file: str) -> Host:
    """Name and password are those of Redis; the Sentinels' own come behind a `?`."""
    login, _, places = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    master = parts.path.strip("/")
    asked = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    if not master or not places or asked.keys() - SENTINEL_SETTINGS.keys():
        raise ValueError
    tls = _tls(parts, ca_file)
    return {
        "master_name": master,
        "sentinels": [_place(place) for place in places.split(",")],
        "sentinel_kwargs": {
            "socket_timeout": CONNECT_WITHIN_S,
            "socket_connect_timeout": CONNECT_WITHIN_S,
            **({"ssl": True} | tls if tls else {}),
            **{SENTINEL_SETTINGS[name]: value for name, value in asked.items()},
        },
        **({"ssl": True} if tls else {}),
        **({"username": unquote(user)} if user else {}),
        **({"password": unquote(password)} if password else {}),
        **_options(parts, ca_file),
    }


def _place(text: str) -> tuple[str, int]:
    place = urlsplit(f"//{text}")
    if not place.hostname:
        raise ValueError
    return place.hostname, place.port or SENTINEL_PORT


def _options(parts: SplitResult, ca_file: str) -> Host:
    # A read waits as long as there is nothing to hear: no time-out may end it.
    options: Host = {"socket_timeout": None, "health_check_interval": PING_EVERY_S}
    if parts.scheme != "unix":
        options |= {
            "socket_connect_timeout": CONNECT_WITHIN_S,
            "socket_keepalive": True,
            "socket_keepalive_options": _given_up_soon(),
        }
    return options | _tls(parts, ca_file)


def _given_up_soon() -> dict[int, int]:
    """Linux' own: how long what was sent may stay unanswered."""
    number = getattr(socket, "TCP_USER_TIMEOUT", None)
    return {} if number is None else {number: UNANSWERED_MS}


def _tls(parts: SplitResult, ca_file: str) -> Host:
    if parts.scheme not in ("rediss", "sentinels"):
        return {}
    return {"ssl_cert_reqs": "required", "ssl_check_hostname": True} | (
        {"ssl_ca_certs": ca_file} if ca_file else {}
    )


def _is_secure(url: str) -> bool:
    return url.startswith(("rediss://", "sentinels://"))
