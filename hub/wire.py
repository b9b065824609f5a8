"""What the server sends, as types: the hub's half of the wire contract.

`hub.contract.asyncapi` makes the AsyncAPI document from these, from the frames of the
command table and from the apps' `EVENTS`.
"""

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from msgspec import Meta

Time = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$",
        examples=["2026-11-03T18:04:05.123Z"],
    ),
]
Seq = Annotated[int, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]
Ref = int


class UserShape(TypedDict):
    id: str
    name: str
    locale: str


class PersonShape(TypedDict):
    """A person as others see them."""

    id: str
    name: str


class ByShape(TypedDict):
    """Who did it, and in which role there; `bot` for a program."""

    id: str
    name: str
    role: NotRequired[str]
    bot: NotRequired[Literal[True]]


class UnitShape(TypedDict):
    id: str
    name: str
    kind: str


class StreamShape(TypedDict):
    """A stream of the person's own. `mention` counts the unread that name them.

    `level`: how much of it they want to be told; absent, or not known: all.
    """

    stream: str
    title: str
    unit: NotRequired[UnitShape]
    epoch: str
    head: Seq
    read: Seq
    unread: Count
    mention: Count
    may: list[str]
    level: NotRequired[str]


class Welcome(TypedDict):
    """Answers `hello`. What `resume` has missed follows."""

    type: Literal["welcome"]
    ref: Ref
    user: UserShape
    server_time: Time
    heartbeat_s: int
    limits: dict[str, int]
    streams: list[StreamShape]
    more_streams: NotRequired[bool]


class Event(TypedDict):
    """One committed fact, in the order of its stream."""

    type: Literal["event"]
    stream: str
    seq: Annotated[int, Meta(ge=1)]
    kind: str
    at: Time
    by: ByShape | None
    data: dict[str, Any]
    client_id: NotRequired[str]


class Item(TypedDict):
    """A lasting thing of a stream in its present state, shaped like its event."""

    seq: Annotated[int, Meta(ge=1)]
    kind: str
    at: Time
    by: ByShape | None
    data: dict[str, Any]


class Ok(TypedDict):
    """Done; after a write: committed."""

    type: Literal["ok"]
    ref: Ref


ErrorCode = Literal[
    "bad_frame",
    "unknown_type",
    "invalid",
    "refused",
    "conflict",
    "too_large",
    "rate_limited",
    "not_ready",
    "unavailable",
    "internal",
]


class Error(TypedDict):
    """Nothing was changed. `message` is a sentence for people, in their language."""

    type: Literal["error"]
    ref: NotRequired[Ref]
    code: ErrorCode
    message: str
    field: NotRequired[str]
    retry_after_ms: NotRequired[Count]


class Reset(TypedDict):
    """Forget what you hold of the stream, take a `stream.page`, go on from its head."""

    type: Literal["reset"]
    stream: str
    epoch: str
    head: Seq
    reason: Literal["epoch", "too_old", "ahead"]


class Dropped(TypedDict):
    """You are no longer subscribed, and may not read it: purge local copies."""

    type: Literal["dropped"]
    stream: str
    reason: str


class Bump(TypedDict):
    """Something happened in a stream of yours that you don't subscribe to.

    One that you did not know of has just become yours: ask `GET /api/v1/streams`.
    """

    type: Literal["bump"]
    stream: str
    head: Seq
    unread: Count
    mention: Count
    title: NotRequired[str]


class TypingPeople(TypedDict):
    """Who is typing now. Forget it after six seconds."""

    type: Literal["typing"]
    stream: str
    users: list[PersonShape]


class Bye(TypedDict):
    """About to be closed: come back within this window of milliseconds."""

    type: Literal["bye"]
    code: int
    reason: str
    retry_after_ms: tuple[Count, Count]


# Sent by themselves; `welcome`, `ok` and `error` are replies, `event` has its kinds.
PUSHED: tuple[type, ...] = (Reset, Dropped, Bump, TypingPeople, Bye)


class Subscribed(TypedDict):
    stream: str
    epoch: str
    head: Seq


class PageOfItems(TypedDict):
    items: list[Item]
    has_before: bool
    has_after: bool
    epoch: str
    head: Seq


class ReadMoved(TypedDict):
    stream: str
    seq: Seq


class StreamRenamed(TypedDict):
    """What `welcome` says of it as `title`, and as its unit's name, is this now."""

    stream: str
    title: str


EVENTS: dict[str, type] = {"read.moved": ReadMoved, "stream.renamed": StreamRenamed}
