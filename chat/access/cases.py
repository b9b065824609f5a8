"""Who may flag whom, and who decides about it."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chat.access.rooms import Entrance, entrance_or_none
from chat.models import Case
from hub.errors import Conflict, Invalid, Refused
from teams.access import key, standing, unit_with
from teams.models import Membership, Unit, UnitKind, User
from teams.queries import members
from teams.roles import Power


def person_to_flag(user: User, unit_id: str, person_id: str) -> Membership:
    """A member whom this person sees by name, other than themself."""
    unit = unit_with(user, unit_id, Power.SEE_MEMBERS)
    member = members(unit).select_related("unit").filter(user=key(person_id)).first()
    if member is None:
        raise Refused
    if member.user_id == user.pk:
        raise Invalid(_("This is yourself. You can delete what you wrote."))
    return member


def cases_to_decide(user: User) -> QuerySet[Case]:
    """Open cases, the oldest first; never one about oneself."""
    levels = standing(user).units_with(Power.MODERATE)
    owned = standing(user).units_with(Power.CLOSE_OUT) & Q(kind=UnitKind.CAMPAIGN)
    return (
        Case.objects.filter(level__in=Unit.objects.filter(levels | owned))
        .filter(decided_at=None)
        .exclude(subject=user)
        .select_related("unit", "level", "subject", "message__room")
        .order_by("pk")
    )


def case_to_decide(user: User, case_id: str) -> Case:
    """Locks it, so that it is decided once; `Conflict` for who comes second."""
    pk = key(case_id)
    locked = Case.objects.select_for_update().filter(pk=pk).first()
    if locked is None or not _decides(user, locked):
        raise Refused
    if locked.decided_at is not None:
        raise Conflict(_("Somebody else has decided this already."))
    return cases_to_decide(user).get(pk=pk)


def case_to_look_at(user: User, case_id: str) -> Case:
    case = cases_to_decide(user).filter(pk=key(case_id)).first()
    if case is None:
        raise Refused
    return case


def may_read_around(user: User, case: Case) -> Entrance | None:
    """How this person comes into the room of a flagged message; owners do not."""
    if case.message is None:
        return None
    return entrance_or_none(standing(user), case.message.room)


def _decides(user: User, case: Case) -> bool:
    now, level = standing(user), case.level
    owns = level.kind == UnitKind.CAMPAIGN and now.may(Power.CLOSE_OUT, level)
    return case.subject_id != user.pk and (owns or now.may(Power.MODERATE, level))
