"""Questions to the database that may take so long and no longer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

LOOK_AFTER_INSTRUCTIONS = 100


class OutOfTime(Exception):
    """It would have taken longer; the answer is not known."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Cuts off a reading statement that takes longer; raises `OutOfTime`."""
    limit = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    try:
        with limit(seconds):
            yield
    except OperationalError as error:
        if _is_cut_off(error):
            raise OutOfTime from error
        raise


@contextmanager
def _on_postgresql(seconds: float) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            limit_ms = max(1, round(seconds * 1000))
            cursor.execute(f"SET LOCAL statement_timeout = {limit_ms}")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")


@contextmanager
def _on_sqlite(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    connection.ensure_connection()
    database = connection.connection
    database.set_progress_handler(
        lambda: time.monotonic() > until, LOOK_AFTER_INSTRUCTIONS
    )
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)


def _is_cut_off(error: OperationalError) -> bool:
    if connection.vendor == "postgresql":
        return getattr(error.__cause__, "sqlstate", None) == "57014"
    return "interrupted" in str(error)
