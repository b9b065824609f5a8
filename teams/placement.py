"""Which open team a newcomer belongs to, by where they live."""

from django.db.models import Count, F, Q, QuerySet

from hub.errors import Invalid
from teams.models import JoinMode, MembershipState, PostalCode, Unit, UnitKind
from teams.postal_codes import normalised


def nearest_open_team(postal_code: str, *, but: Unit | None = None) -> Unit | None:
    """The open team with room that shares most of the code's beginning, or none.

    Of several the one with most room; `but` is the one that could not take them.
    """
    try:
        code = normalised(postal_code)
    except Invalid:
        return None
    teams = with_room(but)
    # Their own code first, before any of which theirs is only the beginning.
    wanted = [Q(code=code)]
    wanted += [Q(code__startswith=code[:end]) for end in range(len(code), 0, -1)]
    for condition in wanted:
        codes = PostalCode.objects.filter(condition)
        if found := teams.filter(pk__in=codes.values("unit")).first():
            return found
    return None


def next_best(unit: Unit) -> Unit | None:
    """An open team with room for whom this one can't take: near, or of its office."""
    for code in unit.postal_codes.order_by("code").values_list("code", flat=True)[:3]:
        if found := nearest_open_team(code, but=unit):
            return found
    return with_room(unit).filter(parent=unit.parent_id).first()


def with_room(but: Unit | None = None) -> QuerySet[Unit]:
    """Open teams that can take one more, most room first.

    Of those that take any number of people, the emptiest first.
    """
    members = Count("memberships", Q(memberships__state=MembershipState.ACTIVE))
    teams = (
        Unit.objects.filter(
            kind=UnitKind.TEAM, join_mode=JoinMode.OPEN, archived_at=None
        )
        .annotate(members=members, places=F("capacity") - members)
        .filter(Q(places=None) | Q(places__gt=0))
    )
    if but is not None:
        teams = teams.exclude(pk=but.pk)
    return teams.order_by(F("places").desc(nulls_first=True), "members", "pk")


def is_full(unit: Unit) -> bool:
    if unit.capacity is None:
        return False
    return taken(unit) >= unit.capacity


def taken(unit: Unit) -> int:
    """How many are in it, of those that it has room for."""
    return unit.memberships.filter(state=MembershipState.ACTIVE).count()
