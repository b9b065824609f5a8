"""The frames about who is there. They concern one socket and are kept nowhere."""

from collections.abc import Mapping
from typing import Literal

from hub.commands import LiveCommand
from hub.connection import Connection
from hub.frames import Key, Request
from hub.limits import READS
from presence.live import presence
from presence.people import State
from teams.access import key


class SetPresence(Request, kw_only=True, frozen=True, tag="presence.set"):
    state: Literal["online", "away", "on_shift", "on_desk"]
    invisible: bool | None = None


class WatchPresence(Request, kw_only=True, frozen=True, tag="presence.watch"):
    unit: Key


class UnwatchPresence(Request, kw_only=True, frozen=True, tag="presence.unwatch"):
    unit: Key


async def set_presence(
    connection: Connection, frame: SetPresence
) -> Mapping[str, object]:
    await presence.set_state(connection, State(frame.state), frame.invisible)
    return {}


async def watch(connection: Connection, frame: WatchPresence) -> Mapping[str, object]:
    await presence.watch(connection, frame.unit)
    return {}


async def unwatch(
    connection: Connection, frame: UnwatchPresence
) -> Mapping[str, object]:
    presence.unwatch(connection, key(frame.unit))
    return {}


COMMANDS = [
    LiveCommand(SetPresence, set_presence, limit=READS, writes=True),
    LiveCommand(WatchPresence, watch, limit=READS),
    LiveCommand(UnwatchPresence, unwatch, limit=READS),
]
