"""What is promised of sockets holds for event streams, too."""

import asyncio
import select
import socket
from uuid import uuid4

import httpx
import pytest

from tests.event_stream import listening
from tests.guarantees.test_out_means_out import elsewhere, shell
from tests.server import running

A_SECOND = 1.0
LONG = "x" * 4000


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """One server for all of these: each test shows another person out."""
    with running(tmp_path_factory.mktemp("left")) as server:
        yield server


@pytest.mark.guarantee("G7")
async def test_revoking_a_token_ends_its_event_streams(left):
    stream = f"room:{left.room('akron')}"

    async with listening(left, "olive", stream) as events:
        await events.opened()
        await elsewhere(left, "token", "olive@example.org", "--revoke")

        assert await events.ended(A_SECOND) == []

    async with listening(left, "olive", stream) as again:
        assert again.answer.status_code == 401


@pytest.mark.guarantee("G7")
async def test_signing_out_ends_the_event_streams_of_that_session(left):
    stream = f"room:{left.room('hillside')}"
    session = left.session_cookie("charlie")["value"]
    cookie = {"cookie": f"session={session}"}

    async with (
        listening(left, None, stream, headers=cookie) as events,
        listening(left, "charlie", stream) as by_token,
    ):
        await events.opened()
        await by_token.opened()
        await sign_out(left, session)

        assert await events.ended(A_SECOND) == []
        with pytest.raises(TimeoutError):
            await by_token.next(0.1)


@pytest.mark.guarantee("G7")
async def test_removal_drops_the_event_stream_and_what_waits_in_it(left, connect):
    stream = f"room:{left.room('riverside')}"
    alice = await connect(left, "alice")
    leaving = "remove_member(membership=person.memberships.get())"

    async with listening(left, "bob", stream) as events:
        await events.opened()
        await elsewhere(left, *shell("bob", leaving))
        told = await events.ended(A_SECOND)
        room = left.room("riverside")
        await alice.write("message.post", room=room, text="Bob must not see this")

    dropped = [one for one in told if one.type == "dropped"]
    assert [one.frame["stream"] for one in dropped] == [stream]
    assert told[-1] == dropped[0]
    async with listening(left, "bob", stream) as again:
        assert again.answer.status_code == 403


@pytest.mark.guarantee("G8")
async def test_an_event_stream_that_nobody_reads_is_closed(server, connect):
    room = server.room("akron")
    stream = f"room:{room}"
    olive, diana = await connect(server, "olive"), await connect(server, "diana")
    start = await diana.request("subscribe", stream=stream)

    with stopped_reader(server, "olive", stream) as stopped:
        posts = 0
        while not closed(stopped):
            assert posts < 4000, "16 MB later it is still open"
            await post_long(olive, room, 100)
            posts += 100

    seen = [await diana.wait_event(stream) for _number in range(posts)]
    assert [event["seq"] - start["head"] for event in seen] == list(range(1, posts + 1))


async def test_a_server_that_stops_says_when_to_come_back(own_server):
    stream = f"room:{own_server.room('riverside')}"

    async with listening(own_server, "alice", stream) as events:
        await events.opened()
        stopping = asyncio.create_task(asyncio.to_thread(own_server.stop))
        told = await events.ended()

    assert [one.type for one in told] == ["bye"]
    assert told[0].frame["retry_after_ms"][0] <= events.retry
    assert events.retry <= told[0].frame["retry_after_ms"][1]
    assert await stopping == 0


async def test_who_goes_leaves_nothing_behind(server):
    stream = f"room:{server.room('riverside')}"

    # Twenty at once are the limit: sixty fit only if the earlier ones are forgotten.
    for _number in range(6):
        streams = [listening(server, "bob", stream) for _number in range(10)]
        opened = [await one.__aenter__() for one in streams]
        assert [one.answer.status_code for one in opened] == [200] * 10
        for one in streams:
            await one.__aexit__(None, None, None)


async def post_long(socket, room, number):
    for _number in range(number):
        ref, client_id = socket.next_ref(), str(uuid4())
        post = {"type": "message.post", "room": room, "text": LONG}
        await socket.send({**post, "ref": ref, "client_id": client_id})
    await socket.wait_for(lambda frame: frame.get("ref") == ref)


def stopped_reader(server, name, stream):
    """Asks, and then reads nothing at all."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", server.port))
    reader.sendall(
        f"GET /api/v1/streams/{stream}/events HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{server.port}\r\n"
        f"Authorization: Bearer {server.token(name)}\r\n\r\n".encode()
    )
    return reader


def closed(reader):
    poll = select.poll()
    poll.register(reader, select.POLLERR | select.POLLHUP)
    return bool(poll.poll(0))


async def sign_out(server, session):
    async with httpx.AsyncClient(
        base_url=server.url, cookies={"session": session}
    ) as browser:
        await browser.get("/api/v1/boot")
        headers = {
            "origin": server.url,
            "x-csrftoken": browser.cookies["csrftoken"],
        }
        await browser.delete("/_allauth/browser/v1/auth/session", headers=headers)
