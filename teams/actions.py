"""Opening units, and who belongs to them."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from hub.actions import append, changed, revoke, transaction
from teams.models import (
    Campaign,
    Membership,
    MembershipState,
    Token,
    Unit,
    UnitKind,
    User,
)
from teams.queries import unit_shape, user_shape
from teams.roles import Role
from teams.secret import digest, new_secret

TOKEN_PREFIX = "muster_"
_on_unit_opened: list[Callable[[Unit], None]] = []


def when_unit_opened(hook: Callable[[Unit], None]) -> None:
    """Registers what else a new unit needs (its room); called by the root files."""
    if hook not in _on_unit_opened:
        _on_unit_opened.append(hook)


def open_campaign(
    *, name: str, kind: str, timezone: str, languages: list[str], is_demo: bool = False
) -> Campaign:
    with transaction():
        root = _open(Unit(kind=UnitKind.CAMPAIGN, name=name))
        return Campaign.objects.create(
            unit=root,
            kind=kind,
            timezone=timezone,
            languages=languages,
            is_demo=is_demo,
        )


def open_unit(*, kind: str, name: str, parent: Unit) -> Unit:
    """A new place in the tree, with all that belongs to a unit."""
    with transaction():
        return _open(Unit(kind=kind, name=name, parent=parent))


def add_member(*, user: User, unit: Unit, role: Role) -> Membership:
    """Makes or renews a membership; others see `member.joined` in the unit's feed."""
    with transaction():
        membership, _made = Membership.objects.update_or_create(
            user=user,
            unit=unit,
            defaults={"role": role, "state": MembershipState.ACTIVE},
        )
        changed(user=user.pk, reason="joined")
        append(
            unit.feed,
            "member.joined",
            {"user": user_shape(user), "role": role, "unit": unit_shape(unit)},
        )
        return membership


def remove_member(*, membership: Membership) -> None:
    """Ends a membership: its streams are closed to the person within a second."""
    with transaction():
        membership.state = MembershipState.LEFT
        membership.save(update_fields=["state"])
        revoke(user=membership.user_id, stream=membership.unit.feed, reason="removed")
        revoke(user=membership.user_id, stream="*", reason="removed")


def issue_token(*, user: User, name: str, lasts: timedelta) -> str:
    """A new bearer token. Shown this once: only its digest is kept."""
    secret = new_secret(TOKEN_PREFIX)
    expires_at = timezone.now() + lasts
    Token.objects.create(
        user=user, name=name, digest=digest(secret), expires_at=expires_at
    )
    return secret


def revoke_tokens(*, user: User) -> int:
    """Ends all of a person's tokens and the sockets that use them; how many it ended."""
    with transaction():
        tokens = list(user.tokens.filter(revoked_at=None).select_for_update())
        user.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
        for token in tokens:
            revoke(token=token.pk, reason="token revoked")
        return len(tokens)


def _open(unit: Unit) -> Unit:
    unit.path = "/new/"
    unit.save()
    above = unit.parent.path if unit.parent else "/"
    unit.path = f"{above}{unit.pk}/"
    unit.save(update_fields=["path"])
    for hook in _on_unit_opened:
        hook(unit)
    return unit
