"""The triggers that let nobody change or delete an entry of the audit log."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "teams_auditentry"
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$ LANGUAGE plpgsql;
"""


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        for event in ("UPDATE", "DELETE"):
            cursor.execute(_trigger(connection.vendor, event))


def remove(connection: BaseDatabaseWrapper) -> None:
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("UPDATE", "DELETE"):
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_no_{event.lower()}{on_table}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For the one who destroys everything: a campaign's close-out."""
    remove(connection)
    yield
    install(connection)


def _trigger(vendor: str, event: str) -> str:
    begin = f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON {TABLE}"
    if vendor == "postgresql":
        return f"{begin} FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
    refuse = "SELECT RAISE(ABORT, 'the audit log is append-only');"
    return f"{begin} BEGIN {refuse} END"
