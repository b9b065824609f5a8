"""What begins with something, in the way in which each database finds it fast."""

from django.db import connection
from django.db.models import Q


def starting(field: str, prefix: str) -> Q:
    """What begins with `prefix`, found by the field's index on both databases.

    SQLite uses none for LIKE, and PostgreSQL none for a range in its own collation.
    """
    if connection.vendor != "sqlite":
        return Q(**{f"{field}__startswith": prefix})
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": end})


def in_and_below(path: str, prefix: str) -> Q:
    """Places by the index of their paths; what belongs to places by its own conditions.

    SQLite would begin at the places there, too, and look at all that belongs to them.
    """
    if path == "path":
        return starting(path, prefix)
    return Q(**{f"{path}__startswith": prefix})
