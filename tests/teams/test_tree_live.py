"""Moving and archiving while people look: sockets gain and lose streams at once."""

import threading

import httpx
import pytest
from django.db import connections

from teams.actions import move_unit, open_unit
from teams.models import Unit
from tests.server import running

A_SECOND = 1.0


@pytest.fixture(scope="module")
def arranged(tmp_path_factory):
    """One server for all of these: each test arranges another place."""
    with running(tmp_path_factory.mktemp("arranged")) as server:
        yield server


async def arrange(server, name, path, fields=None, method="POST"):
    headers = {"Authorization": f"Bearer {server.token(name)}"}
    async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
        answer = await client.request(
            method, f"{server.url}/api/v1/{path}", json=fields or {}
        )
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


async def own_streams(server, name):
    return (await arrange(server, name, "streams", method="GET"))["items"]


def dropped(stream):
    return lambda frame: frame["type"] == "dropped" and frame["stream"] == stream


async def may_subscribe(socket, stream):
    return (await socket.request("subscribe", stream=stream))["type"] == "ok"


@pytest.mark.guarantee("G7")
async def test_a_moved_team_takes_its_people_along(arranged, connect):
    server = arranged
    place = await arrange(
        server,
        "diana",
        f"units/{server.unit('north')}/units",
        {"kind": "office", "name": "Dayton"},
    )
    old, new = f"feed:{server.unit('akron')}", f"feed:{place['id']}"
    room = f"room:{server.room('hillside')}"
    charlie, olive = await connect(server, "charlie"), await connect(server, "olive")
    diana = await connect(server, "diana")
    for socket, stream in ((charlie, old), (charlie, room), (olive, room)):
        assert await may_subscribe(socket, stream)

    team = f"units/{server.unit('hillside')}/move"
    await arrange(server, "diana", team, {"parent": place["id"]})

    await charlie.wait_for(dropped(old), A_SECOND)
    await olive.wait_for(dropped(room), A_SECOND)
    assert await may_subscribe(charlie, new)
    assert not await may_subscribe(olive, room)
    # His own room stayed his own all the while.
    reply = await charlie.write(
        "message.post", room=server.room("hillside"), text="We moved"
    )
    await charlie.wait_for(lambda frame: frame.get("seq") == reply["seq"])
    assert await may_subscribe(diana, room)


@pytest.mark.guarantee("G7")
async def test_an_archived_team_is_closed_and_comes_back(arranged, connect):
    server = arranged
    number = server.room("riverside")
    room = f"room:{number}"
    alice, bob = await connect(server, "alice"), await connect(server, "bob")
    for socket in (alice, bob):
        assert await may_subscribe(socket, room)
    team = f"units/{server.unit('riverside')}"

    await arrange(server, "olive", f"{team}/archive")

    for socket in (alice, bob):
        await socket.wait_for(dropped(room), A_SECOND)
    posting = await alice.write("message.post", room=number, text="Hello?")
    assert posting["code"] == "refused"

    await arrange(server, "olive", f"{team}/reopen")

    # It is hers again without a new hello: what others write there is told to her.
    await may_subscribe(bob, room)
    posted = await bob.write("message.post", room=number, text="Back again")
    assert posted["type"] == "ok"
    await alice.wait_for(
        lambda frame: frame["type"] == "bump" and frame["stream"] == room
    )


async def test_a_new_name_reaches_who_looks_and_who_does_not(arranged, connect):
    server = arranged
    room = f"room:{server.room('hillside')}"
    looking, elsewhere = await connect(server, "charlie"), await connect(server, "bob")
    office = f"room:{server.room('akron')}"
    assert await may_subscribe(looking, room)

    for place, name in (("hillside", "Hilltop"), ("akron", "Akron West")):
        path = f"units/{server.unit(place)}/settings"
        await arrange(server, "diana", path, {"name": name}, "PATCH")

    renamed = await looking.wait_for(
        lambda frame: frame.get("kind") == "stream.renamed"
    )
    assert (renamed["stream"], renamed["data"]["title"]) == (room, "Hilltop")
    # A leader belongs to the office's room, and has not opened it.
    bump = await elsewhere.wait_for(
        lambda frame: frame["type"] == "bump" and "title" in frame
    )
    assert bump["title"] == "Akron West"
    assert bump["unread"] == 0
    titles = {one["stream"]: one["title"] for one in await own_streams(server, "bob")}
    assert titles[office] == "Akron West"


async def test_what_becomes_ones_own_is_told_at_once(arranged, connect):
    server = arranged
    room = f"room:{server.room('riverside')}"
    alice = await connect(server, "alice")
    team = f"units/{server.unit('riverside')}"
    await arrange(server, "diana", f"{team}/archive")
    await alice.wait_for(dropped(room))

    await arrange(server, "diana", f"{team}/reopen")

    # Nobody has written anything there: that it is hers again is the news.
    await alice.wait_for(
        lambda frame: frame["type"] == "bump" and frame["stream"] == room
    )
    assert room in {one["stream"] for one in await own_streams(server, "alice")}


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_leave_one_tree(cast):
    south = open_unit(kind="region", name="South", parent=cast.centre)
    dayton = open_unit(kind="office", name="Dayton", parent=cast.region)
    barrier = threading.Barrier(2)

    def move(unit, parents):
        try:
            barrier.wait()
            for parent in parents:
                move_unit(unit=unit, parent=parent, by=cast.diana)
        finally:
            connections.close_all()

    moves = [
        (cast.riverside, [dayton, cast.office] * 5),
        (cast.office, [south, cast.region] * 5),
    ]
    threads = [threading.Thread(target=move, args=one) for one in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for unit in Unit.objects.exclude(parent=None).select_related("parent"):
        assert unit.path == f"{unit.parent.path}{unit.pk}/"
