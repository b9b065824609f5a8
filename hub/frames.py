"""The shapes that clients send. Each app adds its own; one decoder reads them all."""

from typing import Annotated
from uuid import UUID

import msgspec

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
StreamName = Annotated[str, msgspec.Meta(min_length=3, max_length=60)]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Position = tuple[Annotated[str, msgspec.Meta(max_length=64)], Seq]


class Frame(msgspec.Struct, kw_only=True, frozen=True, tag_field="type"):
    """Anything a client sends. Unknown fields are ignored."""


class Request(Frame, kw_only=True, frozen=True):
    """Gets exactly one `ok` or `error` with its `ref`."""

    ref: Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]


class Write(Request, kw_only=True, frozen=True):
    """Done once: sent again with its `client_id`, it gets its first reply again."""

    client_id: UUID


class Client(msgspec.Struct, frozen=True):
    name: Annotated[str, msgspec.Meta(max_length=60)] = ""
    version: Annotated[str, msgspec.Meta(max_length=60)] = ""


class Hello(Request, kw_only=True, frozen=True, tag="hello"):
    resume: Annotated[dict[StreamName, Position], msgspec.Meta(max_length=500)] = {}
    client: Client | None = None
    locale: Annotated[str, msgspec.Meta(max_length=35)] | None = None


class Subscribe(Request, kw_only=True, frozen=True, tag="subscribe"):
    stream: StreamName
    after: Position | None = None


class Unsubscribe(Request, kw_only=True, frozen=True, tag="unsubscribe"):
    stream: StreamName


class StreamPage(Request, kw_only=True, frozen=True, tag="stream.page"):
    stream: StreamName
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50
    before: Seq | None = None
    after: Seq | None = None
    around: Seq | None = None


class StreamRead(Request, kw_only=True, frozen=True, tag="stream.read"):
    stream: StreamName
    seq: Seq


class Typing(Frame, kw_only=True, frozen=True, tag="typing"):
    stream: StreamName
