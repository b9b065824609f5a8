"""Who belongs where, as what. Whatever takes something away revokes it at once (G7).

Who decides about people of a place hears of each change there (`people.changed`).
What is so already is not done again: nobody hears of it, and nothing is written down.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import changed, insert_models, revoke, transaction
from hub.errors import Conflict
from teams import events
from teams.actions.audit import record
from teams.actions.names import hold_look_alike, take_name, tell_new_name
from teams.models import Act, Membership, MembershipState, Unit, User
from teams.roles import Role

UNCONFIRMED_FOR = timedelta(days=1)
# Nobody means two silences that end so close to each other: a button was pressed twice.
SAME_SILENCE = timedelta(seconds=30)


def add_member(
    *, user: User, unit: Unit, role: Role, since: datetime | None = None
) -> Membership:
    """Makes or renews a membership; others see `member.joined` in the unit's feed.

    `since` is for who came earlier (imports, the demo).
    """
    with transaction():
        fields = {"role": role} | ({"since": since} if since else {})
        membership, made = Membership.objects.get_or_create(
            user=user, unit=unit, defaults=fields
        )
        if not made:
            _renew(membership, role)
        hold_look_alike(membership)
        changed(user=user.pk, reason="joined")
        events.member_joined(membership, at=since)
        return membership


def add_crowd(
    newcomers: Iterable[tuple[User, Unit, Role]], since: datetime | None = None
) -> None:
    """Many new people at once, not saved yet, of whom nobody is told.

    For installations that nobody uses yet: the large demo, benches.
    """
    seats = list(newcomers)
    with transaction():
        insert_models([user for user, _unit, _role in seats])
        insert_models(
            [
                Membership(
                    user=user, unit=unit, role=role, since=since or timezone.now()
                )
                for user, unit, role in seats
            ]
        )


def change_role(*, membership: Membership, role: Role, by: User) -> None:
    with transaction():
        if _locked(membership).role == role:
            membership.role = role
            return
        _keep_an_owner(membership, becomes=role)
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        revoke(user=membership.user_id, stream="*", reason="role changed")
        # What more they may is there at once, without a new hello.
        changed(user=membership.user_id, reason="role changed")
        events.member_role_changed(membership, by)
        events.people_changed(membership)
        _record(Act.ROLE_CHANGED, membership, by, before=before, after=role)


def remove_member(*, membership: Membership, by: User | None = None) -> None:
    """Ends a membership: its streams are closed to the person within a second."""
    with transaction():
        if _end(membership, MembershipState.LEFT, "removed", by):
            _record(Act.MEMBER_REMOVED, membership, by)


def suspend_member(*, membership: Membership, by: User) -> None:
    """As removing, but no invitation brings the person back into this unit."""
    with transaction():
        if _end(membership, MembershipState.SUSPENDED, "suspended", by):
            _record(Act.MEMBER_SUSPENDED, membership, by)


def reinstate_member(*, membership: Membership, by: User) -> None:
    """A suspended member is back where and as what they were.

    Who has been removed meanwhile is not: they come back as everybody does.
    """
    with transaction():
        before = _locked(membership).state
        if before == MembershipState.LEFT:
            raise Conflict(_("They are no member of this place any more."))
        membership.state, membership.ended_at = MembershipState.ACTIVE, None
        if before == MembershipState.ACTIVE:
            return
        membership.save(update_fields=["state", "ended_at"])
        hold_look_alike(membership)
        changed(user=membership.user_id, reason="reinstated")
        events.member_joined(membership)
        events.people_changed(membership)
        _record(Act.MEMBER_REINSTATED, membership, by)


def mute_member(*, membership: Membership, until: datetime, by: User) -> None:
    """They go on reading, and write nothing there; it ends by itself."""
    with transaction():
        before = _locked(membership).muted_until
        if before is not None and abs(until - before) < SAME_SILENCE:
            membership.muted_until = before
            return
        _set_muted(membership, until)
        events.member_muted(membership, until)
        minutes = round((until - timezone.now()).total_seconds() / 60)
        _record(Act.MEMBER_MUTED, membership, by, minutes=minutes)


def unmute_member(*, membership: Membership, by: User) -> None:
    with transaction():
        until = _locked(membership).muted_until
        if until is None or until <= timezone.now():
            membership.muted_until = until
            return
        _set_muted(membership, None)
        events.member_unmuted(membership)
        _record(Act.MEMBER_UNMUTED, membership, by)


def suspend_person(*, user: User, by: User | None = None) -> None:
    """Closes every socket of the person; no session and no token works any more.

    `by` is None when the administrator does it by command.
    """
    with transaction():
        for membership in user.memberships.filter(state=MembershipState.ACTIVE):
            _keep_an_owner(membership)
        if not _was_active(user, becomes=False):
            return
        user.save(update_fields=["is_active"])
        revoke(user=user.pk, reason="suspended")
        _tell_deciders(user)
        record(Act.PERSON_SUSPENDED, by=by, subject=user)


def reinstate_person(*, user: User, by: User | None = None) -> None:
    with transaction():
        if _was_active(user, becomes=True):
            return
        user.save(update_fields=["is_active"])
        changed(user=user.pk, reason="reinstated")
        _tell_deciders(user)
        record(Act.PERSON_REINSTATED, by=by, subject=user)


def change_profile(
    *, user: User, name: str | None = None, locale: str | None = None
) -> None:
    """What a person may change about themselves; None leaves it as it is.

    A name that looks like a leader's waits: `user.name` stays what it was.
    """
    with transaction():
        before = user.name
        if name is not None and name != before:
            take_name(user, name)
        user.locale = user.locale if locale is None else locale
        user.save(update_fields=["name", "locale"])
        changed(user=user.pk, reason="profile")
        if user.name != before:
            tell_new_name(user)


def forget_unconfirmed() -> None:
    """Deletes who asked to join and never proved the address, a day later."""
    with transaction():
        User.objects.filter(
            name="",
            last_login=None,
            memberships=None,
            joined_at__lt=timezone.now() - UNCONFIRMED_FOR,
        ).delete()


def _renew(membership: Membership, role: Role) -> None:
    if membership.state != MembershipState.ACTIVE:
        membership.since = timezone.now()
    membership.role, membership.state = role, MembershipState.ACTIVE
    membership.ended_at = None
    membership.save(update_fields=["role", "state", "since", "ended_at"])


def _end(
    membership: Membership, state: MembershipState, reason: str, by: User | None
) -> bool:
    """False if it has ended like this before."""
    with transaction():
        _keep_an_owner(membership)
        before = _locked(membership)
        if before.state == state:
            membership.state, membership.ended_at = state, before.ended_at
            return False
        membership.state, membership.ended_at = state, timezone.now()
        membership.save(update_fields=["state", "ended_at"])
        revoke(user=membership.user_id, stream="*", reason=reason)
        events.member_left(membership, by)
        events.people_changed(membership)
        return True


def _locked(membership: Membership) -> Membership:
    return Membership.objects.select_for_update().get(pk=membership.pk)


def _was_active(user: User, *, becomes: bool) -> bool:
    """What stands in the row, which is locked; the person given is not saved."""
    before = User.objects.select_for_update(no_key=True).get(pk=user.pk).is_active
    user.is_active = becomes
    return before


def _set_muted(membership: Membership, until: datetime | None) -> None:
    membership.muted_until = until
    membership.save(update_fields=["muted_until"])
    changed(user=membership.user_id, reason="muted" if until else "unmuted")
    events.people_changed(membership)


def _tell_deciders(user: User) -> None:
    places = user.memberships.filter(state=MembershipState.ACTIVE)
    for membership in places.select_related("unit"):
        events.people_changed(membership)


def _record(
    act: Act, membership: Membership, by: User | None, **detail: str | int
) -> None:
    record(act, by=by, unit=membership.unit, subject=membership.user, detail=detail)


def _keep_an_owner(membership: Membership, becomes: Role | None = None) -> None:
    if membership.role != Role.OWNER or becomes == Role.OWNER:
        return
    owners = Membership.objects.select_for_update().filter(
        role=Role.OWNER, state=MembershipState.ACTIVE, user__is_active=True
    )
    if not any(owner.pk != membership.pk for owner in owners):
        raise Conflict(_("A campaign keeps at least one owner."))
