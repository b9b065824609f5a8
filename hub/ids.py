"""Ids that were given out once are not given to something else."""

from django.apps import apps
from django.db import connection, models

SKIPPED = 10_000_000


def skip() -> None:
    """Leaves out ten million ids in every table.

    After a restore clients may still speak of what was lost: the edit of a lost message
    shall find nothing, never another message that has got the same id.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename), "
                "coalesce(last_value, 0) + %s) FROM pg_sequences "
                "WHERE schemaname = current_schema() AND data_type::text = 'bigint'",
                [SKIPPED],
            )
            return
        for table in _tables():
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s",
                [SKIPPED, table],
            )
            if not cursor.rowcount:
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
                    [table, SKIPPED],
                )


def _tables() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_models()
        if isinstance(model._meta.pk, models.BigAutoField)
    ]
