"""Who decides about people of a place hears at once that something changed there."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from hub.models import Event
from teams.actions import (
    add_member,
    change_role,
    mute_member,
    reinstate_member,
    reinstate_person,
    remove_member,
    suspend_member,
    suspend_person,
    unmute_member,
)
from teams.deciding import deciders
from teams.models import User
from teams.roles import Role


def seat(user):
    return user.memberships.get()


def suspend(cast):
    suspend_member(membership=seat(cast.alice), by=cast.olive)


def let_back(cast):
    reinstate_member(membership=seat(cast.alice), by=cast.olive)


def remove(cast):
    remove_member(membership=seat(cast.alice), by=cast.olive)


def promote(cast):
    change_role(membership=seat(cast.alice), role=Role.COORDINATOR, by=cast.olive)


def mute(cast):
    until = timezone.now() + timedelta(hours=1)
    mute_member(membership=seat(cast.alice), until=until, by=cast.bob)


def unmute(cast):
    unmute_member(membership=seat(cast.alice), by=cast.bob)


def shut_out(cast):
    suspend_person(user=cast.alice, by=cast.diana)


def let_in(cast):
    reinstate_person(user=cast.alice, by=cast.diana)


def told(user):
    events = Event.objects.filter(stream=user.inbox, kind="people.changed")
    return [json.loads(event.data) for event in events.order_by("seq")]


@pytest.fixture
def owner(cast):
    owner = User.objects.create(name="Omar", email="omar@example.org")
    add_member(user=owner, unit=cast.campaign, role=Role.OWNER)
    return owner


@pytest.mark.parametrize(
    "acts",
    [
        (suspend, let_back),
        (remove,),
        (promote,),
        (mute, unmute),
        (shut_out, let_in),
    ],
)
def test_who_decides_there_hears_of_each_once(cast, owner, acts):
    for act in acts:
        act(cast)

    alice = {"unit": str(cast.riverside.pk), "user": str(cast.alice.pk)}
    for decider in (cast.bob, cast.olive, cast.diana, owner):
        assert told(decider) == [alice] * len(acts)


@pytest.mark.parametrize("act", [suspend, promote, shut_out])
def test_nobody_else_does(cast, act):
    dan = User.objects.create(name="Dan", email="dan@example.org")
    add_member(user=dan, unit=cast.hillside, role=Role.LEADER)

    act(cast)

    for other in (cast.alice, cast.charlie, cast.oscar, dan):
        assert told(other) == []


def test_who_is_shut_out_is_told_of_in_each_of_their_places(cast):
    add_member(user=cast.alice, unit=cast.hillside, role=Role.VOLUNTEER)

    shut_out(cast)

    places = {str(cast.riverside.pk), str(cast.hillside.pk)}
    assert {change["unit"] for change in told(cast.olive)} == places
    assert len(told(cast.bob)) == 1


def test_a_leader_who_is_removed_hears_no_more(cast):
    remove_member(membership=seat(cast.bob), by=cast.olive)

    assert told(cast.bob) == []
    assert len(told(cast.olive)) == 1


def test_a_desk_lead_hears_of_the_own_place_alone(cast):
    dora = User.objects.create(name="Dora", email="dora@example.org")
    add_member(user=dora, unit=cast.office, role=Role.DESK_LEAD)

    suspend(cast)
    suspend_member(membership=cast.oscar.memberships.first(), by=cast.olive)

    assert [change["unit"] for change in told(dora)] == [str(cast.office.pk)]


def test_they_are_found_by_one_query_the_nearest_first(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = deciders(cast.riverside)

    assert found == [cast.bob, cast.olive, cast.diana]
