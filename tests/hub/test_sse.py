"""Event streams on a server whose `send` waits, as that of ASGI may."""

import asyncio

import pytest

from hub import sse
from hub.close_codes import CloseCode
from hub.events import encode
from hub.outgoing import Outgoing

STREAM = "room:1"
PATIENCE_S = 5


class Wire:
    """The server's end: takes what is sent while it `flows`."""

    def __init__(self):
        self.messages = []
        self.flows = asyncio.Event()
        self.flows.set()
        self._taken = asyncio.Event()

    async def send(self, message):
        await self.flows.wait()
        self.messages.append(message)
        self._taken.set()

    async def until_it_ends_in(self, text):
        async with asyncio.timeout(PATIENCE_S):
            while not self.text.endswith(text):
                await self._taken.wait()
                self._taken.clear()

    @property
    def text(self):
        return b"".join(m.get("body", b"") for m in self.messages).decode()

    @property
    def ended(self):
        return self.messages[-1].get("more_body") is False


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
async def events(wire):
    transport = sse.EventStreamTransport(STREAM, wire.send)
    transport.epoch = "e"
    yield transport
    await transport.stop()


def event(seq, stream=STREAM, text=""):
    frame = {"type": "event", "stream": stream, "seq": seq, "data": {"text": text}}
    return Outgoing([encode(frame)])


def frame(**fields):
    return Outgoing([encode(fields)])


async def written(events):
    async with asyncio.timeout(PATIENCE_S):
        await events.drained()


async def test_nothing_is_said_before_there_is_something_to_say(wire, events):
    events.write(frame(type="typing", stream=STREAM, users=[]))
    await asyncio.sleep(0)

    assert not events.started
    assert wire.messages == []


async def test_only_events_of_its_stream_are_shown(wire, events):
    events.write(event(1))
    events.write(event(9, stream="room:2"))
    events.write(frame(type="bump", stream=STREAM, head=9, unread=1, mention=0))
    events.write(frame(type="dropped", stream="room:2", reason="removed"))
    events.write(event(2))
    await written(events)

    shown = [line for line in wire.text.splitlines() if line.startswith("id: ")]
    assert shown == ["id: e.1", "id: e.2"]


async def test_a_reset_gives_the_positions_their_new_history(wire, events):
    reset = {"epoch": "f", "head": 7, "reason": "epoch"}
    events.write(frame(type="reset", stream=STREAM, **reset))
    events.write(event(8))
    await written(events)

    assert "id: f.7\nevent: reset" in wire.text
    assert "id: f.8\nevent: event" in wire.text


async def test_a_silent_stream_is_kept_alive(wire, events, monkeypatch):
    monkeypatch.setattr(sse, "KEEP_ALIVE_S", 0.01)
    events.open("e", 3)

    await wire.until_it_ends_in(":\n\n:\n\n")


async def test_who_takes_nothing_is_given_up_at_one_mebibyte(wire, events):
    events.open("e", 0)
    await written(events)
    wire.flows.clear()

    for seq in range(1, 400):
        events.write(event(seq, text="x" * 4000))
        await asyncio.sleep(0)

    assert events.waiting() == 0
    with pytest.raises(asyncio.CancelledError):
        await events.writing
    wire.flows.set()
    await events.stop()
    assert "event: event" not in wire.text
    assert wire.ended


async def test_a_burst_is_no_slow_reader(wire, events):
    events.open("e", 0)
    await written(events)

    for seq in range(1, 400):
        events.write(event(seq, text="x" * 4000))
    await written(events)

    assert wire.text.count("event: event") == 399


@pytest.mark.parametrize("code", [CloseCode.SIGNED_OUT, CloseCode.NOT_SIGNED_IN])
async def test_signed_out_means_that_nothing_more_is_told(wire, events, code):
    events.open("e", 0)
    await written(events)

    events.write(event(1))
    events.close(code)
    await asyncio.wait_for(events.writing, PATIENCE_S)

    assert "event: event" not in wire.text
    assert wire.ended


async def test_dropped_is_the_last_and_takes_the_place_of_what_waits(wire, events):
    events.open("e", 0)
    await written(events)

    events.write(event(1))
    events.write(frame(type="dropped", stream=STREAM, reason="removed"))
    events.write(event(2))
    await asyncio.wait_for(events.writing, PATIENCE_S)

    assert wire.text.count("event: ") == 1
    assert "event: dropped" in wire.text
    assert wire.ended


async def test_a_server_that_stops_sends_what_waits_first(wire, events):
    events.write(event(1))
    events.write(frame(type="bye", code=4100, reason="x", retry_after_ms=[500, 600]))
    events.close(CloseCode.DRAINING)
    await asyncio.wait_for(events.writing, PATIENCE_S)

    first, last = wire.text.index("event: event"), wire.text.index("event: bye")
    assert first < last
    assert wire.ended
