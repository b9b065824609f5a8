"""Out means out: whatever takes a right away says so in the same transaction."""

import json

import pytest
from django.core.management import CommandError, call_command

from hub.errors import Conflict
from hub.models import Event
from teams.access import standing
from teams.actions import (
    add_member,
    change_role,
    reinstate_person,
    remove_member,
    suspend_member,
    suspend_person,
)
from teams.roles import Power, Role


def newest(stream):
    event = Event.objects.filter(stream=stream).latest("seq")
    return event.kind, json.loads(event.data)


def seat(user):
    return user.memberships.get()


def test_removing_ends_every_stream_and_is_told(cast):
    remove_member(membership=seat(cast.alice), by=cast.olive)

    assert standing(cast.alice).seats == ()
    kind, data = newest("control")
    assert (kind, data["user"], data["stream"]) == ("revoked", cast.alice.pk, "*")
    kind, data = newest(cast.riverside.feed)
    assert kind == "member.left"
    assert data["user"] == {"id": str(cast.alice.pk), "name": "Alice", "locale": "en"}
    by = json.loads(Event.objects.filter(stream=cast.riverside.feed).latest("seq").by)
    assert by == {"id": str(cast.olive.pk), "name": "Olive", "role": "organizer"}


def test_suspending_a_membership_ends_every_stream(cast):
    suspend_member(membership=seat(cast.alice), by=cast.olive)

    assert standing(cast.alice).seats == ()
    assert newest("control")[1]["reason"] == "suspended"


def test_a_smaller_role_takes_its_powers_away(cast):
    change_role(membership=seat(cast.bob), role=Role.VOLUNTEER, by=cast.olive)

    assert not standing(cast.bob).may(Power.INVITE, cast.riverside)
    assert newest("control")[1]["user"] == cast.bob.pk
    kind, data = newest(cast.riverside.feed)
    assert (kind, data["role"]) == ("member.role_changed", "volunteer")


def test_suspending_a_person_closes_all_their_sockets(cast):
    suspend_person(user=cast.alice)

    assert standing(cast.alice).seats == ()
    kind, data = newest("control")
    assert (kind, data) == ("revoked", {"user": cast.alice.pk, "reason": "suspended"})

    reinstate_person(user=cast.alice)
    assert standing(cast.alice).may(Power.POST, cast.riverside)


@pytest.mark.parametrize(
    "lose",
    [
        lambda owner, by: remove_member(membership=owner, by=by),
        lambda owner, by: suspend_member(membership=owner, by=by),
        lambda owner, by: suspend_person(user=owner.user),
        lambda owner, by: change_role(membership=owner, role=Role.DIRECTOR, by=by),
    ],
    ids=["remove", "suspend", "suspend person", "change role"],
)
def test_a_campaign_keeps_an_owner(cast, lose):
    owner = add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)

    with pytest.raises(Conflict, match="conflict"):
        lose(owner, cast.diana)

    assert standing(cast.diana).may(Power.MANAGE_PEOPLE, cast.campaign)
    add_member(user=cast.olive, unit=cast.campaign, role=Role.OWNER)
    lose(owner, cast.olive)


def test_a_refused_end_leaves_no_trace(cast):
    owner = add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)
    before = Event.objects.count()

    with pytest.raises(Conflict):
        suspend_person(user=cast.diana)

    assert Event.objects.count() == before
    owner.user.refresh_from_db()
    assert owner.user.is_active


def test_the_command_shuts_a_person_out_and_lets_them_in_again(cast):
    call_command("suspend", "Alice@example.org")
    assert standing(cast.alice).seats == ()

    call_command("suspend", "alice@example.org", reinstate=True)
    assert standing(cast.alice).may(Power.POST, cast.riverside)


def test_the_command_says_what_it_can_not_do(cast):
    add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)

    with pytest.raises(CommandError, match=r"Nobody has the address no@example\.org"):
        call_command("suspend", "no@example.org")
    with pytest.raises(CommandError, match="keeps at least one owner"):
        call_command("suspend", cast.diana.email)
