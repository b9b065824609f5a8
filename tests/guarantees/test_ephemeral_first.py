"""Under overload typing and presence go first, then the fullest; no event ever."""

import asyncio
from uuid import uuid4

import pytest

from tests.guarantees.figures import figure, figures, unsent_bytes
from tests.hub.raw_socket import RawSocket, hang_up_all

LONG = "x" * 4000
MIB = 1024 * 1024
OF_ALL_AT_MOST = 128 * MIB
# What the kernel keeps for a reader, so that the rest waits in the server.
NARROW = 4096
TYPED = 5
FULLER, LESS_FULL = 100, 80


@pytest.fixture(autouse=True)
async def nobody_stays():
    yield
    await hang_up_all()


@pytest.mark.guarantee("G6")
async def test_typing_and_presence_are_dropped_before_any_event(own_server, connect):
    room, unit = own_server.room("riverside"), own_server.unit("riverside")
    stream = f"room:{room}"
    bob, olive = await connect(own_server, "bob"), await connect(own_server, "olive")
    await olive.request("subscribe", stream=stream)
    slow = await RawSocket.greeted(own_server, "alice", buffer=NARROW)
    start = (await slow.ask(type="subscribe", stream=stream))[-1]["head"]
    await slow.ask(type="presence.watch", unit=unit)
    await olive.request("presence.watch", unit=unit)
    await bob.request("presence.set", state="on_shift")
    await olive.wait_for(lambda frame: shows(frame, "on_shift"))
    await read_until(slow, lambda frame: shows(frame, "on_shift"))

    posted = 0
    while await unsent_bytes(own_server) <= MIB // 2:
        posted += await post(bob, room, 25)
    shed_before = await figure(own_server, "shed_frames_total")
    for _number in range(TYPED):
        await bob.send({"type": "typing", "stream": stream})
        await olive.wait_type("typing")
    shed_typing = await figure(own_server, "shed_frames_total")
    await bob.request("presence.set", state="away")
    await olive.wait_for(lambda frame: shows(frame, "away"))
    shed_presence = await figure(own_server, "shed_frames_total")
    posted += await post(bob, room, 1)
    assert MIB // 2 < await unsent_bytes(own_server) <= MIB

    last = start + posted
    seen = await read_until(slow, lambda frame: frame.get("seq") == last)

    events = [frame["seq"] for frame in seen if frame["type"] == "event"]
    assert events == list(range(start + 1, last + 1))
    assert not any(frame["type"] == "typing" for frame in seen)
    assert not any(shows(frame, "away") for frame in seen)
    assert shed_typing - shed_before >= TYPED
    assert shed_presence > shed_typing
    # Who has caught up is told who is there now, and of typing what is new.
    await read_until(slow, lambda frame: shows(frame, "away"))
    await bob.send({"type": "typing", "stream": stream})
    await read_until(slow, lambda frame: frame["type"] == "typing")


@pytest.mark.guarantee("G6")
@pytest.mark.guarantee("G8")
async def test_above_128_mib_the_fullest_are_cut_and_miss_nothing(own_server, connect):
    room, more = own_server.room("riverside"), own_server.room("akron")
    stream, also = f"room:{room}", f"room:{more}"
    bob, olive = await connect(own_server, "bob"), await connect(own_server, "olive")
    start = await olive.request("subscribe", stream=stream)
    await olive.request("unsubscribe", stream=stream)
    fuller = [await reader(own_server, stream, also) for _ in range(FULLER)]
    others = [await reader(own_server, stream) for _ in range(LESS_FULL)]

    await post(bob, more, 25)
    posted = 0
    while not (cut := await figure(own_server, "cut_for_memory_total")):
        posted += await post(bob, room, 10)
    left = await unsent_bytes(own_server)
    told = await figures(own_server)

    wanted = list(range(start["head"] + 1, start["head"] + posted + 1))
    assert all([await seqs(one, stream, wanted[-1]) == wanted for one in others])
    had = [await seqs(one, stream, wanted[-1]) for one in fuller]
    missed = [got for got in had if got != wanted]
    assert 0 < cut == len(missed) < FULLER
    assert left <= OF_ALL_AT_MOST
    # Nobody was over the limit of one alone.
    assert 'muster_closes_total{code="4108"}' not in told
    for got in missed:
        assert got == wanted[: len(got)]
    held = max(missed, key=len)
    position = [start["epoch"], held[-1] if held else start["head"]]
    await olive.request("subscribe", stream=stream, after=position)
    rest = [await olive.wait_event(stream) for _ in wanted[len(held) :]]
    assert [*held, *(event["seq"] for event in rest)] == wanted


async def reader(server, *streams):
    """Subscribes, and from then on takes nothing that it is not asked to take."""
    raw = await RawSocket.greeted(server, "olive", buffer=NARROW)
    for stream in streams:
        assert (await raw.ask(type="subscribe", stream=stream))[-1]["type"] == "ok"
    return raw


async def post(author, room, number):
    """Posts so many at once, waits until all are acknowledged, and gives `number`."""
    post = {"type": "message.post", "room": room, "text": LONG}
    for _number in range(number):
        client_id = str(uuid4())
        await author.send({**post, "ref": author.next_ref(), "client_id": client_id})
    for _number in range(number):
        await author.wait_type("ok")
    return number


async def read_until(raw, wanted):
    frames = [await raw.json()]
    while not wanted(frames[-1]):
        frames.append(await raw.json())
    return frames


async def seqs(raw, stream, last):
    """Those of the stream's events up to `last`, or to the end of the connection."""
    got = []
    try:
        while last not in got[-1:]:
            frame = await raw.json()
            if frame["type"] == "event" and frame["stream"] == stream:
                got.append(frame["seq"])
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    return got


def shows(frame, state):
    """Whether it tells of anybody in this state."""
    lists = [frame.get(name, ()) for name in ("full", "joined", "changed")]
    return any(entry["state"] == state for entries in lists for entry in entries)
