"""How much of a room one wants to be told: one's own choice, told to nobody else."""

import json

import pytest
from django.db import IntegrityError
from limits import RateLimitItemPerSecond

from chat.api import levels
from chat.models import Level, RoomLevel
from chat.queries import room_of
from hub.models import Event
from hub.welcome import described, own_streams
from teams.actions import erase_person, remove_member, write_own_data


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings):
    settings.LIMITS = False


@pytest.fixture
def set_level(ask, room):
    def set_level(user, level, status=200, of=room):
        return ask(user, "PUT", f"rooms/{of.pk}/level", status, level=level)

    return set_level


def levels_told(user):
    """As in `welcome.streams`."""
    entries = described(user, own_streams(user))
    return {one["stream"]: one["level"] for one in entries if "level" in one}


def events_of(user):
    events = Event.objects.filter(stream=user.inbox, kind="level.changed")
    return [json.loads(event.data) for event in events.order_by("seq")]


def test_a_room_is_told_of_until_one_says_otherwise(alice, set_level, room):
    assert levels_told(alice) == {}

    answer = set_level(alice, "nothing")

    assert answer == {"stream": room.stream, "level": "nothing"}
    assert levels_told(alice) == {room.stream: "nothing"}


def test_the_list_of_streams_says_the_same(ask, alice, set_level, room):
    set_level(alice, "nothing")

    items = ask(alice, "GET", "streams", 200)["items"]

    assert {one["stream"]: one.get("level") for one in items}[room.stream] == "nothing"


def test_what_is_told_again_leaves_no_row(alice, set_level):
    set_level(alice, "nothing")
    set_level(alice, "all")

    assert levels_told(alice) == {}
    assert not RoomLevel.objects.exists()


def test_others_in_the_room_keep_theirs_and_hear_nothing(alice, bob, set_level, room):
    set_level(alice, "nothing")

    assert levels_told(bob) == {}
    assert events_of(bob) == []
    assert not Event.objects.filter(stream=room.stream).exists()


def test_one_s_other_pages_hear_each_change_once(alice, set_level, room):
    for level in ("all", "nothing", "nothing", "all"):
        set_level(alice, level)

    assert events_of(alice) == [
        {"stream": room.stream, "level": "nothing"},
        {"stream": room.stream, "level": "all"},
    ]


def test_absent_and_foreign_rooms_answer_alike(ask, charlie, set_level, room):
    foreign = set_level(charlie, "nothing", 403)
    absent = ask(charlie, "PUT", "rooms/999999/level", 403, level="nothing")

    assert foreign == absent
    assert not RoomLevel.objects.exists()


def test_who_looks_in_from_above_may_set_it_and_shows_nowhere(
    organizer, set_level, room
):
    set_level(organizer, "nothing")

    assert levels_told(organizer) == {}
    assert not Event.objects.filter(stream=room.stream).exists()


@pytest.mark.parametrize("level", ["mentions", "", None, 1])
def test_a_level_that_is_none_is_named_in_the_person_s_language(
    alice, set_level, level
):
    alice.locale = "es"
    alice.save()

    answer = set_level(alice, level, 422)

    assert (answer["code"], answer["field"]) == ("invalid", "level")
    assert answer["message"] == "«level» no es válido."


def test_who_sets_it_too_often_has_to_wait(alice, set_level, settings, monkeypatch):
    settings.LIMITS = True
    few = RateLimitItemPerSecond(1, 10, namespace="levels set in a test")
    monkeypatch.setattr(levels, "WRITES", few)
    set_level(alice, "nothing")

    answer = set_level(alice, "all", 429)

    assert answer["code"] == "rate_limited"
    assert RoomLevel.objects.exists()


def test_the_database_keeps_only_what_differs_and_once(alice, room):
    with pytest.raises(IntegrityError):
        RoomLevel.objects.create(user=alice, room=room, level=Level.ALL)


def test_who_has_left_is_told_of_no_level(alice, leader, set_level):
    set_level(alice, "nothing")
    remove_member(membership=alice.memberships.get(), by=leader)

    assert levels_told(alice) == {}


def test_one_s_levels_are_in_one_s_data_and_go_with_the_account(
    alice, bob, set_level, tmp_path
):
    set_level(alice, "nothing")
    set_level(bob, "nothing")
    with (tmp_path / "data").open("wb+") as file:
        write_own_data(alice, file)
    data = json.loads((tmp_path / "data").read_bytes())

    erase_person(user=alice, by=alice)

    assert data["room_levels"] == [{"room": "Riverside", "level": "nothing"}]
    assert [one.user_id for one in RoomLevel.objects.all()] == [bob.pk]


def test_people_with_many_levels_are_looked_up_in_one_query(
    alice, leader, set_level, world, django_assert_num_queries
):
    own_streams(leader)
    for unit in (world.team, world.office):
        set_level(leader, "nothing", of=room_of(unit))

    # Rooms and seats are remembered; whether they still may be is the other one.
    with django_assert_num_queries(2):
        streams = own_streams(leader)

    assert [one.level for one in streams if one.level] == ["nothing", "nothing"]
