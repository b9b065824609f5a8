"""Two phones on a network that cuts at any moment end up with what the server has."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.client import Frame, Socket
from tests.server import Server, running

T = TypeVar("T")
NAMES = ("alice", "bob")
WORDS = st.text("abc ", min_size=1, max_size=8).map(lambda text: f"x{text}")
LOOK_S = 0.02


@pytest.fixture(scope="module")
def unlimited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("lossy"), LIMITS="off") as server:
        yield server


class Phone:
    """A client by the book: an outbox until `ok`, a position, each event once."""

    def __init__(self, server: Server, name: str, room: str) -> None:
        self.room, self.stream = room, f"room:{room}"
        self.texts: dict[str, str | None] = {}
        self.posted: dict[str, str] = {}
        self.position: list[Any] = []
        self._server, self._name = server, name
        self._socket: Socket | None = None
        self._outbox: dict[str, Frame] = {}
        self._asked: dict[int, str] = {}

    @property
    def settled(self) -> bool:
        return not self._outbox

    async def start(self) -> None:
        """Holds what is there now, as after a fresh page."""
        async with await self._opened() as socket:
            await socket.hello()
            page = await socket.request("stream.page", stream=self.stream, limit=1)
        self.position = [page["epoch"], page["head"]]

    async def come(self) -> None:
        """Comes back with its position, and sends again what has no `ok`."""
        if self._socket is not None:
            return
        self._socket, self._asked = await self._opened(), {}
        hello = {"type": "hello", "ref": self._socket.next_ref()}
        await self._socket.send({**hello, "resume": {self.stream: self.position}})
        for client_id in list(self._outbox):
            await self._send(client_id)

    async def write(self, type: str, **fields: str) -> str:
        client_id = str(uuid.uuid4())
        self._outbox[client_id] = {"type": type, "client_id": client_id, **fields}
        await self._send(client_id)
        return client_id

    async def read(self, frames: int) -> None:
        """Takes up to so many of the frames that are there."""
        for _number in range(frames):
            if self._socket is None:
                return
            try:
                frame = await self._socket.wait_for(lambda _frame: True, LOOK_S)
            except TimeoutError:
                return
            self._take(frame)

    async def cut(self) -> None:
        """What is on its way, in either direction, may be lost."""
        if self._socket is not None:
            self._socket.abort()
            self._socket = None

    async def _opened(self) -> Socket:
        return await Socket.open(
            self._server.socket_url, self._server.token(self._name)
        )

    async def _send(self, client_id: str) -> None:
        if self._socket is not None:
            ref = self._socket.next_ref()
            self._asked[ref] = client_id
            await self._socket.send({**self._outbox[client_id], "ref": ref})

    def _take(self, frame: Frame) -> None:
        if frame["type"] == "event" and frame["stream"] == self.stream:
            self._apply(frame)
        elif frame["type"] in ("ok", "error") and frame["ref"] in self._asked:
            client_id = self._asked.pop(frame["ref"])
            self._outbox.pop(client_id, None)
            if "message" in frame and frame["type"] == "ok":
                first = self.posted.setdefault(client_id, frame["message"])
                assert first == frame["message"]
        else:
            assert frame["type"] not in ("reset", "dropped"), frame

    def _apply(self, event: Frame) -> None:
        held = self.position[1]
        if event["seq"] <= held:
            return
        assert event["seq"] == held + 1, f"{self._name}: a gap behind {held}"
        self.position[1] = event["seq"]
        message = event["data"].get("message")
        if message is not None:
            self.texts[message["id"]] = message.get("text")


@pytest.mark.guarantee("G4")
def test_two_phones_and_the_server_agree_in_the_end(unlimited: Server) -> None:
    class TwoPhones(RuleBasedStateMachine):
        messages = Bundle("messages")

        def __init__(self) -> None:
            super().__init__()
            self.runner = asyncio.Runner()
            room = unlimited.room("riverside")
            self.phones = {name: Phone(unlimited, name, room) for name in NAMES}

        def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
            return self.runner.run(coroutine)

        @initialize()
        def start(self) -> None:
            for phone in self.phones.values():
                self.run(phone.start())
                self.run(phone.come())

        @rule(target=messages, name=st.sampled_from(NAMES), text=WORDS)
        def post(self, name: str, text: str) -> tuple[str, str]:
            phone = self.phones[name]
            client_id = self.run(
                phone.write("message.post", room=phone.room, text=text)
            )
            return name, client_id

        @rule(message=messages, text=WORDS)
        def edit(self, message: tuple[str, str], text: str) -> None:
            self.change(message, "message.edit", text=text)

        @rule(message=messages)
        def delete(self, message: tuple[str, str]) -> None:
            self.change(message, "message.delete")

        def change(self, message: tuple[str, str], type: str, **fields: str) -> None:
            name, client_id = message
            posted = self.phones[name].posted.get(client_id)
            if posted is not None:
                self.run(self.phones[name].write(type, message=posted, **fields))

        @rule(name=st.sampled_from(NAMES))
        def cut(self, name: str) -> None:
            self.run(self.phones[name].cut())

        @rule(name=st.sampled_from(NAMES))
        def come(self, name: str) -> None:
            self.run(self.phones[name].come())

        @rule(name=st.sampled_from(NAMES), frames=st.integers(1, 9))
        def read(self, name: str, frames: int) -> None:
            self.run(self.phones[name].read(frames))

        def teardown(self) -> None:
            try:
                if self.phones["alice"].position:
                    self.run(self.agree())
            finally:
                for phone in self.phones.values():
                    self.run(phone.cut())
                self.runner.close()

        async def agree(self) -> None:
            alice, bob = self.phones.values()
            async with asyncio.timeout(60):
                while not (alice.settled and bob.settled):
                    await self.let_both_read()
                async with await Socket.open(
                    unlimited.socket_url, unlimited.token("bob")
                ) as socket:
                    await socket.hello()
                    page = await socket.request(
                        "stream.page", stream=alice.stream, limit=100
                    )
                while {phone.position[1] for phone in (alice, bob)} != {page["head"]}:
                    await self.let_both_read()
            shown = {
                item["data"]["message"]["id"]: item["data"]["message"].get("text")
                for item in page["items"]
                if "message" in item["data"]
            }
            mine = {pk for phone in (alice, bob) for pk in phone.posted.values()}
            assert alice.texts == bob.texts == {pk: shown[pk] for pk in mine}

        async def let_both_read(self) -> None:
            for phone in self.phones.values():
                await phone.come()
                await phone.read(20)

    run_state_machine_as_test(
        TwoPhones,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
