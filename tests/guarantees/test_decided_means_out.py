"""What is decided about a person on a screen holds a second later at their sockets."""

import asyncio

import httpx
import pytest

from tests.server import running

A_SECOND = 1.0


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """One server for all of these: each test decides about another person."""
    with running(tmp_path_factory.mktemp("decided")) as server:
        yield server


async def decide(server, who, method, path, **fields):
    """As in a browser, by somebody who has just proven who they are."""
    session = server.session_cookie(who, proven=True)["value"]
    cookies = {"session": session}
    async with httpx.AsyncClient(trust_env=False, cookies=cookies) as client:
        await client.get(f"{server.url}/api/v1/boot")
        client.headers["origin"] = server.url
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        address = f"{server.url}/api/v1/{path}"
        answer = await client.request(method, address, json=fields)
    assert answer.status_code < 300, answer.text
    return answer


async def member(server, who, unit):
    """The id of somebody's membership, as their organizer finds it."""
    answer = await decide(server, "diana", "GET", f"units/{server.unit(unit)}/members")
    return next(
        item["id"]
        for item in answer.json()["items"]
        if item["user"]["name"].lower() == who
    )


async def dropped(socket, stream):
    await socket.wait_for(
        lambda frame: frame["type"] == "dropped" and frame["stream"] == stream,
        A_SECOND,
    )


@pytest.mark.guarantee("G7")
async def test_a_smaller_role_ends_the_streams_it_does_not_read(decided, connect):
    office = f"room:{decided.room('akron')}"
    bob = await connect(decided, "bob")
    await bob.request("subscribe", stream=office)
    seat = await member(decided, "bob", "riverside")

    await decide(decided, "olive", "PATCH", f"members/{seat}", role="volunteer")

    await dropped(bob, office)
    own = f"room:{decided.room('riverside')}"
    assert (await bob.request("subscribe", stream=own))["type"] == "ok"


@pytest.mark.guarantee("G7")
async def test_a_suspended_member_is_dropped_and_nothing_brings_them_back(
    decided, connect
):
    stream = f"room:{decided.room('hillside')}"
    charlie = await connect(decided, "charlie")
    await charlie.request("subscribe", stream=stream)
    seat = await member(decided, "charlie", "hillside")

    await decide(decided, "olive", "POST", f"members/{seat}/suspend")

    await dropped(charlie, stream)
    assert (await charlie.request("subscribe", stream=stream))["code"] == "refused"


@pytest.mark.guarantee("G7")
async def test_a_suspended_person_s_sockets_close_everywhere(decided, connect):
    sockets = [await connect(decided, "oscar") for _number in range(2)]
    oscar = decided.seeded["people"]["oscar"]

    await decide(decided, "diana", "POST", f"people/{oscar}/suspend")

    codes = await asyncio.gather(*(one.wait_closed(A_SECOND) for one in sockets))
    assert codes == [4003, 4003]


async def test_who_is_muted_hears_it_and_is_not_seen_typing(decided, connect):
    room = decided.room("riverside")
    stream = f"room:{room}"
    alice, olive = await connect(decided, "alice"), await connect(decided, "olive")
    inbox = f"user:{decided.seeded['people']['alice']}"
    await alice.request("subscribe", stream=inbox)
    for socket in (alice, olive):
        await socket.request("subscribe", stream=stream)
    await alice.send({"type": "typing", "stream": stream})
    await olive.wait_type("typing")
    seat = await member(decided, "alice", "riverside")

    await decide(decided, "olive", "POST", f"members/{seat}/mute", minutes=5)
    heard = await alice.wait_for(lambda frame: frame.get("kind") == "member.muted")
    await alice.send({"type": "typing", "stream": stream})
    refused = await alice.write("message.post", room=room, text="Hello?")
    # What would have been passed on was asked for before this came.
    await decide(decided, "olive", "POST", f"members/{seat}/unmute")
    await alice.wait_for(lambda frame: frame.get("kind") == "member.unmuted")
    said = await alice.write("message.post", room=room, text="Thank you")
    await olive.wait_for(lambda frame: frame.get("kind") == "message.posted")

    assert heard["data"]["unit"]["name"] == "Riverside"
    assert (refused["code"], "write again" in refused["message"]) == ("refused", True)
    assert said["type"] == "ok"
    assert [one["type"] for one in olive.received].count("typing") == 1
