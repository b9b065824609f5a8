"""Prints what the database holds of every room: the log, and the rows beside it."""

import sys

import django

django.setup()

import msgspec  # noqa: E402

from chat.models import Message as Row  # noqa: E402
from hub.models import Event  # noqa: E402
from tests.guarantees.history import Fact, Message, Stored  # noqa: E402
from tests.guarantees.line import Data  # noqa: E402


def stored() -> Stored:
    logs: dict[str, list[Fact]] = {}
    for event in Event.objects.filter(stream__startswith="room:").order_by("seq"):
        message = msgspec.json.decode(event.data, type=Data).message
        client_id = str(event.client_id) if event.client_id else None
        fact = Fact(event.seq, event.kind, client_id, message.id, message.text)
        logs.setdefault(event.stream, []).append(fact)
    messages = {
        str(row.pk): Message(f"room:{row.room_id}", row.seq, row.text)
        for row in Row.objects.all()
    }
    return Stored(logs, messages)


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(stored()))
