"""Finding people by the beginning of their name, by an index."""

from django.db import connection
from django.db.models import CharField, Q
from django.db.models.functions import Lower

CharField.register_lookup(Lower)

# Sorts behind every letter that may follow.
LAST = "\U0010ffff"


def name_begins(beginning: str, user: str = "user__") -> Q:
    """Whose name begins so, in any case; `user` leads from the query to the person.

    Ordered by `Lower(f"{user}name")`, the first ones come without sorting them all.
    SQLite knows the case of Latin letters without accents alone.
    """
    wanted = beginning.lower()
    if connection.vendor == "postgresql":
        return Q(**{f"{user}name__lower__startswith": wanted})
    return Q(
        **{
            f"{user}name__lower__gte": wanted,
            f"{user}name__lower__lt": wanted + LAST,
        }
    )
