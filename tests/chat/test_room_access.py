"""Who is where: each room, each role, and who must stay outside."""

import pytest

from chat.access import enter
from chat.models import Visit
from chat.queries import room_of
from hub.actions import transaction
from hub.errors import Refused
from hub.execution import execute
from hub.models import Event
from hub.routing import routing
from teams.actions import add_member, remove_member
from teams.models import Membership
from teams.roles import Role

# (role, unit of the membership, room): inside as one of its people
OWN = [
    ("volunteer", "team", "team"),
    ("coordinator", "team", "team"),
    ("leader", "team", "team"),
    ("leader", "team", "office"),
    ("organizer", "office", "office"),
    ("operator", "office", "office"),
    ("desk_lead", "office", "office"),
    ("organizer", "office", "region"),
    ("organizer", "office", "centre"),
    ("organizer", "region", "centre"),
    ("director", "centre", "centre"),
    ("operator", "centre", "centre"),
    ("director", "centre", "campaign"),
]
ENTER = [
    ("organizer", "office", "team"),
    ("organizer", "region", "office"),
    ("director", "centre", "team"),
    ("director", "centre", "office"),
]
OUTSIDE = [
    ("volunteer", "team", "office"),
    ("volunteer", "team", "centre"),
    ("volunteer", "team", "other_team"),
    ("volunteer", "office", "office"),
    ("volunteer", "centre", "centre"),
    ("leader", "team", "centre"),
    ("leader", "team", "other_team"),
    ("leader", "team", "other_office"),
    ("organizer", "office", "other_team"),
    ("organizer", "office", "other_office"),
    ("organizer", "office", "campaign"),
    ("operator", "office", "team"),
    ("operator", "office", "centre"),
    ("operator", "centre", "office"),
    ("desk_lead", "centre", "team"),
    ("owner", "campaign", "team"),
    ("owner", "campaign", "campaign"),
]


@pytest.mark.parametrize(("role", "at", "where"), OWN)
def test_people_are_in_their_rooms(person, world, role, at, where):
    user = person("Pat", role, getattr(world, at))

    entrance = enter(user, str(room_of(getattr(world, where)).pk))

    assert not entrance.visiting
    assert entrance.role == role


@pytest.mark.parametrize(("role", "at", "where"), ENTER)
def test_staff_may_enter_rooms_below(person, world, role, at, where):
    user = person("Pat", role, getattr(world, at))

    assert enter(user, str(room_of(getattr(world, where)).pk)).visiting


@pytest.mark.parametrize(("role", "at", "where"), OUTSIDE)
def test_others_stay_outside(person, world, role, at, where):
    user = person("Pat", role, getattr(world, at))

    with pytest.raises(Refused):
        enter(user, str(room_of(getattr(world, where)).pk))


def test_who_is_nowhere_is_refused(person, room):
    with pytest.raises(Refused):
        enter(person("Nobody"), str(room.pk))


@pytest.mark.parametrize("state", ["pending", "suspended", "left"])
def test_a_membership_that_does_not_count_opens_nothing(alice, room, state):
    Membership.objects.update(state=state)

    with pytest.raises(Refused):
        enter(alice, str(room.pk))


def test_removed_people_cannot_post_though_remembered(post, alice):
    post(alice)

    remove_member(membership=Membership.objects.get(user=alice))

    with pytest.raises(Refused):
        post(alice)


def test_who_joins_after_a_refusal_can_post(post, charlie, world):
    with pytest.raises(Refused):
        post(charlie)

    with transaction():
        add_member(user=charlie, unit=world.team, role=Role.VOLUNTEER)

    assert post(charlie)["message"]


def test_own_streams_are_the_rooms_where_one_belongs(person, world):
    organizer = person("Omar", "organizer", world.office)
    [rooms] = [p for p in routing().providers if p.prefix == "room"]

    titles = [own.title for own in rooms.own(organizer)]

    assert titles == ["Centre", "East", "North office"]


def test_own_streams_say_what_one_may(alice, leader):
    [rooms] = [p for p in routing().providers if p.prefix == "room"]

    [of_alice] = rooms.own(alice)
    of_leader = {own.title: own for own in rooms.own(leader)}

    assert of_alice.may == ["read", "post", "report"]
    assert of_leader["Riverside"].may == ["read", "post", "moderate", "report"]
    assert of_leader["North office"].may == ["read", "post"]


def joined(room):
    return Event.objects.filter(stream=room.stream, kind="member.joined")


def test_reading_from_above_shows_once_a_day(page, organizer, room):
    page(organizer)
    page(organizer)

    assert joined(room).count() == 1
    assert '"Omar"' in joined(room).get().data


def test_posting_from_above_shows_before_the_message(post, organizer, room):
    posted = post(organizer)

    assert joined(room).get().seq == 1
    assert posted["seq"] == 2


def test_who_was_not_there_sees_it_on_the_page(page, alice, organizer, room, world):
    page(organizer)

    [item] = page(alice)["items"]

    assert (item["seq"], item["kind"]) == (1, "member.joined")
    assert item["by"] == {
        "id": str(organizer.pk),
        "name": "Omar",
        "role": "organizer",
    }
    assert item["data"]["user"]["name"] == "Omar"
    assert item["data"]["unit"]["id"] == str(world.team.pk)


def test_it_is_unread_for_the_others(page, alice, organizer, room):
    page(organizer)
    [rooms] = [p for p in routing().providers if p.prefix == "room"]

    assert rooms.unread(alice, {room.stream: 0}) == {room.stream: (1, 0)}
    assert rooms.unread(organizer, {room.stream: 0}) == {room.stream: (0, 0)}


def test_it_shows_again_on_another_day(page, organizer, room):
    page(organizer)
    visit = Visit.objects.get()
    visit.day = visit.day.replace(year=visit.day.year - 1)
    visit.save()

    page(organizer)

    assert joined(room).count() == 2


def test_members_do_not_show_as_visitors(page, alice, room):
    page(alice)

    assert not joined(room).exists()


def test_archived_units_close_their_rooms(page, alice, world):
    world.team.archived_at = alice.joined_at
    world.team.save()

    with pytest.raises(Refused):
        page(alice)


def test_typing_goes_to_the_room_of_its_people_alone(alice, charlie, room):
    [rooms] = [p for p in routing().providers if p.prefix == "room"]

    assert rooms.typing_streams(alice, str(room.pk)) == [room.stream]
    with pytest.raises(Refused):
        rooms.typing_streams(charlie, str(room.pk))


def test_reading_needs_access(charlie, room):
    with pytest.raises(Refused):
        execute(charlie, {"type": "stream.page", "stream": room.stream, "limit": 10})
