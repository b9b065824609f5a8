"""Flags: raising one, and the queue of those who decide."""

from datetime import timedelta
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from chat import access, actions
from chat.models import Case, FlagReason, Message
from chat.queries import case_item, former_flags, messages_around
from chat.text import flag_words
from hub.actions import transaction
from hub.clock import wire_time
from hub.errors import Invalid, Refused
from hub.paging import Limit, decode_cursor, listed
from teams import deciding
from teams.models import Membership, User

MUTED_MINUTES_AT_MOST = 7 * 24 * 60

router = Router(tags=["flags"])

Key = Annotated[str, StringConstraints(max_length=40)]


class NewFlag(Schema):
    """Of a `message`, or of a `person` as a member of a `unit`."""

    message: Key | None = None
    person: Key | None = None
    unit: Key | None = None
    reason: FlagReason
    words: Annotated[str, StringConstraints(max_length=4000)] = ""


class Decision(Schema):
    """Without acts the flags are dismissed; `minutes` goes with `mute`."""

    acts: list[Literal["remove", "mute", "suspend"]] = []
    minutes: Annotated[int, Field(ge=1, le=MUTED_MINUTES_AT_MOST)] | None = None


@router.post("/flags", response={201: dict[str, object]})
def raise_flag(request: HttpRequest, wanted: NewFlag) -> Status[dict[str, object]]:
    """Says that something is wrong; `flag.decided` tells when it was dealt with."""
    user, words = _person(request), flag_words(wanted.words)
    with transaction():
        if wanted.message is not None:
            message = access.message_to_flag(user, wanted.message)
            flag = actions.flag_message(
                message=message, by=user, reason=wanted.reason, words=words
            )
        elif wanted.person is not None and wanted.unit is not None:
            member = access.person_to_flag(user, wanted.unit, wanted.person)
            flag = actions.flag_person(
                member=member, by=user, reason=wanted.reason, words=words
            )
        else:
            raise Invalid(field="message")
    return Status(201, {"flag": str(flag.pk)})


@router.get("/flags", response=dict[str, object])
def list_flags(
    request: HttpRequest, cursor: str | None = None, limit: Limit = 50
) -> dict[str, object]:
    """What waits for one's decision, the oldest first; `count` is all of it."""
    cases = access.cases_to_decide(_person(request))
    page = cases.prefetch_related("flags")
    after = decode_cursor(cursor, int)
    if after:
        page = page.filter(pk__gt=after[0])
    found = listed(list(page[: limit + 1]), limit, case_item, lambda case: (case.pk,))
    return {**found, "count": cases.count()}


@router.get("/flags/{case_id}", response=dict[str, object])
def show_flag(request: HttpRequest, case_id: str) -> dict[str, object]:
    """With what was said around it. Who enters the room by this look shows there."""
    user = _person(request)
    case = access.case_to_look_at(user, case_id)
    member = deciding.membership_of(case.subject, case.unit)
    return {
        **case_item(case),
        "around": _around(user, case),
        "member": _member_shape(member) if member else None,
        "former": former_flags(case),
        "may": _may(user, case, member),
    }


@router.post("/flags/{case_id}/decide", response={204: None})
def decide_flag(request: HttpRequest, case_id: str, decision: Decision) -> Status[None]:
    """All of it or nothing; who comes second gets a `conflict`."""
    user, acts = _person(request), set(decision.acts)
    if ("mute" in acts) != (decision.minutes is not None):
        raise Invalid(field="minutes")
    with transaction():
        case = access.case_to_decide(user, case_id)
        until = timezone.now() + timedelta(minutes=decision.minutes or 0)
        member_id = _member_id(case) if acts & {"mute", "suspend"} else ""
        mutes, suspends = "mute" in acts, "suspend" in acts
        actions.decide(
            case=case,
            by=user,
            message=_message_to_remove(user, case) if "remove" in acts else None,
            muted=(deciding.member_to_mute(user, member_id), until) if mutes else None,
            suspended=(
                deciding.member_to_suspend(user, member_id) if suspends else None
            ),
        )
    return Status(204, None)


@router.post("/flags/{case_id}/hand-up", response={204: None})
def hand_flag_up(request: HttpRequest, case_id: str) -> Status[None]:
    """Those above decide: a leader asks the organizer to suspend."""
    user = _person(request)
    with transaction():
        actions.hand_up(case=access.case_to_decide(user, case_id))
    return Status(204, None)


def _around(user: User, case: Case) -> list[dict[str, object]]:
    entrance = access.may_read_around(user, case)
    if entrance is None or case.message is None:
        return []
    actions.visit_to_read(user, entrance)
    return messages_around(case.message, entrance.since)


def _may(user: User, case: Case, member: Membership | None) -> list[str]:
    may = ["dismiss"]
    if case.level.parent_id is not None:
        may.append("hand_up")
    if _removable(user, case):
        may.append("remove")
    if member is not None:
        words = deciding.decidable(user, member).words
        may += [word for word in ("mute", "suspend") if word in words]
    return may


def _removable(user: User, case: Case) -> bool:
    if case.message is None or case.message.deleted_at is not None:
        return False
    try:
        access.message_to_delete(user, str(case.message_id))
    except Refused:
        return False
    return True


def _message_to_remove(user: User, case: Case) -> Message | None:
    """None if its author was faster."""
    if case.message is None:
        raise Invalid(field="acts")
    if case.message.deleted_at is not None:
        return None
    return access.message_to_delete(user, str(case.message_id))


def _member_id(case: Case) -> str:
    member = deciding.membership_of(case.subject, case.unit)
    if member is None:
        raise Refused
    return str(member.pk)


def _member_shape(member: Membership) -> dict[str, object]:
    return {
        "id": str(member.pk),
        "role": member.role,
        "since": wire_time(member.since),
    }


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Refused
    return request.user
