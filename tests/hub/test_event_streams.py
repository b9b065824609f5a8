"""One stream over HTTP: the same events, and the same end of every right."""

from uuid import uuid4

import httpx
import pytest

from tests.event_stream import listening
from tests.server import running

ORIGINS = {
    "own": "{server.url}",
    "none": "",
    "null": "null",
    "other": "http://evil.example",
    "scheme": "https://127.0.0.1:{server.port}",
    "port": "http://127.0.0.1:1",
    "sibling": "http://muster.127.0.0.1:{server.port}",
}


@pytest.fixture
def riverside(server):
    return f"room:{server.room('riverside')}"


async def post(socket, stream, *texts):
    """All at once, in this order; gives the answer to the last."""
    room = stream.partition(":")[2]
    for text in texts:
        ref, client_id = socket.next_ref(), str(uuid4())
        fields = {"client_id": client_id, "room": room, "text": text}
        await socket.send({"type": "message.post", "ref": ref, **fields})
    return await socket.wait_for(lambda frame: frame.get("ref") == ref)


def texts_of(told):
    return [one.frame["data"]["message"]["text"] for one in told]


async def get(server, path, name=None, **headers):
    if name:
        headers["authorization"] = f"Bearer {server.token(name)}"
    async with httpx.AsyncClient(base_url=server.url) as client:
        return await client.get(f"/api/v1/streams/{path}/events", headers=headers)


async def test_what_happens_comes_as_it_does_over_a_socket(server, connect, riverside):
    alice, bob = await connect(server, "alice"), await connect(server, "bob")
    await bob.request("subscribe", stream=riverside)

    async with listening(server, "bob", riverside) as events:
        await events.opened()
        await post(alice, riverside, "Hello", "مرحبا\nagain")
        told = [await events.next() for _number in range(2)]

    over_socket = [await bob.wait_event(riverside) for _number in range(2)]
    assert [one.type for one in told] == ["event", "event"]
    assert [one.frame for one in told] == over_socket


async def test_the_answer_is_one_that_nobody_keeps_or_holds_back(server, riverside):
    async with listening(server, "alice", riverside) as events:
        await events.opened()

        headers = events.answer.headers
        assert headers["content-type"] == "text/event-stream; charset=utf-8"
        assert headers["cache-control"] == "no-store"
        assert headers["x-accel-buffering"] == "no"
        assert 1000 <= events.retry <= 5000


async def test_without_a_position_it_starts_at_the_head(server, connect, riverside):
    alice = await connect(server, "alice")
    start = await alice.request("subscribe", stream=riverside)
    before = await post(alice, riverside, "Earlier")

    async with listening(server, "bob", riverside) as events:
        position = await events.opened()
        await post(alice, riverside, "Later")
        told = await events.next()

    assert position == f"{start['epoch']}.{before['seq']}"
    assert told.id == f"{start['epoch']}.{before['seq'] + 1}"
    assert texts_of([told]) == ["Later"]


@pytest.mark.guarantee("G4")
async def test_what_was_missed_comes_first_and_in_order(server, connect, riverside):
    alice = await connect(server, "alice")
    async with listening(server, "bob", riverside) as events:
        held = await events.opened()
    sent = [f"missed {number}" for number in range(600)]
    await post(alice, riverside, *sent)

    async with listening(server, "bob", riverside, after=held) as events:
        told = [await events.next() for _text in sent]
        head = await events.opened()
        await post(alice, riverside, "live")
        last = await events.next()

    assert texts_of(told) == sent
    assert head == told[-1].id
    assert texts_of([last]) == ["live"]


async def test_the_last_event_id_wins_over_the_address(server, connect, riverside):
    alice = await connect(server, "alice")
    async with listening(server, "bob", riverside) as events:
        first = await events.opened()
        await post(alice, riverside, "one", "two")
        second = (await events.next()).id

    back = {"last-event-id": second}
    async with listening(server, "bob", riverside, after=first, headers=back) as events:
        told = await events.next()

    assert texts_of([told]) == ["two"]


@pytest.mark.guarantee("G5")
@pytest.mark.parametrize(
    ("after", "reason"), [("another.3", "epoch"), ("{epoch}.99999999", "ahead")]
)
async def test_a_position_that_proves_nothing_is_reset(
    server, connect, riverside, after, reason
):
    alice = await connect(server, "alice")
    now = await alice.request("subscribe", stream=riverside)
    after = after.format(epoch=now["epoch"])

    async with listening(server, "bob", riverside, after=after) as events:
        told = await events.next()
        await events.opened()
        await post(alice, riverside, "after the reset")
        live = await events.next()

    assert (told.type, told.frame["reason"]) == ("reset", reason)
    assert told.id == f"{now['epoch']}.{now['head']}"
    assert texts_of([live]) == ["after the reset"]


async def test_charlie_is_refused_alike_for_foreign_and_absent(server, riverside):
    foreign = await get(server, riverside, "charlie")
    others = [
        await get(server, stream, "charlie")
        for stream in ("room:999999", "x:1", "user:1", "r", "room:" + "1" * 99)
    ]

    assert foreign.status_code == 403
    assert foreign.json()["code"] == "refused"
    assert {(one.status_code, one.text) for one in others} == {(403, foreign.text)}


@pytest.mark.parametrize("authorization", [None, "Bearer muster_wrong", "Basic x"])
async def test_nobody_is_asked_to_sign_in(server, riverside, authorization):
    headers = {"authorization": authorization} if authorization else {}

    answer = await get(server, f"{riverside}", **headers)

    assert answer.status_code == 401
    assert answer.json() == {"code": "refused", "message": "Please sign in."}


async def test_a_client_that_means_somebody_else_is_not_signed_in(server, riverside):
    answer = await get(server, riverside, "alice", **{"x-muster-user": "999999"})

    assert (answer.status_code, answer.json()["code"]) == (401, "refused")


@pytest.mark.parametrize("position", ["3", "e.", "e.x", "e.-1", ".", "e." + "9" * 40])
async def test_what_is_no_position_is_said_to_be_none(server, riverside, position):
    answer = await get(server, riverside, "alice", **{"last-event-id": position})

    assert (answer.status_code, answer.json()["field"]) == (422, "after")


async def test_only_reading_is_known_here(server, riverside):
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.post(f"/api/v1/streams/{riverside}/events")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("credentials", ["cookie", "bearer"])
@pytest.mark.parametrize("origin", ORIGINS)
async def test_only_the_own_pages_or_a_token_read(
    server, riverside, credentials, origin
):
    cookie = {"cookie": f"session={server.session_cookie('alice')['value']}"}
    named = ORIGINS[origin].format(server=server)
    headers = {**cookie, **({"origin": named} if named else {})}
    name = "alice" if credentials == "bearer" else None

    async with listening(server, name, riverside, headers=headers) as events:
        allowed = credentials == "bearer" or origin in ("own", "none")
        assert events.answer.status_code == (200 if allowed else 403)
        assert "access-control-allow-origin" not in events.answer.headers


@pytest.mark.parametrize(
    ("site", "status"),
    [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)],
)
async def test_a_browser_that_names_no_origin_names_the_site(
    server, riverside, site, status
):
    cookie = f"session={server.session_cookie('alice')['value']}"
    headers = {"cookie": cookie, "sec-fetch-site": site}

    async with listening(server, None, riverside, headers=headers) as events:
        assert events.answer.status_code == status


async def test_a_cookie_beside_a_wrong_token_does_not_count(server, riverside):
    cookie = f"session={server.session_cookie('alice')['value']}"

    answer = await get(server, riverside, cookie=cookie, authorization="Bearer wrong")

    assert answer.status_code == 401


async def test_streams_and_sockets_of_a_person_are_counted_together(tmp_path, connect):
    with running(tmp_path, LIMITS="on") as server:
        riverside = f"room:{server.room('riverside')}"
        for _number in range(19):
            await connect(server, "olive")
        async with listening(server, "olive", riverside) as last:
            await last.opened()
            one_more = await get(server, riverside, "olive")

    assert (one_more.status_code, one_more.json()["code"]) == (429, "rate_limited")
    assert int(one_more.headers["retry-after"]) * 1000 == 5000
