from django.core.management import call_command

from teams.actions import Outcome, admit, invite
from teams.models import Act, AuditEntry, Invitation, JoinMode, User
from teams.roles import Role


def test_no_invitation_works_any_more(cast):
    invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)
    invitation = Invitation.objects.get()
    cast.hillside.join_mode = JoinMode.OPEN
    cast.hillside.save()

    call_command("close_joining")

    invitation.refresh_from_db()
    cast.hillside.refresh_from_db()
    newcomer = User.objects.create_user("new@example.org", "New")
    assert come_in(newcomer, invitation) == Outcome.REFUSED
    assert cast.hillside.join_mode == JoinMode.CODE
    entry = AuditEntry.objects.get(act=Act.INVITATION_REVOKED)
    assert (entry.actor_id, entry.detail) == (None, {"count": 1})


def test_who_is_in_stays_in_and_leaders_invite_again(cast, get):
    call_command("close_joining")

    assert get(cast.alice, f"units/{cast.riverside.pk}/members")["count"] == 2
    made = invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)
    newcomer = User.objects.create_user("new@example.org", "New")
    assert come_in(newcomer, made.invitation) == Outcome.JOINED


def come_in(newcomer, invitation):
    unit, role = invitation.unit, Role(invitation.role)
    return admit(user=newcomer, unit=unit, role=role, invitation=invitation).outcome
