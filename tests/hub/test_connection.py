"""What a socket hears of its own streams, and not before it was welcomed."""

import json
from types import SimpleNamespace

from hub.connection import Connection, Own
from hub.routing import SignedIn


class Wire:
    congested = False

    def __init__(self):
        self.frames = []

    def write(self, outgoing):
        self.frames += [json.loads(payload) for payload in outgoing.payloads]


async def test_a_bump_waits_for_the_welcome():
    wire = Wire()
    connection = Connection(SignedIn(SimpleNamespace(pk=1, locale="en")), wire)
    connection.own["room:1"] = Own(head=7, unread=2, mention=0)

    connection.bump("room:1")
    assert wire.frames == []

    connection.send({"type": "welcome"})
    connection.welcomed()

    assert [frame["type"] for frame in wire.frames] == ["welcome", "bump"]
    assert wire.frames[1]["head"] == 7


async def test_a_bump_carries_the_new_title_until_it_is_told():
    wire = Wire()
    connection = Connection(SignedIn(SimpleNamespace(pk=1, locale="en")), wire)
    connection.own["room:1"] = Own(head=7, unread=0, mention=0)

    connection.bump("room:1", "Hilltop")
    connection.bump("room:1")
    connection.welcomed()

    assert [frame["title"] for frame in wire.frames] == ["Hilltop"]
