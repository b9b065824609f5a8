"""Which server a database runs on, and on which of its timelines."""

import logging
from contextlib import nullcontext
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)

# Every cluster that `initdb` makes has a number of its own; its copies keep it.
SYSTEM = "SELECT system_identifier::text FROM pg_control_system()"
# A promotion begins a new timeline. The control file learns of it at the next
# checkpoint only; the name of the segment that is being written has it at once.
TIMELINE = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"


class Identity(NamedTuple):
    """What a server does not tell, as some that are managed do not, is empty."""

    system: str = ""
    timeline: int | None = None

    def differs_in(self, known: "Identity") -> str:
        """`system`, `timeline` or nothing, among what both tell."""
        if self.system and known.system and self.system != known.system:
            return "system"
        if self.timeline and known.timeline and self.timeline != known.timeline:
            return "timeline"
        return ""


def identity(connection: BaseDatabaseWrapper, untold: set[str]) -> Identity:
    """The server behind this connection; nothing on SQLite.

    What it refuses to tell is added to `untold`, and is not asked again.
    """
    if connection.vendor != "postgresql":
        return Identity()
    system = _told(connection, SYSTEM, untold)
    timeline = _told(connection, TIMELINE, untold)
    return Identity(system, int(timeline, 16) if timeline else None)


def _told(connection: BaseDatabaseWrapper, question: str, untold: set[str]) -> str:
    if question in untold:
        return ""
    try:
        # Within a transaction a refusal would spoil what was done before.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return _asked(connection, question)
    except DatabaseError as error:
        if not _is_refusal(error):
            raise
        untold.add(question)
        logger.warning(
            "PostgreSQL does not tell which server it is (%s): a promoted replica "
            "is noticed by its newest event alone.",
            str(error).strip(),
        )
        return ""


def _asked(connection: BaseDatabaseWrapper, question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _is_refusal(error: DatabaseError) -> bool:
    """No right to ask, no such function, or not on this kind of server."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return state[:2] in ("42", "0A")
