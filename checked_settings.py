"""Addresses in the environment: what can't be one is said in a sentence."""

from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

DATABASES = ("sqlite3", "postgresql")
MAIL = ("console", "file", "smtp", "smtps", "submission")


def database(url: str) -> dj_database_url.DBConfig:
    """Django's settings of the database that DATABASE_URL names."""
    try:
        found = dj_database_url.parse(url)
    except ValueError:
        found = {}
    if not str(found.get("ENGINE", "")).endswith(DATABASES):
        raise ImproperlyConfigured(
            "DATABASE_URL does not name a database: write it like "
            "postgresql://user:password@host:5432/name, or leave it out."
        )
    return found


def redis(url: str) -> str:
    if url and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(
            "REDIS_URL does not name a Redis: write it like redis://host:6379/0, "
            "or leave it out."
        )
    return url


def mail(url: str) -> str:
    if urlsplit(url).scheme not in MAIL:
        raise ImproperlyConfigured(
            "EMAIL_URL does not name a mail server: write it like "
            "submission://user:password@host:587, or leave it out."
        )
    return url


def origin(url: str, *, name: str) -> str:
    """An address of this installation as browsers send it: without path or slash."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} is no address: write it like https://muster.example.org."
        )
    return url.rstrip("/")
