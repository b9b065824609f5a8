"""Those who have just come, those who wait to be let in, and those locked out."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status

from hub.clock import wire_time
from hub.errors import Refused
from hub.paging import Limit, Listed, decode_cursor, listed
from teams import access, joining, sign_in_changes
from teams.accounts import sign_in
from teams.actions import (
    accept_documents,
    approve,
    decline,
    mark_contacted,
    put_welcome_away,
    show_reentry,
    unmark_contacted,
    use_reentry,
    withdraw,
)
from teams.api.invitations import Text
from teams.api.shapes import documents_shape, qr_of
from teams.arrivals import (
    CONTACT_WITHIN,
    PASSES_AFTER,
    caretakers,
    codes_guarded,
    later,
    newcomers,
    newcomers_below,
    own_declined,
    own_requests,
    own_welcomes,
    requests_to_decide,
)
from teams.documents import VERSIONS, text_of
from teams.look_alikes import look_alikes_among
from teams.mails import Change
from teams.models import Membership, Unit
from teams.placement import next_best
from teams.queries import first_name, held_name_of, unit_shape
from teams.requests import person
from teams.roles import Power, Role

router = Router(tags=["arrivals"])


class Accepted(Schema):
    accepted: dict[Text, Text]


class Secret(Schema):
    secret: Text


class Member(Schema):
    user: Text


@router.get("/newcomers", response=dict[str, object])
def list_newcomers(
    request: HttpRequest,
    unit: str | None = None,
    all: bool = False,
    cursor: str | None = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """Whom nobody has contacted yet, with the time that is left, longest waiting first.

    With `unit` all in and below it, with `all` all below oneself; else those whose
    clock has come up to oneself. `below` is how many more wait with who is nearer.
    """
    user = person(request)
    standing = access.standing(user)
    place = access.unit_with(user, unit, Power.CONTACT_NEWCOMERS) if unit else None
    everybody = newcomers_below(standing)
    rows = everybody if all and not place else newcomers(standing, place)
    count, now = rows.count(), timezone.now()
    return {
        **_page(rows, cursor, limit, lambda row: _newcomer_shape(row, now)),
        "count": count,
        "below": 0 if all or place else everybody.count() - count,
    }


@router.post("/members/{membership_id}/contacted", response=dict[str, object])
def contacted(request: HttpRequest, membership_id: str) -> dict[str, object]:
    """Somebody has spoken with them; who was first is kept."""
    user = person(request)
    member = access.member_under(user, membership_id, Power.CONTACT_NEWCOMERS)
    return _contact_shape(mark_contacted(membership=member, by=user))


@router.delete("/members/{membership_id}/contacted", response=dict[str, object])
def not_contacted(request: HttpRequest, membership_id: str) -> dict[str, object]:
    """Takes one's own slip back, within a minute."""
    user = person(request)
    member = access.member_under(user, membership_id, Power.CONTACT_NEWCOMERS)
    return _contact_shape(unmark_contacted(membership=member, by=user))


@router.get("/requests", response=dict[str, object])
def list_requests(
    request: HttpRequest,
    unit: str | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """Who waits to be let in where one may do so; `codes_guarded`: somebody guesses.

    `like` is who leads there and is called nearly the same: that name will wait, too.
    """
    user = person(request)
    place = access.unit_with(user, unit, Power.INVITE) if unit else None
    rows = requests_to_decide(access.standing(user), place)
    after = decode_cursor(cursor, int)
    found = list(later(rows, int(after[0]) if after else None)[: limit + 1])
    likes = look_alikes_among(found)
    page = listed(
        found,
        limit,
        lambda row: {
            **_request_shape(row),
            "like": likes[row.pk].shape() if row.pk in likes else None,
        },
        lambda row: (row.pk,),
    )
    return {
        **page,
        "count": rows.count(),
        "codes_guarded": codes_guarded(),
    }


@router.post("/requests/{membership_id}/{answer}", response=dict[str, object])
def decide(
    request: HttpRequest, membership_id: str, answer: Literal["approve", "decline"]
) -> dict[str, object]:
    """Lets somebody in or not, once; the same answer again changes nothing."""
    user = person(request)
    asked = access.request_to_decide(user, membership_id)
    if answer == "approve":
        approve(membership=asked, by=user)
    else:
        decline(membership=asked, by=user)
    return {"id": membership_id, "answer": answer}


@router.delete("/units/{unit_id}/request", response={204: None})
def withdraw_request(request: HttpRequest, unit_id: str) -> Status[None]:
    """One's own request to be let in there, as long as nobody has decided it."""
    asked = own_requests(person(request)).filter(unit=access.key(unit_id)).first()
    if asked is None:
        raise Refused
    withdraw(membership=asked)
    return Status(204, None)


@router.get("/joining", response=dict[str, object])
def own_arrival(request: HttpRequest, language: str = "") -> dict[str, object]:
    """What is open about one's own coming: requests, welcomes, texts to accept.

    `declined` are the places that said no to the last request, the latest first.
    `has_accepted`: earlier versions of the texts, at least; else they are the first.
    `held_name` is one's own name while it waits to be allowed.
    `leads` are the teams whose members one may let back in.
    `outcome` is what came of joining in this browser, until one joins again.
    """
    user = person(request)
    accepted = set(user.consents.values_list("document", "version"))
    return {
        "waiting": [_waiting_shape(row) for row in own_requests(user)],
        "declined": [{"unit": unit_shape(row.unit)} for row in own_declined(user)],
        "welcome": [{"unit": unit_shape(row.unit)} for row in own_welcomes(user)],
        "documents": documents_shape(language or user.locale, _due(accepted)),
        "has_accepted": bool(accepted),
        "held_name": held_name_of(user),
        "leads": [
            unit_shape(unit) for unit in access.units_with(user, Power.SHOW_REENTRY)
        ],
        "outcome": _outcome_shape(request),
    }


@router.delete("/units/{unit_id}/welcome", response={204: None})
def end_welcome(request: HttpRequest, unit_id: str) -> Status[None]:
    """Puts one's own welcome card away, on every device."""
    user = person(request)
    row = own_welcomes(user).filter(unit=access.key(unit_id)).first()
    if row is None:
        raise Refused
    put_welcome_away(membership=row)
    return Status(204, None)


@router.post("/consents", response={204: None})
def accept(request: HttpRequest, wanted: Accepted) -> Status[None]:
    """Accepts documents, one or all, in their present versions."""
    given = wanted.accepted
    joining.check_accepted(dict(VERSIONS) | given)
    accept_documents(user=person(request), versions=given)
    return Status(204, None)


@router.get("/documents/{document}", auth=None, response=dict[str, object])
def read_document(
    request: HttpRequest, document: Literal["privacy", "conduct"], language: str = "en"
) -> dict[str, object]:
    """The whole text of the privacy notice or the code of conduct."""
    text = text_of(document, language)
    return {
        "document": document,
        "version": VERSIONS[document],
        "title": text.title,
        "lines": list(text.lines),
        "parts": [
            {"heading": part.heading, "paragraphs": list(part.paragraphs)}
            for part in text.parts
        ],
    }


@router.post("/units/{unit_id}/reentries", response={201: dict[str, object]})
def let_back_in(
    request: HttpRequest, unit_id: str, wanted: Member
) -> Status[dict[str, object]]:
    """A way back in for an ordinary member of one's own team, for ten minutes."""
    user = person(request)
    member = access.member_to_let_back(user, unit_id, wanted.user)
    reentry, secret = show_reentry(membership=member, by=user)
    link = f"{settings.PUBLIC_URL}/reenter#{secret}"
    shape: dict[str, object] = {
        "link": link,
        "qr": qr_of(link),
        "expires_at": wire_time(reentry.expires_at),
    }
    return Status(201, shape)


@router.post("/reentry", auth=None, response={204: None})
def come_back_in(request: HttpRequest, wanted: Secret) -> Status[None]:
    """Signs in on this phone whom a leader has let back in; works once."""
    reentry = use_reentry(secret=wanted.secret)
    if reentry is None:
        raise Refused(_("This code does not work any more. Ask your leader again."))
    sign_in(request, reentry.user, by="reentry")
    shown_by = reentry.shown_by.name
    sign_in_changes.tell(request, reentry.user, Change.LET_BACK_IN, by=shown_by)
    return Status(204, None)


def _page(
    rows: QuerySet[Membership],
    cursor: str | None,
    limit: int,
    shape: Callable[[Membership], dict[str, object]],
) -> Listed:
    after = decode_cursor(cursor, int)
    found = later(rows, int(after[0]) if after else None)
    return listed(list(found[: limit + 1]), limit, shape, lambda row: (row.pk,))


def _newcomer_shape(row: Membership, now: datetime) -> dict[str, object]:
    age = now - row.since
    if age >= PASSES_AFTER[Role.DIRECTOR]:
        passed_to = "director"
    elif age >= PASSES_AFTER[Role.ORGANIZER]:
        passed_to = "organizer"
    else:
        passed_to = "leader"
    return {
        **_request_shape(row),
        "due_at": wire_time(row.since + CONTACT_WITHIN),
        "passed_to": passed_to,
        "late": age >= CONTACT_WITHIN,
    }


def _request_shape(row: Membership) -> dict[str, object]:
    return {
        "id": str(row.pk),
        "user": {"id": str(row.user_id), "name": row.user.name},
        "unit": unit_shape(row.unit),
        "role": row.role,
        "since": wire_time(row.since),
    }


def _contact_shape(row: Membership) -> dict[str, object]:
    by, at = row.contacted_by, row.contacted_at
    return {
        "id": str(row.pk),
        "contacted_at": wire_time(at) if at else None,
        "contacted_by": {"id": str(by.pk), "name": by.name} if by else None,
    }


def _waiting_shape(row: Membership) -> dict[str, object]:
    near = caretakers(row.unit)
    return {
        "unit": unit_shape(row.unit),
        "since": wire_time(row.since),
        "waits_for": first_name(near[0]) if near else "",
    }


def _due(accepted: set[tuple[str, str]]) -> list[str]:
    return [d for d, version in VERSIONS.items() if (d, version) not in accepted]


def _outcome_shape(request: HttpRequest) -> dict[str, object] | None:
    kept = request.session.get(joining.OUTCOME_KEY)
    if kept is None:
        return None
    unit = Unit.objects.get(pk=kept["unit"])
    is_in = kept["outcome"] in ("joined", "waiting")
    other = None if is_in else next_best(unit)
    return {
        "outcome": kept["outcome"],
        "unit": unit_shape(unit),
        "other": unit_shape(other) if other else None,
    }
