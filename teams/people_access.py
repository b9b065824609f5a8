"""The only way from an outside id to a person or to their place in the tree."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from hub.errors import Refused
from teams.access import Standing, key, standing
from teams.models import Membership, MembershipState, Photo, Unit, User
from teams.roles import POWERS, Power

IN = Q(state=MembershipState.ACTIVE, user__is_active=True)
# Suspended from a place, or shut out everywhere: somebody may let them back in.
OUT = Q(user__erased_at=None) & (
    Q(state=MembershipState.SUSPENDED)
    | Q(state=MembershipState.ACTIVE, user__is_active=False)
)


# What a row of a person shows, in the one query.
WITH = ("user__photo", "unit")


def places_seen(now: Standing) -> QuerySet[Unit]:
    return Unit.objects.filter(now.units_with(Power.SEE_MEMBERS), archived_at=None)


def memberships_seen(now: Standing) -> QuerySet[Membership]:
    """Every active membership in a place whose people this person may see.

    Who decides there about people sees those who are out as well.
    """
    managed = Unit.objects.filter(now.units_with(Power.MANAGE_PEOPLE))
    found = Membership.objects.filter(unit__in=places_seen(now))
    return found.filter(_in_or_out(now, Q(unit__in=managed)))


def memberships_seen_of(now: Standing, people: Collection[int]) -> QuerySet[Membership]:
    """The same of these people alone, each with what a row of a person shows.

    A condition on the place that is joined: from a list of places SQLite would try
    each of 10,000 for each of the people.
    """
    # As a query: of bare ids PostgreSQL knows nothing about the people's table,
    # which is joined, and reads all of it (0.2 s of 200,000 people).
    found = Membership.objects.filter(
        now.units_with(Power.SEE_MEMBERS, of="unit__"),
        unit__archived_at=None,
        user__in=User.objects.filter(pk__in=people),
    )
    managed = now.units_with(Power.MANAGE_PEOPLE, of="unit__")
    return found.filter(_in_or_out(now, managed)).select_related(*WITH)


def memberships_out(unit: Unit) -> QuerySet[Membership]:
    """Who is out of one place, by name."""
    found = Membership.objects.filter(OUT, unit=unit).select_related(*WITH)
    return found.order_by("user__name", "pk")


def person_to_look_at(user: User, person_id: str) -> list[Membership]:
    """Where this person may see the other one; `Refused` if that is nowhere."""
    seen = memberships_seen_of(standing(user), [key(person_id)])
    found = list(seen.order_by("unit__path"))
    if not found:
        raise Refused
    return found


def photo_to_look_at(user: User, person_id: str) -> tuple[Photo, list[Membership]]:
    """One's own, or of somebody whose card one may open, and where; else `Refused`."""
    wanted = key(person_id)
    members = person_to_look_at(user, person_id) if wanted != user.pk else []
    photo = Photo.objects.filter(user=wanted).first()
    if photo is None:
        raise Refused
    return photo, members


def person_to_reveal(user: User, person_id: str) -> list[Membership]:
    """The same, where this person may also ask for e-mail and phone."""
    now = standing(user)
    found = person_to_look_at(user, person_id)
    led = [one for one in found if now.may(Power.REVEAL_CONTACTS, one.unit)]
    if not led:
        raise Refused
    return led


def _in_or_out(now: Standing, managed: Q) -> Q:
    if any(Power.MANAGE_PEOPLE in POWERS[seat.role] for seat in now.seats):
        return IN | OUT & managed
    return IN
