"""A second after a right ended, in whatever process, nothing more is delivered."""

import asyncio
import contextlib
import json
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from tests.client import Closed
from tests.guarantees.figures import unsent_bytes
from tests.guarantees.slow_reader import slow_reader
from tests.server import running

A_SECOND = 1.0
PATIENCE_S = 30.0
LONG = "x" * 4000
WAITING = 300_000


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """One server for all of these: each test shows another person out."""
    with running(tmp_path_factory.mktemp("left")) as server:
        yield server


@pytest.mark.guarantee("G7")
async def test_revoking_tokens_elsewhere_closes_their_sockets(left, connect):
    olive = await connect(left, "olive")

    await elsewhere(left, "token", "olive@example.org", "--revoke")

    assert await olive.wait_closed(A_SECOND) == 4003
    with pytest.raises(Closed) as again:
        await connect(left, "olive")
    assert again.value.code == 4001


@pytest.mark.guarantee("G7")
async def test_suspension_elsewhere_closes_every_socket_of_the_person(left, connect):
    sockets = [await connect(left, "charlie") for _number in range(3)]
    alice = await connect(left, "alice")

    await elsewhere(left, *shell("charlie", "suspend_person(user=person)"))

    codes = [await socket.wait_closed(A_SECOND) for socket in sockets]
    assert codes == [4003, 4003, 4003]
    room = f"room:{left.room('riverside')}"
    assert (await alice.request("subscribe", stream=room))["type"] == "ok"


@pytest.mark.guarantee("G7")
async def test_removal_elsewhere_ends_the_stream_and_nothing_else(left, connect):
    room = left.room("riverside")
    stream = f"room:{room}"
    alice, bob = await connect(left, "alice"), await connect(left, "bob")
    await bob.request("subscribe", stream=stream)
    leaving = "remove_member(membership=person.memberships.get())"

    await elsewhere(left, *shell("bob", leaving))
    await bob.wait_for(
        lambda frame: frame["type"] == "dropped" and frame["stream"] == stream, A_SECOND
    )
    await alice.write("message.post", room=room, text="Bob must not see this")

    # Whatever the post would have sent to Bob came before this answer.
    answer = await bob.request("subscribe", stream=stream)
    assert answer["code"] == "refused"
    assert [frame for frame in bob.received if frame["type"] == "event"] == []


@pytest.mark.guarantee("G7")
async def test_what_waits_for_a_slow_reader_is_not_delivered_afterwards(
    own_server, connect
):
    room = own_server.room("riverside")
    bob = await connect(own_server, "bob")
    async with slow_reader(own_server, own_server.token("alice")) as slow:
        await slow.send(json.dumps({"type": "hello", "ref": 0}))
        subscribing = {"type": "subscribe", "ref": 1, "stream": f"room:{room}"}
        await slow.send(json.dumps(subscribing))
        while '"ref":1' not in str(await slow.recv()):
            pass
        while await unsent_bytes(own_server) < WAITING:
            await post_fifty(bob, room)
        waited = await unsent_bytes(own_server)

        leaving = "remove_member(membership=person.memberships.get())"
        await elsewhere(own_server, *shell("alice", leaving))
        await until_nothing_waits(own_server)

        last = (await bob.write("message.post", room=room, text=LONG))["seq"]
        seqs = [json.loads(text).get("seq", 0) async for text in until_gone(slow)]
    # Only what the operating system had already may still come.
    assert max(seqs) < last - waited // (2 * len(LONG))


async def post_fifty(author, room):
    post = {"type": "message.post", "room": room, "text": LONG}
    for _number in range(50):
        client_id = str(uuid4())
        await author.send({**post, "ref": author.next_ref(), "client_id": client_id})
    for _number in range(50):
        await author.wait_type("ok")


async def until_gone(slow):
    with contextlib.suppress(ConnectionClosed):
        while True:
            yield await slow.recv()


async def until_nothing_waits(server):
    async with asyncio.timeout(PATIENCE_S):
        while await unsent_bytes(server):
            pass


async def elsewhere(server, *arguments):
    """Runs manage.py: another process, which the server hears of by the database."""
    await asyncio.to_thread(server.manage, *arguments)


def shell(name, action):
    code = (
        "from teams.actions import *; from teams.models import User; "
        f"person = User.objects.get(email='{name}@example.org'); {action}"
    )
    return "shell", "--no-imports", "-c", code
