"""Answers `hello`: the person's streams, and everything missed since the last visit."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from hub import queries
from hub.actions import reading
from hub.clock import wire_time
from hub.connection import Connection, Own
from hub.counts import counts
from hub.errors import HubError, Refused
from hub.frames import Hello, Position
from hub.providers import OwnStream
from hub.replay import Readable
from hub.routing import routing
from hub.subscriptions import subscribe
from hub.together import Together
from hub.unread import NOTHING, Mark, Unread, count_unread_of
from hub.wire import StreamShape

if TYPE_CHECKING:
    from hub.live import Hub

HEARTBEAT_S = 25
STREAMS_AT_MOST = 200


class Greetings:
    """Looks up those who say hello at the same time together."""

    def __init__(self) -> None:
        self._own = Together(own_streams_of)
        self._described = Together(described_all)

    async def own(self, user: Any) -> list[OwnStream]:
        return await self._own.ask(user)

    async def described(self, user: Any, own: list[OwnStream]) -> list[StreamShape]:
        return await self._described.ask((user, own))


async def greet(
    hub: "Hub", connection: Connection, frame: Hello
) -> Mapping[str, object]:
    """Sends `welcome`, then what each stream of `resume` has missed.

    The frame is already answered when this returns: its reply is `welcome` itself.
    """
    if frame.locale:
        connection.locale = supported_locale(frame.locale) or connection.locale
    revision, own, entries = await _looked_up(hub, connection)
    for entry in entries:
        _own(hub, connection, entry)
    # Before welcome: what a client asks right behind it finds the socket known.
    for hook in routing().on_connect:
        await hook(connection)
    connection.send(
        {
            "type": "welcome",
            "ref": frame.ref,
            "user": routing().person(connection.user),
            "server_time": wire_time(datetime.now(UTC)),
            "heartbeat_s": HEARTBEAT_S,
            "limits": routing().limits,
            "streams": entries,
            **({"more_streams": True} if len(own) > STREAMS_AT_MOST else {}),
        }
    )
    connection.welcomed()
    counts.welcomes += 1
    # A replay waits for its reader, who must not keep others from coming in.
    hub.arriving.discard(connection)
    known = {
        entry["stream"]: Readable(entry["epoch"], entry["head"], listed.since)
        for entry, listed in zip(entries, own, strict=False)
    }
    for stream, position in frame.resume.items():
        fresh = connection.revision == revision
        right = known.get(stream) if fresh else None
        await _resume(hub, connection, stream, position, right)
    return {}


async def _looked_up(
    hub: "Hub", connection: Connection
) -> tuple[int, list[OwnStream], list[StreamShape]]:
    """What the person has, read while no right of theirs changed, and that revision.

    Each stream is joined before its head is read: nothing that comes later is missed.
    """
    while True:
        revision = connection.revision
        own = await hub.greetings.own(connection.user)
        listed = own[:STREAMS_AT_MOST]
        for one in listed:
            hub.streams.open(one.stream).owners.add(connection)
        try:
            entries = await hub.greetings.described(connection.user, listed)
            if connection.revision == revision:
                return revision, own, entries
        except BaseException:
            _disown(hub, connection, listed)
            raise
        _disown(hub, connection, listed)


def _disown(hub: "Hub", connection: Connection, listed: list[OwnStream]) -> None:
    """Or else the streams would keep a socket that is long gone."""
    for one in listed:
        hub.leave(connection, one.stream)


async def _resume(
    hub: "Hub",
    connection: Connection,
    stream: str,
    position: Position,
    known: Readable | None,
) -> None:
    try:
        await subscribe(hub, connection, stream, position, known)
    except Refused:
        connection.send({"type": "dropped", "stream": stream, "reason": "refused"})
    except HubError as error:
        connection.send({"type": "dropped", "stream": stream, "reason": error.code})


def own_streams(user: Any) -> list[OwnStream]:
    """The person's own streams over all providers, in their order."""
    return own_streams_of([user])[0]


def own_streams_of(users: Sequence[Any]) -> list[list[OwnStream]]:
    """The same for each of many: as many queries as for one."""
    distinct = list({user.pk: user for user in users}.values())
    with reading():
        found = [provider.own_of(distinct) for provider in routing().providers]
    return [[own for part in found for own in part[user.pk]] for user in users]


def described(user: Any, own: list[OwnStream]) -> list[StreamShape]:
    """The entries of `welcome.streams`: a fixed number of queries for any length."""
    return described_all([(user, own)])[0]


def described_all(
    asked: Sequence[tuple[Any, Sequence[OwnStream]]],
) -> list[list[StreamShape]]:
    """The same for each of many: as many queries as for one."""
    names = {entry.stream for _user, own in asked for entry in own}
    epoch, heads, read = queries.positions([user.pk for user, _own in asked], names)
    unread = _unread(
        {
            Mark(user.pk, entry.stream, seq, entry.since)
            for user, own in asked
            for entry in own
            if (seq := read.get((user.pk, entry.stream), 0)) < heads[entry.stream]
        }
    )
    return [
        [
            _entry(
                entry,
                epoch,
                heads[entry.stream],
                read.get((user.pk, entry.stream), 0),
                unread.get((user.pk, entry.stream), NOTHING),
            )
            for entry in own
        ]
        for user, own in asked
    ]


def _entry(
    own: OwnStream, epoch: str, head: int, read: int, unread: Unread
) -> StreamShape:
    entry: StreamShape = {
        "stream": own.stream,
        "title": own.title,
        "epoch": epoch,
        "head": head,
        "read": read,
        "unread": unread[0],
        "mention": unread[1],
        "may": list(own.may),
    }
    if own.unit:
        entry["unit"] = own.unit
    if own.level:
        entry["level"] = own.level
    return entry


def supported_locale(wanted: str) -> str | None:
    """'es-MX' → 'es', for what the installation speaks."""
    language = wanted.replace("_", "-").split("-")[0].lower()
    return language if language in dict(settings.LANGUAGES) else None


def _unread(marks: set[Mark]) -> dict[tuple[int, str], Unread]:
    """One statement for all kinds of streams."""
    by_prefix = {
        provider.prefix: provider.unread_items for provider in routing().providers
    }
    return count_unread_of(marks, by_prefix) if marks else {}


def _own(hub: "Hub", connection: Connection, entry: StreamShape) -> None:
    name = entry["stream"]
    connection.own[name] = Own(entry["head"], entry["unread"], entry["mention"])
    stream = hub.streams.open(name)
    if stream.delivered is None:
        stream.delivered = entry["head"]
        if stream.target > entry["head"]:
            hub.streams.heal(stream, stream.target)
