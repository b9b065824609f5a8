"""Who belongs where, as what. Whatever takes something away revokes it at once (G7)."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import changed, revoke, transaction
from hub.errors import Conflict
from teams import events
from teams.models import Membership, MembershipState, Unit, User
from teams.roles import Role

UNCONFIRMED_FOR = timedelta(days=1)


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
        changed(user=user.pk, reason="joined")
        events.member_joined(membership, at=since)
        return membership


def change_role(*, membership: Membership, role: Role, by: User) -> None:
    with transaction():
        _keep_an_owner(membership, becomes=role)
        membership.role = role
        membership.save(update_fields=["role"])
        revoke(user=membership.user_id, stream="*", reason="role changed")
        events.member_role_changed(membership, by)


def remove_member(*, membership: Membership, by: User | None = None) -> None:
    """Ends a membership: its streams are closed to the person within a second."""
    _end(membership, MembershipState.LEFT, "removed", by)


def suspend_member(*, membership: Membership, by: User) -> None:
    """As removing, but no invitation brings the person back into this unit."""
    _end(membership, MembershipState.SUSPENDED, "suspended", by)


def suspend_person(*, user: User) -> None:
    """Closes every socket of the person; no session and no token works any more."""
    with transaction():
        for membership in user.memberships.filter(state=MembershipState.ACTIVE):
            _keep_an_owner(membership)
        user.is_active = False
        user.save(update_fields=["is_active"])
        revoke(user=user.pk, reason="suspended")


def reinstate_person(*, user: User) -> None:
    with transaction():
        user.is_active = True
        user.save(update_fields=["is_active"])
        changed(user=user.pk, reason="reinstated")


def change_profile(
    *, user: User, name: str | None = None, locale: str | None = None
) -> None:
    """What a person may change about themselves; None leaves it as it is."""
    with transaction():
        user.name = user.name if name is None else name
        user.locale = user.locale if locale is None else locale
        user.save(update_fields=["name", "locale"])
        changed(user=user.pk, reason="profile")


def forget_unconfirmed() -> None:
    """Deletes who asked to join and never proved the address, a day later."""
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
    membership.save(update_fields=["role", "state", "since"])


def _end(
    membership: Membership, state: MembershipState, reason: str, by: User | None
) -> None:
    with transaction():
        _keep_an_owner(membership)
        membership.state = state
        membership.save(update_fields=["state"])
        revoke(user=membership.user_id, stream="*", reason=reason)
        events.member_left(membership, by)


def _keep_an_owner(membership: Membership, becomes: Role | None = None) -> None:
    if membership.role != Role.OWNER or becomes == Role.OWNER:
        return
    owners = Membership.objects.select_for_update().filter(
        role=Role.OWNER, state=MembershipState.ACTIVE, user__is_active=True
    )
    if not any(owner.pk != membership.pk for owner in owners):
        raise Conflict(_("A campaign keeps at least one owner."))
