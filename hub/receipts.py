"""First replies to writes, by which a write that is sent again changes nothing."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db import connection

from hub.events import Fields, Later, encode, resolved
from hub.models import Receipt, Stream
from hub.rows import Rows, json_rows

Key = tuple[int, UUID]
COLUMNS = ("author_id", "client_id", "command", "digest", "reply")


class Reply(NamedTuple):
    """What a write was answered; `digest` is of all that was asked."""

    command: str
    digest: str
    fields: Fields | Later


def look_up(keys: Collection[Key], *, head_of: str) -> tuple[int, dict[Key, Reply]]:
    """The first replies by (author, client_id), and a stream's head: in one query."""
    quote = connection.ops.quote_name
    names = ("author_id", "client_id")
    asked, parameter = json_rows(Receipt, names, list(keys))
    receipts = quote(Receipt._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT NULL, NULL, NULL, NULL, NULL, head "
            f"FROM {quote(Stream._meta.db_table)} WHERE name = %s UNION ALL "
            f"SELECT r.author_id, r.client_id, r.command, r.digest, r.reply, NULL "
            f"FROM {asked} CROSS JOIN {receipts} AS r "
            "WHERE r.author_id = asked.author_id AND r.client_id = asked.client_id",
            [head_of, parameter],
        )
        found = cursor.fetchall()
    head, replies = 0, {}
    for author_id, client_id, command, digest, reply, head_here in found:
        if author_id is None:
            head = head_here
            continue
        key = (author_id, client_id if isinstance(client_id, UUID) else UUID(client_id))
        replies[key] = Reply(command, digest, msgspec.json.decode(reply))
    return head, replies


def rows(given: dict[Key, Reply]) -> Rows:
    """As they are stored, once what was answered is known."""
    return [
        (*key, command, digest, encode(resolved(fields)).decode())
        for key, (command, digest, fields) in given.items()
    ]
