"""What the database knows of its tables, after very much was written in one go."""

from django.db import connection


def renew() -> None:
    """Has PostgreSQL look at its tables now, which it would do within a minute or so.

    Until then it takes a table for empty: a search for people took a second instead
    of 20 ms. It holds up nobody. SQLite plans without.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
