"""What the tracker's shell makes of commands that come early or late."""

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from hub.bus import Bus
from hub.connection import Connection
from hub.errors import Refused
from hub.outgoing import Outgoing
from hub.routing import SignedIn
from presence import messages
from presence.live import LivePresence
from presence.people import State
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


class Line:
    """A transport that keeps what was written, unless it is congested."""

    def __init__(self) -> None:
        self.congested = False
        self.frames: list[dict[str, Any]] = []

    def write(self, outgoing: Outgoing) -> None:
        self.frames.extend(map(msgspec.json.decode, outgoing.payloads))

    def close(self, code: int) -> None:
        self.frames.append({"type": "closed", "code": code})

    def withhold(self) -> None:
        return

    async def drained(self) -> None:
        return


@pytest.fixture
def presence(monkeypatch):
    """With the clock in the test's hand."""
    now = SimpleNamespace(time=0.0)
    monkeypatch.setattr("presence.live._now", lambda: now.time)
    live = LivePresence()
    monkeypatch.setattr(live, "_schedule", lambda: None)
    return SimpleNamespace(live=live, now=now, tell=live._tell)


def connection(user) -> tuple[Connection, Line]:
    line = Line()
    return Connection(SignedIn(user), line), line


async def test_a_command_before_the_hook_is_not_lost(presence, cast: Cast):
    early, _line = connection(cast.oscar)

    await presence.live.set_state(early, State.ON_DESK, None)
    await presence.live.connected(early)

    assert presence.live.tracker.on_desk(cast.office.pk) == [cast.oscar.pk]


async def test_a_command_after_the_end_brings_nobody_back(presence, cast: Cast):
    gone, _line = connection(cast.alice)
    gone.closed = True

    with pytest.raises(Refused):
        await presence.live.set_state(gone, State.ONLINE, None)

    assert presence.live.tracker.online(cast.riverside.pk) == 0


async def test_a_process_that_is_alone_tells_nobody(presence, cast: Cast):
    alone = SimpleNamespace(bus=Bus(print, print, print))
    alice, _line = connection(cast.alice)

    presence.live.start(alone)
    await presence.live.connected(alice)

    assert presence.live.is_certain
    assert presence.live.tracker.changed is None


async def test_what_another_release_says_is_passed_over(presence, cast: Cast):
    alice, _line = connection(cast.alice)
    await presence.live.connected(alice)
    said: list[bytes] = []
    among = SimpleNamespace(
        is_alone=False, tell_everywhere=lambda _k, p: said.append(p)
    )
    presence.live.start(SimpleNamespace(bus=among))
    presence.live.hear(b"\x92\xa6spring\xa1x")

    presence.tell()
    for payload in list(said):
        presence.live.hear(payload)
    presence.tell()

    told = [messages.decode(payload) for payload in said]
    assert [type(message) for message in told] == [messages.Beat, messages.Changes]


async def test_who_was_too_slow_for_a_frame_gets_all_of_it_later(presence, cast: Cast):
    alice, line = connection(cast.alice)
    bob, _line = connection(cast.bob)
    await presence.live.watch(alice, str(cast.riverside.pk))
    presence.tell()
    line.congested = True
    await presence.live.connected(bob)
    presence.tell()
    assert len(line.frames) == 1

    line.congested = False
    presence.now.time += 2
    presence.tell()

    names = {entry["user"]["name"] for entry in line.frames[-1]["full"]}
    assert names == {"Alice", "Bob"}
