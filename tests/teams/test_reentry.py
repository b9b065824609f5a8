"""Locked out on the day: a leader's phone shows a way back in, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from teams.actions import add_member, change_role, suspend_person
from teams.models import Act, AuditEntry, Reentry
from teams.roles import Role
from tests.teams.browser import Browser


@pytest.fixture
def show(cast, send):
    def show(by, member, unit=None, status=201):
        unit = unit or cast.riverside
        path = f"units/{unit.pk}/reentries"
        return send(by, "POST", path, status=status, user=str(member.pk))

    return show


def secret_of(shown):
    return shown["link"].partition("#")[2]


def test_a_volunteer_signs_in_by_the_leader_s_code(cast, show):
    shown = show(cast.bob, cast.alice)
    phone = Browser()

    answer = phone.post("reentry", secret=secret_of(shown))

    assert shown["link"].startswith("http://127.0.0.1:8000/reenter#")
    assert shown["qr"].startswith("data:image/svg+xml")
    assert answer.status_code == 204
    assert phone.get("me").json()["name"] == "Alice"
    entry = AuditEntry.objects.get(act=Act.REENTRY_SHOWN)
    assert (entry.actor_id, entry.subject_id) == (cast.bob.pk, cast.alice.pk)
    assert secret_of(shown) not in Reentry.objects.get().digest


def test_it_works_once_and_for_ten_minutes(cast, show):
    used, late = show(cast.bob, cast.alice), None
    assert Browser().post("reentry", secret=secret_of(used)).status_code == 204
    again = Browser().post("reentry", secret=secret_of(used))
    late = show(cast.bob, cast.alice)
    assert Reentry.objects.latest("pk").expires_at - timezone.now() <= timedelta(
        minutes=10
    )
    Reentry.objects.update(expires_at=timezone.now())
    after = Browser().post("reentry", secret=secret_of(late))
    unknown = Browser().post("reentry", secret="never-was-one")

    assert again.status_code == after.status_code == unknown.status_code == 403
    assert again.json() == after.json() == unknown.json()


def test_a_new_one_ends_the_one_before(cast, show):
    first = show(cast.bob, cast.alice)
    show(cast.bob, cast.alice)

    assert Browser().post("reentry", secret=secret_of(first)).status_code == 403


@pytest.mark.parametrize("who", ["alice", "charlie", "olive", "diana", "oscar"])
def test_only_the_team_s_own_leader_shows_one(cast, show, who):
    show(getattr(cast, who), cast.alice, status=403)

    assert not Reentry.objects.exists()


def test_never_for_another_team_or_for_who_leads_anything(cast, show):
    add_member(user=cast.oscar, unit=cast.riverside, role=Role.VOLUNTEER)

    show(cast.bob, cast.charlie, status=403)
    show(cast.bob, cast.charlie, unit=cast.hillside, status=403)
    show(cast.bob, cast.bob, status=403)
    show(cast.bob, cast.oscar, status=403)
    show(cast.bob, cast.olive, status=403)

    assert not Reentry.objects.exists()
    assert not AuditEntry.objects.filter(act=Act.REENTRY_SHOWN).exists()


def test_who_was_promoted_or_suspended_meanwhile_does_not_come_in(cast, show):
    shown = show(cast.bob, cast.alice)
    change_role(
        membership=cast.alice.memberships.get(), role=Role.LEADER, by=cast.olive
    )
    assert Browser().post("reentry", secret=secret_of(shown)).status_code == 403

    change_role(
        membership=cast.alice.memberships.get(), role=Role.VOLUNTEER, by=cast.olive
    )
    suspend_person(user=cast.alice)
    assert Browser().post("reentry", secret=secret_of(shown)).status_code == 403
