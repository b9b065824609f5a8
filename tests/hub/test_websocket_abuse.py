"""What no client should do to a server: the right end for it, nothing for others."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.client import Socket
from tests.hub.raw_socket import (
    BINARY,
    CLOSE,
    CONTINUED,
    PING,
    TEXT,
    RawSocket,
    framed,
    handshake_of,
    hang_up_all,
)
from tests.server import Server, running

FIGURES = ("sockets", "streams", "subscriptions", "unsent_bytes", "arriving")
TALKING_S = 120
WRONG = {
    "no UTF-8": framed(b"\xff\xfe\xfd"),
    "half a letter": framed(b"half a letter: \xd8"),
    "a reserved bit": framed(b"{", reserved=4),
    "another reserved bit": framed(b"{", reserved=1),
    "a reserved opcode": framed(b"{", 3),
    "a reserved control opcode": framed(b"", 11),
    "not masked": framed(b"{}", masked=False),
    "goes on with nothing": framed(b"no message is open", CONTINUED),
    "begins twice": framed(b"{", last=False) + framed(b"{", TEXT),
    "a long ping": framed(b"x" * 126, PING),
    "a ping in parts": framed(b"in parts", PING, last=False),
    "too long": framed(b"x" * 70_000),
    "too long together": framed(b"x" * 40_000, last=False)
    + framed(b"x" * 40_000, CONTINUED),
}
HELLO = json.dumps({"type": "hello", "ref": 1}).encode()


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With every limit on, as people run it."""
    with running(tmp_path_factory.mktemp("limited"), LIMITS="on") as server:
        yield server
        assert "Traceback" not in server.log.read_text()


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Waits seconds where the real one waits a minute."""
    folder = tmp_path_factory.mktemp("impatient")
    with running(folder, program=("-m", "tests.impatient"), LIMITS="on") as server:
        yield server
        assert "Traceback" not in server.log.read_text()


@contextlib.asynccontextmanager
async def others_notice_nothing(server: Server) -> AsyncIterator[None]:
    """Two people go on talking, and afterwards nothing is left of the abuse."""
    bob = await Socket.open(server.socket_url, server.token("bob"))
    olive = await Socket.open(server.socket_url, server.token("olive"))
    async with bob, olive:
        await bob.hello()
        await olive.hello()
        room = server.room("akron")
        await olive.request("subscribe", stream=f"room:{room}")
        before = await figures(server)
        talking = asyncio.create_task(talk(bob, olive, room))
        try:
            yield
        finally:
            await hang_up_all()
            talking.cancel()
            heard = await asyncio.gather(talking, return_exceptions=True)
        assert isinstance(heard[0], asyncio.CancelledError), heard
        assert await said_and_heard(bob, olive, room)
        await settled(server, before)


async def talk(bob: Socket, olive: Socket, room: str) -> None:
    for _ in range(TALKING_S * 4):
        assert await said_and_heard(bob, olive, room)
        # As fast as a person may: more is `rate_limited`.
        await asyncio.sleep(0.25)


async def said_and_heard(bob: Socket, olive: Socket, room: str) -> bool:
    while (said := await post(bob, room))["type"] == "error":
        assert said["code"] == "rate_limited"
        await asyncio.sleep(said["retry_after_ms"] / 1000)
    event = await olive.wait_event(f"room:{room}")
    while event["seq"] < said["seq"]:
        event = await olive.wait_event(f"room:{room}")
    return bool(event["seq"] == said["seq"])


async def post(bob: Socket, room: str) -> dict[str, Any]:
    return await bob.write("message.post", room=room, text="Anything?")


async def figures(server: Server) -> dict[str, float]:
    pairs = dict(line.rsplit(" ", 1) for line in (await exposed(server)).splitlines())
    return {name: float(pairs[f"muster_{name}"]) for name in FIGURES}


async def exposed(server: Server) -> str:
    async with httpx.AsyncClient() as http:
        return (await http.get(f"{server.url}/metrics")).text


async def settled(server: Server, before: dict[str, float]) -> None:
    """Waits until nothing is held that was not held before."""
    for _ in range(200):
        now = await figures(server)
        if all(now[name] <= before[name] for name in FIGURES):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{now} of {before}")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("no UTF-8", 1007),
        ("half a letter", 1007),
        ("a reserved bit", 1002),
        ("another reserved bit", 1002),
        ("a reserved opcode", 1002),
        ("a reserved control opcode", 1002),
        ("not masked", 1002),
        ("goes on with nothing", 1002),
        ("begins twice", 1002),
        ("a long ping", 1002),
        ("a ping in parts", 1002),
        ("too long", 1009),
        ("too long together", 1009),
    ],
)
async def test_what_is_no_websocket_is_closed_with_its_code(
    limited: Server, wrong: str, code: int
):
    async with others_notice_nothing(limited):
        raw = await RawSocket.greeted(limited, "alice")
        await raw.send(WRONG[wrong])

        assert await raw.close_code() == code


@pytest.mark.parametrize(
    "reason", [b"\x01", b"\x03\xed", b"\x03\xe8\xff", b"\xff" * 125]
)
async def test_a_goodbye_that_makes_no_sense_is_one(limited: Server, reason: bytes):
    async with others_notice_nothing(limited):
        raw = await RawSocket.greeted(limited, "alice")
        await raw.send(framed(reason, CLOSE))

        assert await raw.close_code() in (1002, 1006, 1007)


async def test_noise_behind_the_handshake_is_closed(limited: Server):
    noise = random.Random(7)
    async with others_notice_nothing(limited):
        for _ in range(15):
            raw = await RawSocket.greeted(limited, "alice")
            await raw.send(noise.randbytes(2000))
            # Some of it may look like the beginning of a frame that never ends.
            await raw.send(framed(b"\xff") * 3)
            raw.hang_up()


async def test_a_message_in_many_parts_is_one_message(limited: Server):
    async with others_notice_nothing(limited):
        raw = await RawSocket.opened(limited, "alice")
        for at, byte in enumerate(HELLO):
            opcode = CONTINUED if at else TEXT
            await raw.send(framed(bytes([byte]), opcode, last=False))
            await raw.send(framed(b"", PING))
        await raw.send(framed(b"", CONTINUED))

        received = [await raw.next() for _ in range(len(HELLO) + 1)]
        assert json.loads(received[-1].payload)["type"] == "welcome"


async def test_parts_without_end_are_limited_like_one_message(limited: Server):
    async with others_notice_nothing(limited):
        raw = await RawSocket.greeted(limited, "alice")
        await raw.send(framed(b"x", TEXT, last=False))
        await raw.send(framed(b"x" * 1000, CONTINUED, last=False) * 70)

        assert await raw.close_code() == 1009


async def test_a_binary_message_is_a_bad_frame(limited: Server):
    async with others_notice_nothing(limited):
        raw = await RawSocket.greeted(limited, "alice")
        for _ in range(10):
            await raw.send(framed(b"\x00\xff", BINARY))

        answers = [await raw.json() for _ in range(10)]
        assert {answer["code"] for answer in answers} == {"bad_frame"}
        assert await raw.close_code() == 4106


async def test_who_is_silent_is_closed(impatient: Server):
    async with others_notice_nothing(impatient):
        raw = await RawSocket.greeted(impatient, "alice")

        assert await raw.close_code() == 4109
        # And cut, when it does not answer that either.
        assert await raw.ended() == b""


async def test_who_never_says_hello_is_closed(limited: Server):
    async with others_notice_nothing(limited):
        raw = await RawSocket.opened(limited, "alice")
        await raw.send(framed(b"", PING) * 100)

        assert await raw.close_code() == 4102


async def test_a_handshake_that_is_never_finished_is_ended(impatient: Server):
    async with others_notice_nothing(impatient):
        half = handshake_of(impatient, "alice")[:-10]
        raws = [await RawSocket.connected(impatient) for _ in range(5)]
        for raw, sent in zip(raws, (0, 1, 20, 100, len(half)), strict=True):
            await raw.send(half[:sent])

        for raw in raws:
            assert await raw.ended() == b""


async def test_a_handshake_drop_by_drop_is_ended(impatient: Server):
    async with others_notice_nothing(impatient):
        raw = await RawSocket.connected(impatient)
        await raw.send(handshake_of(impatient, "alice")[:-2])
        ending = asyncio.create_task(raw.ended())

        # What is sent in the moment of the end finds nobody there.
        with contextlib.suppress(ConnectionError):
            while not ending.done():
                await raw.send(b"X-More: 1\r\n")
                await asyncio.wait([ending], timeout=0.2)
        await ending

        assert ending.result() == b""


async def test_goodbye_without_reading_what_waits_is_cut(impatient: Server):
    """The connection would stay until its buffer is taken, which is never."""
    async with others_notice_nothing(impatient):
        raw = await RawSocket.greeted(impatient, "alice", buffer=4096)
        await flood_with_pages(impatient, raw)
        await raw.send(framed(b"\x03\xe8", CLOSE))


async def test_who_asks_and_never_reads_is_closed(impatient: Server):
    async with others_notice_nothing(impatient):
        raw = await RawSocket.greeted(impatient, "alice", buffer=4096)
        flooding = asyncio.create_task(flood_until_cut(impatient, raw))
        await asyncio.wait_for(flooding, 60)

    assert 'muster_closes_total{code="4108"}' in await exposed(impatient)


async def test_a_thousand_sockets_of_one_person(limited: Server):
    async with others_notice_nothing(limited):
        ends = await asyncio.gather(*(open_and_greet(limited) for _ in range(1000)))
        met = Counter(end for end, _raw in ends)

        assert met["welcome"] <= 20
        assert met["welcome"] + met[4113] + met[503] == 1000
        assert met[4113] + met[503] >= 980
        for _end, raw in ends:
            raw.hang_up()


async def test_ten_thousand_subscriptions(limited: Server):
    async with others_notice_nothing(limited):
        raw = await RawSocket.greeted(limited, "alice")
        codes: Counter[str] = Counter()
        for start in range(0, 10_000, 500):
            for ref in range(start, start + 500):
                stream = f"room:{ref + 1_000_000}"
                await raw.frame({"type": "subscribe", "ref": ref, "stream": stream})
            for _ in range(500):
                codes[(await raw.json()).get("code", "ok")] += 1

        assert set(codes) == {"refused", "rate_limited"}
        assert codes["rate_limited"] > 5000


async def test_positions_of_the_future_and_of_other_histories(limited: Server):
    stream = f"room:{limited.room('riverside')}"
    async with others_notice_nothing(limited):
        welcome = await first_welcome(limited, {})
        (own,) = [one for one in welcome["streams"] if one["stream"] == stream]
        for epoch, seq, reason in (
            (own["epoch"], 2**53, "ahead"),
            ("another", 1, "epoch"),
            ("", 0, "epoch"),
        ):
            raw = await RawSocket.opened(limited, "alice")
            resume = {stream: [epoch, seq], "room:999999": ["x", 1], "room:": ["x", 1]}
            await raw.frame({"type": "hello", "ref": 1, "resume": resume})

            await raw.json()
            answers = [await raw.json() for _ in range(3)]
            told = {one["type"]: one for one in answers}
            assert told["reset"]["reason"] == reason
            assert Counter(one["type"] for one in answers)["dropped"] == 2
            raw.hang_up()


async def test_a_flood_of_typing_is_passed_on_in_drops(limited: Server):
    stream = f"room:{limited.room('hillside')}"
    async with others_notice_nothing(limited):
        reader = await RawSocket.greeted(limited, "olive")
        await reader.ask(type="subscribe", stream=stream)
        raw = await RawSocket.greeted(limited, "charlie")
        await raw.ask(type="subscribe", stream=stream)

        for _ in range(3000):
            await raw.frame({"type": "typing", "stream": stream})
        while (await raw.ask(type="unsubscribe", stream="room:0"))[-1]["type"] != "ok":
            continue
        seen = await reader.ask(type="unsubscribe", stream="room:0")

        assert 1 <= sum(frame["type"] == "typing" for frame in seen) <= 20


PAGE_OF = b'{"type": "stream.page", "ref": 1, "stream": "room:%b", "limit": 100}'


async def flood_with_pages(server: Server, raw: RawSocket) -> None:
    """Fills a room, then asks for it more often than is ever read."""
    room = server.room("riverside")
    async with await Socket.open(server.socket_url, server.token("bob")) as bob:
        await bob.hello()
        for _ in range(20):
            await bob.write("message.post", room=room, text="x" * 4000)
    for _ in range(40):
        await raw.send(framed(PAGE_OF % room.encode()))


async def flood_until_cut(server: Server, raw: RawSocket) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await flood_with_pages(server, raw)


async def open_and_greet(server: Server) -> tuple[str | int, RawSocket]:
    """'welcome', the close code, or the status that was not 101."""
    raw = await RawSocket.connected(server)
    status = await raw.handshake(server, "alice")
    if status != 101:
        return status, raw
    await raw.send(framed(HELLO))
    received = await raw.next()
    if received.opcode == CLOSE:
        return int.from_bytes(received.payload[:2], "big"), raw
    return json.loads(received.payload)["type"], raw


async def first_welcome(server: Server, resume: dict[str, Any]) -> dict[str, Any]:
    raw = await RawSocket.opened(server, "alice")
    await raw.frame({"type": "hello", "ref": 1, "resume": resume})
    welcome = await raw.json()
    raw.hang_up()
    return welcome
