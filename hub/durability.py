"""A commit counts when it is on the disk: what the database must be set to."""

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

FULL = 2


class NotDurable(OperationalError):
    """Says which setting of the database lets acknowledged writes get lost."""


def check(connection: BaseDatabaseWrapper) -> None:
    """Raises `NotDurable` if this connection's commits may get lost."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] < FULL:
                raise NotDurable(
                    "SQLite is not set to synchronous=FULL: what Muster acknowledges "
                    "could be lost."
                )
            return
        cursor.execute(
            "SELECT current_setting('synchronous_commit'), current_setting('fsync')"
        )
        for name, value in zip(
            ("synchronous_commit", "fsync"), cursor.fetchone(), strict=True
        ):
            if value == "off":
                raise NotDurable(
                    f"PostgreSQL has {name}=off: what Muster acknowledges could be "
                    "lost. Set it to on."
                )
