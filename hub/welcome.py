"""Answers `hello`: the person's streams, and everything missed since the last visit."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from hub import queries
from hub.clock import wire_time
from hub.connection import Connection, Own
from hub.errors import HubError, Refused
from hub.frames import Hello
from hub.providers import OwnStream
from hub.routing import routing
from hub.subscriptions import subscribe
from hub.threads import in_database

if TYPE_CHECKING:
    from hub.live import Hub

HEARTBEAT_S = 25
STREAMS_AT_MOST = 200


async def greet(
    hub: "Hub", connection: Connection, frame: Hello
) -> Mapping[str, object]:
    """Sends `welcome`, then what each stream of `resume` has missed.

    The frame is already answered when this returns: its reply is `welcome` itself.
    """
    user = connection.user
    if frame.locale:
        connection.locale = supported_locale(frame.locale) or connection.locale
    own = await in_database(own_streams, user)
    for listed in own[:STREAMS_AT_MOST]:
        hub.streams.open(listed.stream).owners.add(connection)
    entries = await in_database(described, user, own[:STREAMS_AT_MOST])
    for entry in entries:
        _own(hub, connection, entry)
    # Before welcome: what a client asks right behind it finds the socket known.
    for hook in routing().on_connect:
        await hook(connection)
    connection.send(
        {
            "type": "welcome",
            "ref": frame.ref,
            "user": routing().person(user),
            "server_time": wire_time(datetime.now(UTC)),
            "heartbeat_s": HEARTBEAT_S,
            "limits": routing().limits,
            "streams": entries,
            **({"more_streams": True} if len(own) > STREAMS_AT_MOST else {}),
        }
    )
    connection.greeted = True
    for stream, position in frame.resume.items():
        await _resume(hub, connection, stream, position)
    return {}


async def _resume(
    hub: "Hub", connection: Connection, stream: str, position: tuple[str, int]
) -> None:
    try:
        await subscribe(hub, connection, stream, position)
    except Refused:
        connection.send({"type": "dropped", "stream": stream, "reason": "refused"})
    except HubError as error:
        connection.send({"type": "dropped", "stream": stream, "reason": error.code})


def own_streams(user: Any) -> list[OwnStream]:
    """The person's own streams over all providers, in their order."""
    return [own for provider in routing().providers for own in provider.own(user)]


def described(user: Any, own: list[OwnStream]) -> list[dict[str, Any]]:
    """The entries of `welcome.streams`: a fixed number of queries for any length."""
    names = [entry.stream for entry in own]
    epoch, heads = queries.epoch(), queries.heads(names)
    marks = queries.read_marks(user.pk, names)
    unread = _unread(user, {name: marks.get(name, 0) for name in names})
    return [
        {
            "stream": entry.stream,
            "title": entry.title,
            **({"unit": entry.unit} if entry.unit else {}),
            "epoch": epoch,
            "head": heads[entry.stream],
            "read": marks.get(entry.stream, 0),
            "unread": unread.get(entry.stream, (0, 0))[0],
            "mention": unread.get(entry.stream, (0, 0))[1],
            "may": list(entry.may),
        }
        for entry in own
    ]


def supported_locale(wanted: str) -> str | None:
    """'es-MX' → 'es', for what the installation speaks."""
    language = wanted.replace("_", "-").split("-")[0].lower()
    return language if language in dict(settings.LANGUAGES) else None


def _unread(user: Any, marks: dict[str, int]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for provider in routing().providers:
        prefix = f"{provider.prefix}:"
        mine = {name: seq for name, seq in marks.items() if name.startswith(prefix)}
        if mine:
            found.update(provider.unread(user, mine))
    return found


def _own(hub: "Hub", connection: Connection, entry: dict[str, Any]) -> None:
    name = entry["stream"]
    connection.own[name] = Own(entry["head"], entry["unread"], entry["mention"])
    stream = hub.streams.open(name)
    if stream.delivered is None:
        stream.delivered = entry["head"]
        if stream.target > entry["head"]:
            hub.streams.heal(stream, stream.target)
