"""Whoever comes into a room from above shows there, whatever way they look in."""

import json
from uuid import uuid4

import httpx
import pytest

from chat.models import Case, Visit
from hub.errors import HubError, Refused
from hub.execution import execute
from routing import PROVIDERS
from teams.access import standing
from tests.cast import token_of
from tests.event_stream import listening
from tests.server import running


@pytest.fixture
def api(client):
    def api(user, method, path, **fields):
        return client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(fields) if fields else "",
            "application/json",
            headers={"authorization": f"Bearer {token_of(user)}"},
        )

    return api


def page(user, room, message):
    execute(user, {"type": "stream.page", "stream": room.stream, "limit": 10})


def page_around(user, room, message):
    around = {"around": 1, "limit": 10}
    execute(user, {"type": "stream.page", "stream": room.stream, **around})


def read_mark(user, room, message):
    execute(user, {"type": "stream.read", "stream": room.stream, "seq": 1})


def answer(user, room, message):
    post = {"type": "message.post", "client_id": str(uuid4()), "text": "I see"}
    execute(user, {**post, "room": str(room.pk), "reply_to": message})


def subscribe(user, room, message):
    """What sockets and event streams ask before anything of a stream is sent."""
    provider = next(one for one in PROVIDERS if one.prefix == "room")
    provider.may_read(user, str(room.pk))


WAYS = [page, page_around, read_mark, answer, subscribe]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("who", ["organizer", "director"])
def test_every_way_into_a_room_shows_who_came(request, room, post, alice, way, who):
    visitor = request.getfixturevalue(who)
    message = post(alice)["message"]

    way(visitor, room, message)

    assert [visit.user for visit in Visit.objects.filter(room=room)] == [visitor]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("who", ["owner", "charlie"])
def test_neither_owner_nor_charlie_gets_in(request, room, post, alice, way, who):
    stranger = request.getfixturevalue(who)
    message = post(alice)["message"]

    with pytest.raises(Refused):
        way(stranger, room, message)

    assert not Visit.objects.exists()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_room_s_own_people_come_without_a_word(room, post, alice, leader, way):
    message = post(alice)["message"]

    way(leader, room, message)

    assert not Visit.objects.exists()


def test_a_flag_s_context_is_a_way_in_too(api, room, post, alice, bob, organizer):
    message = post(alice, "Hear me")["message"]
    api(bob, "POST", "flags", message=message, reason="spam")
    case = Case.objects.get().pk

    listed = api(organizer, "GET", "flags")
    assert not Visit.objects.exists()
    api(organizer, "GET", f"flags/{case}")

    # The list shows what was handed to them, and nothing of what was said around it.
    assert [one["message"]["text"] for one in listed.json()["items"]] == ["Hear me"]
    assert Visit.objects.get().user == organizer


def test_what_is_listed_of_rooms_holds_no_words_of_them(
    api, room, post, alice, organizer, director, owner
):
    post(alice, "Between us")
    lists = ("rooms", f"rooms/{room.pk}", "streams", "units", "mutes", "flags", "me")

    for who in (organizer, director, owner):
        for path in lists:
            assert "Between us" not in api(who, "GET", path).content.decode()
    assert not Visit.objects.exists()


def test_an_owner_has_no_room_at_all(owner, world):
    assert [one.stream for one in _own(owner)] == [f"user:{owner.pk}"]


def test_moderating_a_message_by_its_id_needs_the_room(post, alice, owner, charlie):
    message = post(alice)["message"]
    delete = {"type": "message.delete", "message": message}

    for who in (owner, charlie):
        with pytest.raises(HubError):
            execute(who, {**delete, "client_id": str(uuid4())})


def _own(user):
    assert standing(user).seats
    streams = [one for provider in PROVIDERS for one in provider.own(user)]
    return [one for one in streams if one.stream.partition(":")[0] in ("room", "user")]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """A server for these alone: a visit shows once a day."""
    with running(tmp_path_factory.mktemp("quiet")) as server:
        yield server


async def test_subscribing_over_a_socket_shows(quiet, connect):
    stream = f"room:{quiet.room('riverside')}"
    alice, olive = await connect(quiet, "alice"), await connect(quiet, "olive")
    await alice.request("subscribe", stream=stream)

    await olive.request("subscribe", stream=stream)

    shown = await alice.wait_event(stream, "member.joined")
    assert shown["data"]["user"]["name"] == "Olive"


async def test_resuming_shows(quiet, connect):
    stream = f"room:{quiet.room('hillside')}"
    charlie = await connect(quiet, "charlie")
    at = await charlie.request("subscribe", stream=stream)

    await connect(quiet, "olive", resume={stream: [at["epoch"], at["head"]]})

    shown = await charlie.wait_event(stream, "member.joined")
    assert shown["data"]["user"]["name"] == "Olive"


async def test_an_event_stream_over_http_shows(quiet, connect):
    stream = f"room:{quiet.room('riverside')}"
    alice = await connect(quiet, "alice")
    await alice.request("subscribe", stream=stream)

    async with listening(quiet, "diana", stream):
        shown = await alice.wait_for(
            lambda frame: (
                frame.get("kind") == "member.joined"
                and frame["data"]["user"]["name"] == "Diana"
            )
        )

    assert shown["data"]["role"] == "director"


async def test_the_commands_over_http_show(quiet, connect):
    stream = f"room:{quiet.room('hillside')}"
    charlie = await connect(quiet, "charlie")
    await charlie.request("subscribe", stream=stream)
    headers = {"authorization": f"Bearer {quiet.token('diana')}"}

    async with httpx.AsyncClient(trust_env=False, headers=headers) as client:
        frame = {"type": "stream.page", "stream": stream, "limit": 10}
        answer = await client.post(f"{quiet.url}/api/v1/commands", json=frame)

    assert answer.status_code == 200
    shown = await charlie.wait_event(stream, "member.joined")
    assert shown["data"]["user"]["name"] == "Diana"
