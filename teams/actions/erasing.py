"""Deleting an account: what is personal goes, what was counted stays counted."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hub.actions import append, at_seal, blank, revoke, transaction
from hub.models import Event
from teams.actions.audit import record
from teams.actions.people import remove_member
from teams.actions.personal import personal_parts
from teams.actions.tokens import revoke_tokens
from teams.models import Act, Campaign, Membership, MembershipState, User

NOBODY = "—"
# What people write, in the data of events.
WRITTEN = frozenset({"text", "note", "reason"})
AT_ONCE = 200


def erase_person(*, user: User, by: User | None) -> None:
    """Ends everything the person may do at once, then takes out what is theirs.

    Raises `Conflict` for a campaign's last owner. What is interrupted is finished by
    `erase_rest`, which the server does each hour.
    """
    with transaction():
        for membership in user.memberships.filter(state=MembershipState.ACTIVE):
            remove_member(membership=membership, by=by)
        revoke_tokens(user=user)
        user.name, user.is_active = NOBODY, False
        user.erased_at = timezone.now()
        user.save(update_fields=["name", "is_active", "erased_at"])
        revoke(user=user.pk, reason="erased")
        record(Act.PERSON_ERASED, by=by, subject=user)
    _take_out(user)


def erase_rest() -> None:
    """Goes on where an erasure stopped half-way."""
    unfinished = User.objects.exclude(erased_at=None)
    for user in unfinished.exclude(email__endswith="@erased.invalid")[:AT_ONCE]:
        _take_out(user)


def erase_past_retention() -> None:
    """Erases who has belonged nowhere for the campaign's `retention_days`."""
    campaign = Campaign.objects.first()
    if campaign is None:
        return
    before = timezone.now() - timedelta(days=campaign.retention_days)
    mine = Membership.objects.filter(user=OuterRef("pk"))
    still = mine.filter(
        Q(state__in=[MembershipState.ACTIVE, MembershipState.PENDING])
        | Q(ended_at=None)
        | Q(ended_at__gt=before)
    )
    gone = User.objects.filter(Exists(mine), ~Exists(still), erased_at=None)
    for user in gone.order_by("pk")[:AT_ONCE]:
        erase_person(user=user, by=None)


def _take_out(user: User) -> None:
    *others, profile = sorted(personal_parts(), key=lambda part: part.name == "profile")
    for part in others:
        part.erase(user)
    _scrub_log(user)
    profile.erase(user)


def _scrub_log(user: User) -> None:
    """Takes the name, and what they wrote, out of every event that is kept."""
    named = Q(by__contains=f'"id":"{user.pk}"') | Q(data__contains=f'"id":"{user.pk}"')
    found: dict[str, list[Event]] = {}
    for event in Event.objects.filter(named).iterator(chunk_size=500):
        if _scrubbed(event, str(user.pk)):
            found.setdefault(event.stream, []).append(event)
    for stream, events in found.items():
        with transaction():
            append(stream, "person.erased", {"user": str(user.pk)})
            # Processes forget what they remember of the stream.
            blank(stream, [])
            at_seal(partial(_rewrite, events))


def _rewrite(events: list[Event]) -> None:
    Event.objects.bulk_update(events, ["by", "data"], batch_size=AT_ONCE)


def _scrubbed(event: Event, user_id: str) -> bool:
    """Whether anything of this person was in the event; it is out of it now."""
    by, data = msgspec.json.decode(event.by), msgspec.json.decode(event.data)
    is_theirs = isinstance(by, dict) and by.get("id") == user_id
    changed = _nameless(by, user_id) | _nameless(data, user_id)
    if is_theirs:
        changed |= _wordless(data)
    event.by = msgspec.json.encode(by).decode()
    event.data = msgspec.json.encode(data).decode()
    return changed


def _nameless(part: Any, user_id: str) -> bool:
    """People are `{id, name, …}`; places, which have ids too, have a kind as well."""
    changed = False
    for one in _objects(part):
        is_person = one.get("id") == user_id and "kind" not in one
        if is_person and one.get("name", NOBODY) != NOBODY:
            one["name"], changed = NOBODY, True
    return changed


def _wordless(part: Any) -> bool:
    changed = False
    for one in _objects(part):
        changed |= one.pop("mood", None) is not None
        for key in WRITTEN & one.keys():
            if isinstance(one[key], str) and one[key] not in ("", NOBODY):
                one[key], changed = NOBODY, True
    return changed


def _objects(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in what was JSON, however deep."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _objects(one)
