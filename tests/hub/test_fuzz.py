"""Ten thousand frames that no client should send, over real sockets.

Each is answered as docs/protocol.md says, and nothing else happens: no 1011, no
traceback, no `internal`, and the socket lives on or is closed by the rule of ten.
"""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.client import Closed, Socket
from tests.conftest import Connect
from tests.hub.mutations import Mutator
from tests.server import Server

SEED = 20_261_123
FRAMES = 10_000
TOGETHER = 25
PEOPLE = ("alice", "bob", "oscar", "olive")
BAD = ("bad_frame", "too_large")


class Fuzzer:
    """One person's socket, opened again whenever the rule of ten has closed it."""

    def __init__(self, server: Server, person: str, seed: int) -> None:
        self._server = server
        self._person = person
        self._mutator = Mutator(seed)
        self._mutator.learn(
            {
                "room": server.room("riverside"),
                "team": server.unit("riverside"),
                "unit": server.unit("akron"),
                "stream": f"room:{server.room('riverside')}",
            }
        )
        self._socket: Socket | None = None
        self.answered = 0
        self.closed = 0

    async def run(self, frames: int) -> None:
        while self.answered < frames:
            try:
                socket = await self._opened()
                if self._mutator.chance.random() < 0.9:
                    await self._text(socket)
                else:
                    await self._structured(socket)
            except Closed as closed:
                self._ended(closed.code)
        if self._socket is not None:
            await self._socket.close()

    async def _opened(self) -> Socket:
        if self._socket is None:
            server = self._server
            self._socket = await Socket.open(
                server.socket_url, server.token(self._person)
            )
            welcome = await self._socket.hello()
            for stream in welcome["streams"]:
                self._mutator.learn({"stream": stream["stream"], "seq": stream["head"]})
        return self._socket

    def _ended(self, code: int) -> None:
        assert self._socket is not None
        codes = [frame.get("code") for frame in self._socket.received]
        assert (code, sum(one in BAD for one in codes)) == (4106, 10)
        self.closed += 1
        self._socket = None

    async def _structured(self, socket: Socket) -> None:
        """Some at once; each with a `ref` gets one answer with it."""
        frames = [self._mutator.frame(socket.next_ref()) for _ in range(TOGETHER)]
        for frame in frames:
            # What has no `ref` has no answer that the contract could be held against.
            if "ref" in frame:
                await socket.send(frame)
            else:
                await socket.send_text(json.dumps(frame))
        for frame in frames:
            if "ref" in frame:
                self._check(await answer_to(socket, frame["ref"]))
            else:
                # Typing has no reply, unless something is wrong with it.
                self.answered += 1
        await self._errors_without_ref(socket)

    async def _text(self, socket: Socket) -> None:
        """One, and a good request behind it, before which any error must have come."""
        text = self._mutator.text(socket.next_ref())
        is_binary = self._mutator.chance.random() < 0.05
        frame = None if is_binary else frame_in(text)
        await socket.send_text(text.encode() if is_binary else text, frame)
        await socket.request("unsubscribe", stream="room:0")
        if frame is not None:
            self._check(await answer_to(socket, frame["ref"]))
        elif any(is_error_without_ref(frame) for frame in socket.unread()):
            self._check(await socket.wait_for(is_error_without_ref))
        else:
            assert "typing" in text
            self.answered += 1

    async def _errors_without_ref(self, socket: Socket) -> None:
        for frame in socket.unread():
            if frame["type"] == "error":
                assert "ref" not in frame, "two answers to one request"
                await socket.wait_for(is_error_without_ref)

    def _check(self, answer: dict[str, Any]) -> None:
        self.answered += 1
        assert answer.get("code") not in ("internal", "unavailable"), answer
        if answer["type"] == "ok":
            self._mutator.learn(answer)


async def test_ten_thousand_mutated_frames(own_server: Server, connect: Connect):
    fuzzers = [
        Fuzzer(own_server, person, SEED + number)
        for number, person in enumerate(PEOPLE)
    ]

    for fuzzer in fuzzers:
        await fuzzer.run(FRAMES // len(fuzzers))

    assert sum(fuzzer.answered for fuzzer in fuzzers) >= FRAMES
    assert sum(fuzzer.closed for fuzzer in fuzzers) > 20
    diana, bob = await connect(own_server, "diana"), await connect(own_server, "bob")
    stream = f"room:{own_server.room('riverside')}"
    await diana.request("subscribe", stream=stream)
    posted = await bob.write(
        "message.post", room=own_server.room("riverside"), text="All is well"
    )
    event = await diana.wait_for(lambda frame: frame.get("seq") == posted["seq"])
    assert event["data"]["message"]["text"] == "All is well"
    log = own_server.log.read_text()
    assert "Traceback" not in log
    assert " ERROR " not in log
    assert 'code="1011"' not in exposed(own_server)


async def answer_to(socket: Socket, ref: int) -> dict[str, Any]:
    return await socket.wait_for(lambda frame: frame.get("ref") == ref)


def is_error_without_ref(frame: dict[str, Any]) -> bool:
    return frame["type"] == "error" and "ref" not in frame


def frame_in(text: str) -> dict[str, Any] | None:
    """What can be answered by its `ref`."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    ref = fields.get("ref") if isinstance(fields, dict) else None
    has_ref = isinstance(ref, int) and not isinstance(ref, bool)
    return fields if has_ref and fields.get("type") != "typing" else None


def exposed(server: Server) -> str:
    return httpx.get(f"{server.url}/metrics").text
