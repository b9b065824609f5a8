"""The real command table, and the two frames of this bench beside it."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import routing
from hub import live
from hub.commands import CommandTable, LiveCommand
from hub.connection import Connection, offer_each
from hub.errors import Refused
from hub.events import Stored, encode, event_payload
from hub.frames import Key, Write
from hub.outgoing import Outgoing

seqs: dict[str, "count[int]"] = {}


class Publish(Write, kw_only=True, frozen=True, tag="bench.publish"):
    room: Key
    text: str


class WriteEach(Write, kw_only=True, frozen=True, tag="bench.write"):
    room: Key
    text: str


async def publish(connection: Connection, frame: Publish) -> dict[str, object]:
    hub = await live.running()
    event = _event(hub, connection, frame)
    hub.bus.publish([event])
    return {"seq": event.seq}


async def write_each(connection: Connection, frame: WriteEach) -> dict[str, object]:
    hub = await live.running()
    event = _event(hub, connection, frame)
    stream = hub.streams.get(event.stream)
    assert stream is not None
    outgoing = Outgoing((event.payload,))
    offer_each(stream.live, outgoing)
    return {"seq": event.seq}


def _event(hub: live.Hub, connection: Connection, frame: Publish | WriteEach) -> Stored:
    """As the log would return it; the seq goes on from where the stream stands."""
    name = f"room:{frame.room}"
    stream = hub.streams.get(name)
    if stream is None or connection not in stream.live:
        raise Refused
    upcoming = seqs.setdefault(name, count((stream.delivered or 0) + 1))
    author = str(connection.user.pk)
    seq = next(upcoming)
    payload = event_payload(
        name,
        seq,
        "message.posted",
        datetime.now(UTC),
        encode({"id": author, "name": connection.user.name}),
        encode({"message": {"id": str(seq), "text": frame.text, "version": 1}}),
        frame.client_id,
    )
    return Stored(name, seq, "message.posted", author, payload)


ROUTING = replace(
    routing.ROUTING,
    commands=CommandTable(
        [
            *routing.COMMANDS,
            LiveCommand(Publish, publish),
            LiveCommand(WriteEach, write_each),
        ]
    ),
)
