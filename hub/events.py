"""An event on its way into the log, and the one encoding of it that everyone gets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from hub.clock import wire_time

# The stream of what processes must hear first: rights that end.
CONTROL = "control"
# In every stream that is called something else from now on.
RENAMED = "stream.renamed"

Fields = Mapping[str, object]
Later = Callable[[], Fields]

_encoder = msgspec.json.Encoder()
encode = _encoder.encode


@dataclass(slots=True)
class Pending:
    """Appended, not yet committed. `seq` is 0 until the batch is sealed."""

    stream: str
    kind: str
    data: Fields | Later
    by: Fields | None
    client_id: UUID | None
    at: datetime | None
    seq: int = 0


class Stored(NamedTuple):
    """A committed event as the bus carries it. `payload` is the finished frame.

    `blanks` says that earlier events of its stream were emptied with it.
    """

    stream: str
    seq: int
    kind: str
    by_id: str
    payload: bytes
    blanks: bool = False


class _Named(msgspec.Struct):
    title: str


class _Renamed(msgspec.Struct):
    data: _Named


def title_in(event: Stored) -> str | None:
    """What its stream is called from this event on; None for all other kinds."""
    if event.kind != RENAMED:
        return None
    return msgspec.json.decode(event.payload, type=_Renamed).data.title


def resolved(fields: Fields | Later) -> Fields:
    return fields() if callable(fields) else fields


def event_payload(
    stream: str,
    seq: int,
    kind: str,
    at: datetime,
    by: bytes,
    data: bytes,
    client_id: UUID | None,
) -> bytes:
    """The `event` frame, from parts that are JSON already."""
    fields: dict[str, object] = {
        "type": "event",
        "stream": stream,
        "seq": seq,
        "kind": kind,
        "at": wire_time(at),
        "by": msgspec.Raw(by),
        "data": msgspec.Raw(data),
    }
    if client_id is not None:
        fields["client_id"] = str(client_id)
    return encode(fields)
