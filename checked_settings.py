"""Addresses in the environment: what can't be one is said in a sentence."""

import json
from urllib.parse import urlsplit, urlunsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

DATABASES = ("sqlite3", "postgresql")
POSTGRESQL_PORT = 5432
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MAIL = ("console", "file", "smtp", "smtps", "submission")
# Those of django-anymail that need no library of their own.
MAIL_PROVIDERS = (
    "brevo",
    "mailersend",
    "mailgun",
    "mailjet",
    "mailtrap",
    "mandrill",
    "postal",
    "postmark",
    "resend",
    "scaleway",
    "sendgrid",
    "sparkpost",
    "unisender_go",
)


def database(url: str) -> dj_database_url.DBConfig:
    """Django's settings of the database that DATABASE_URL names."""
    try:
        url, hosts, ports = _one_host(url)
        found = dj_database_url.parse(url)
    except ValueError:
        found = {}
    else:
        found.update({"HOST": hosts, "PORT": ports} if hosts else {})
    if not str(found.get("ENGINE", "")).endswith(DATABASES):
        raise ImproperlyConfigured(
            "DATABASE_URL does not name a database: write it like "
            "postgresql://user:password@host:5432/name, or leave it out."
        )
    return found


def _one_host(url: str) -> tuple[str, str, str]:
    """PostgreSQL takes several hosts, `a:5432,b`: the parser of URLs does not.

    The address with the first host alone; all hosts and ports, as libpq wants them.
    """
    parts = urlsplit(url)
    who, at, where = parts.netloc.rpartition("@")
    if "," not in where:
        return url, "", ""
    places = [urlsplit(f"//{place}") for place in where.split(",")]
    if not all(place.hostname for place in places):
        raise ValueError("a host is missing")
    hosts = ",".join(place.hostname or "" for place in places)
    ports = ",".join(str(place.port or POSTGRESQL_PORT) for place in places)
    first = parts._replace(netloc=f"{who}{at}{places[0].netloc}")
    return urlunsplit(first), hosts, ports


def mail(url: str) -> str:
    if urlsplit(url).scheme not in MAIL and mail_provider(url) is None:
        raise ImproperlyConfigured(
            "EMAIL_URL does not name a mail server: write it like "
            "submission://user:password@host:587, or leave it out."
        )
    return url


def mail_provider(url: str) -> str | None:
    """Of `postmark:` the provider; None for what is sent in another way."""
    name = url.partition(":")[0].replace("-", "_")
    return name if ":" in url and name in MAIL_PROVIDERS else None


def anymail(text: str) -> dict[str, object]:
    """What the mail provider needs, as one JSON object."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(
            'ANYMAIL is a JSON object like {"POSTMARK_SERVER_TOKEN": "..."}.'
        )
    return found


def issuer(url: str) -> str:
    """Of an OpenID Connect provider; without TLS only on this very machine."""
    parts = urlsplit(url)
    here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if url and not (
        parts.hostname
        and (parts.scheme == "https" or (parts.scheme == "http" and here))
    ):
        raise ImproperlyConfigured(
            "OPENID_CONNECT_ISSUER is no https address: write it like "
            "https://login.example.org."
        )
    return url.rstrip("/")


def origin(url: str, *, name: str) -> str:
    """An address of this installation as browsers send it: without path or slash."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} is no address: write it like https://muster.example.org."
        )
    return url.rstrip("/")


def log_level(name: str) -> str:
    if name.upper() not in LOG_LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is one of {', '.join(LOG_LEVELS)}.")
    return name.upper()


def number(text: str, usual: int, *, name: str) -> int:
    """A whole number above 0; `usual` when nothing is said."""
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ImproperlyConfigured(f"{name} is a whole number above 0, not {text!r}.")
    return int(text)
