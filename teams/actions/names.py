"""Names: what looks like somebody who leads waits until somebody allows it."""

from collections.abc import Callable, Iterable, Sequence

from django.utils import timezone

from hub.actions import changed, transaction
from teams import events
from teams.actions.audit import record
from teams.look_alikes import NO_NAME_YET, imitated
from teams.models import Act, HeldName, Membership, MembershipState, Unit, User
from teams.queries import deciders_of_names

# Of who belongs to more, the other places show the new name once they are read anew.
TOLD_PLACES_AT_MOST = 50

# Gets who has a new name and where they belong; gives streams, and whose they are.
NamingStreams = Callable[[User, Sequence[Unit]], Iterable[tuple[str, Unit]]]

_naming_streams: list[NamingStreams] = []


def register_naming_streams(source: NamingStreams) -> None:
    """Says in which streams a person is named; the root files call it.

    Each source looks once, however many places these are.
    """
    if source not in _naming_streams:
        _naming_streams.append(source)


def take_name(user: User, name: str) -> None:
    """Sets the name, or holds it: then the old one stays until it is allowed.

    Does not save the person.
    """
    active = user.memberships.filter(state=MembershipState.ACTIVE)
    for member in active.select_related("unit").order_by("pk"):
        like = imitated(user, name, member.unit)
        if like is not None:
            user.name = user.name or NO_NAME_YET
            _hold(user, name, like, member.unit)
            return
    _take_back(user)
    user.name = name


def hold_look_alike(membership: Membership) -> None:
    """For who has just come to a place: their name, if it looks like a leader's."""
    user, unit = membership.user, membership.unit
    like = imitated(user, user.name, unit)
    if like is None:
        return
    _hold(user, user.name, like, unit)
    user.name = NO_NAME_YET
    user.save(update_fields=["name"])
    changed(user=user.pk, reason="profile")
    tell_new_name(user)


def allow_name(*, held: HeldName, by: User) -> None:
    with transaction():
        held.allowed_at = timezone.now()
        held.save(update_fields=["allowed_at"])
        is_new = held.user.name != held.name
        held.user.name = held.name
        held.user.save(update_fields=["name"])
        changed(user=held.user_id, reason="profile")
        if is_new:
            tell_new_name(held.user)
        events.name_decided(held, allowed=True)
        events.name_settled(held)
        record(Act.NAME_ALLOWED, by=by, unit=held.unit, subject=held.user)


def tell_new_name(user: User) -> None:
    """Those who keep what the person wrote read it under the name they have now."""
    active = user.memberships.filter(state=MembershipState.ACTIVE)
    places = active.select_related("unit").order_by("pk")[:TOLD_PLACES_AT_MOST]
    units = [one.unit for one in places]
    streams = {unit.feed: unit for unit in units}
    for source in _naming_streams:
        streams.update(source(user, units))
    for stream, unit in streams.items():
        events.member_renamed(user, unit, stream)


def decline_name(*, held: HeldName, by: User) -> None:
    """They keep the name they had, and may choose another."""
    with transaction():
        events.name_decided(held, allowed=False)
        events.name_settled(held)
        record(Act.NAME_DECLINED, by=by, unit=held.unit, subject=held.user)
        held.delete()


def hold_names(held: Sequence[HeldName]) -> None:
    """Many at once, whose people have no other name; like `hold_look_alike` for each.

    Who decides hears of each place once, however many names wait there.
    """
    if not held:
        return
    for one in held:
        # Once more, now that both have an id: they may have come together.
        one.user, one.like = one.user, one.like
    HeldName.objects.bulk_create(
        held,
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["name", "like", "unit", "at", "allowed_at"],
    )
    first_of = {one.unit_id: one for one in reversed(held)}
    waiting = HeldName.objects.filter(user__in=[one.user for one in first_of.values()])
    for found, deciders in deciders_of_names(waiting.select_related("unit")):
        for decider in deciders:
            events.name_held(found, decider)


def rename(people: Sequence[User]) -> None:
    """Many whose name was set; search finds them by it."""
    for user in people:
        user.follow_name()
    User.objects.bulk_update(people, ["name", "name_key", "surname_key"])


def _take_back(user: User) -> None:
    waiting = HeldName.objects.filter(user=user, allowed_at=None)
    for held in waiting.select_related("unit"):
        events.name_settled(held)
        held.delete()


def _hold(user: User, name: str, like: User, unit: Unit) -> None:
    fields = {"name": name, "like": like, "unit": unit, "at": timezone.now()}
    held, _made = HeldName.objects.update_or_create(
        user=user, defaults={**fields, "allowed_at": None}
    )
    [(_held, deciders)] = deciders_of_names([held])
    for decider in deciders:
        events.name_held(held, decider)
