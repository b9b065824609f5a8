"""A new name is told wherever items of the person are kept, so that they follow it."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.models import Room, Visit
from desk.models import Question
from hub.actions import transaction
from hub.models import Event
from teams.actions import (
    add_member,
    allow_name,
    change_profile,
    decline_name,
    erase_person,
    open_unit,
    remove_member,
)
from teams.actions.names import TOLD_PLACES_AT_MOST, tell_new_name
from teams.models import HeldName, Membership, User
from teams.roles import Role


def told():
    """Where it was said, and what."""
    events = Event.objects.filter(kind="member.renamed").order_by("stream")
    return {event.stream: json.loads(event.data) for event in events}


def room_of(unit):
    return Room.objects.get(unit=unit)


def test_a_new_name_is_told_in_the_feed_and_the_room_of_ones_place(cast):
    change_profile(user=cast.alice, name="Alicia")

    team = cast.riverside
    said = {
        "user": {"id": str(cast.alice.pk), "name": "Alicia"},
        "unit": {"id": str(team.pk), "name": "Riverside", "kind": "team"},
    }
    assert told() == {team.feed: said, room_of(team).stream: said}


def test_what_does_not_change_the_name_tells_nothing(cast):
    change_profile(user=cast.alice, name="Alice")
    change_profile(user=cast.alice, locale="es")

    assert told() == {}


def test_a_name_that_waits_is_told_only_once_it_is_allowed(cast):
    change_profile(user=cast.alice, name="BOB")
    assert told() == {}

    allow_name(held=HeldName.objects.get(), by=cast.bob)

    assert {said["user"]["name"] for said in told().values()} == {"BOB"}
    assert cast.riverside.feed in told()


def test_a_declined_name_is_never_told(cast):
    change_profile(user=cast.alice, name="BOB")

    decline_name(held=HeldName.objects.get(), by=cast.bob)

    assert told() == {}


def test_who_has_no_name_in_a_new_place_has_none_in_the_old_one_either(cast):
    wanda = User.objects.create_user("wanda@example.org", "B0b")
    add_member(user=wanda, unit=cast.hillside, role=Role.VOLUNTEER)
    assert told() == {}

    add_member(user=wanda, unit=cast.riverside, role=Role.VOLUNTEER)

    assert told()[room_of(cast.hillside).stream]["user"]["name"] == "…"


def test_a_place_that_one_has_left_hears_nothing(cast):
    remove_member(membership=Membership.objects.get(user=cast.alice), by=cast.bob)

    change_profile(user=cast.alice, name="Alicia")

    assert told() == {}


def test_a_room_that_one_has_visited_hears_of_it_too(cast):
    room = room_of(cast.hillside)
    today = date(2026, 11, 3)
    Visit.objects.create(room=room, user=cast.olive, day=today, seq=1)

    change_profile(user=cast.olive, name="Olivia")

    assert told()[room.stream]["unit"]["name"] == "Hillside"
    assert cast.hillside.feed not in told()


@pytest.mark.parametrize(("state", "hears"), [("new", True), ("answered", False)])
def test_a_desk_hears_of_it_while_a_question_is_open(cast, state, hears):
    now = timezone.now()
    Question.objects.create(
        asker=cast.alice,
        unit=cast.riverside,
        desk=cast.office,
        text="Can he vote?",
        about="problem",
        language="en",
        state=state,
        asked_at=now,
        answered_at=None if state == "new" else now,
    )

    change_profile(user=cast.alice, name="Alicia")

    assert (cast.office.desk in told()) is hears


def test_erasing_tells_no_name(cast):
    change_profile(user=cast.alice, name="Alicia")

    erase_person(user=cast.alice, by=None)

    assert {said["user"]["name"] for said in told().values()} == {"—"}


def join_teams(cast, user, number):
    for place in range(number):
        unit = open_unit(kind="team", name=f"Team {place}", parent=cast.office)
        Membership.objects.create(user=user, unit=unit, role=Role.VOLUNTEER)


@pytest.mark.parametrize("places", [1, 20])
def test_telling_it_takes_as_many_queries_in_one_place_as_in_twenty(cast, places):
    user = User.objects.create_user("many@example.org", "Wanda")
    join_teams(cast, user, places)

    with transaction():
        with CaptureQueriesContext(connection) as queries:
            tell_new_name(user)
        assert len(queries) == 3

    assert len(told()) == 2 * places


def test_of_very_many_places_not_all_are_told(cast):
    user = User.objects.create_user("many@example.org", "Wanda")
    join_teams(cast, user, TOLD_PLACES_AT_MOST + 2)

    change_profile(user=user, name="Wilma")

    assert len(told()) == 2 * TOLD_PLACES_AT_MOST
