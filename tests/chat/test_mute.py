"""Who is muted reads on and writes nothing, until it ends by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.models import Message
from hub.errors import Refused
from hub.execution import execute
from reports.kinds import report_kinds
from teams.actions import add_member, mute_member, unmute_member
from teams.roles import Role


@pytest.fixture
def muted(alice, leader):
    """Alice for the next hour; `muted(minutes)` for another time."""

    def mute(minutes=60):
        until = timezone.now() + timedelta(minutes=minutes)
        mute_member(membership=alice.memberships.get(), until=until, by=leader)

    mute()
    return mute


def test_a_muted_member_can_not_post_and_hears_until_when(post, alice, muted):
    with pytest.raises(Refused) as refused:
        post(alice)

    assert "write again from" in str(refused.value.message)
    assert 0 < refused.value.retry_after_ms <= 3_600_000
    assert not Message.objects.exists()


def test_a_muted_member_reads_on(post, page, alice, bob, muted):
    post(bob, "Good evening")

    assert len(page(alice)["items"]) == 1


def test_a_muted_member_can_not_edit_but_delete(post, change, alice, leader):
    posted = post(alice)
    until = timezone.now() + timedelta(hours=1)
    mute_member(membership=alice.memberships.get(), until=until, by=leader)

    with pytest.raises(Refused):
        change(alice, "edit", posted, text="Louder")
    change(alice, "delete", posted)

    assert Message.objects.get().deleted_at is not None


def test_others_write_on(post, bob, charlie, muted):
    assert post(bob)["seq"]
    with pytest.raises(Refused):
        post(charlie)


def test_a_silence_that_is_over_or_lifted_holds_nobody(post, alice, leader, muted):
    muted(minutes=-1)
    post(alice, "First")
    muted()
    unmute_member(membership=alice.memberships.get(), by=leader)

    assert post(alice, "Second")["seq"]


def test_who_is_muted_in_one_seat_does_not_write_by_another(
    post, person, world, leader, organizer
):
    add_member(user=organizer, unit=world.team, role=Role.VOLUNTEER)
    until = timezone.now() + timedelta(hours=1)
    seat = organizer.memberships.get(unit=world.team)
    mute_member(membership=seat, until=until, by=leader)

    with pytest.raises(Refused):
        post(organizer)


def test_a_muted_member_reports_figures_without_words(alice, world, muted):
    def report(**more):
        kind = report_kinds()[0].id
        return execute(
            alice,
            {
                "type": "report.file",
                "client_id": str(uuid4()),
                "team": str(world.team.pk),
                "kind": kind,
                "quantity": 3,
                **more,
            },
        )

    with pytest.raises(Refused):
        report(note="Let me out")

    assert report()["seq"]
