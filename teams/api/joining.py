"""Coming in: by a link, a code or one's postal code, and the first run."""

from collections.abc import Sequence
from typing import Annotated, Literal
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from pydantic import Field

from hub.errors import Conflict, Invalid, Refused
from teams import access, codes, first_run, joining
from teams.accounts import sign_in, sign_out
from teams.actions import Office, begin_campaign, check_told_apart, door_of
from teams.api.invitations import Text, invited_shape
from teams.api.shapes import documents_shape, leader_shape
from teams.documents import VERSIONS
from teams.models import Invitation, Unit, User
from teams.names import clean_name
from teams.placement import nearest_open_team, next_best
from teams.queries import campaign, unit_shape

OFFICES_AT_MOST = 100
TEAMS_AT_MOST = 100

router = Router(tags=["joining"])

Locale = Literal["en", "ar", "es"]


class Place(Schema):
    """Exactly one of the three ways to say where."""

    secret: Text | None = None
    postal_code: Text | None = None
    unit: Text | None = None


class Join(Place):
    """Without name and e-mail the person joins who is signed in."""

    name: Text | None = None
    email: Text | None = None
    locale: Locale = "en"
    accepted: dict[Text, Text] = {}


class NewOffice(Schema):
    name: Text
    teams: Annotated[list[Text], Field(max_length=TEAMS_AT_MOST)] = []


class SetUpLink(Schema):
    code: Text


class FirstRun(SetUpLink):
    campaign: Text
    kind: Literal["political", "civic", "humanitarian"]
    timezone: Text
    name: Text
    email: Text
    locale: Locale = "en"
    centre: Text
    offices: Annotated[list[NewOffice], Field(max_length=OFFICES_AT_MOST)] = []


@router.post("/invitations/look", auth=None, response=dict[str, object])
def look_at_place(
    request: HttpRequest, wanted: Place, language: str = ""
) -> dict[str, object]:
    """Where one would land, whether there is room, and what one agrees to.

    `door` is `open`, `approval`, `full`, `archived` or `closed`; behind the last three
    `other` is a team that would take them, or null.
    """
    unit, invitation = _found(request, wanted)
    door = door_of(unit, invitation)
    found = campaign()
    is_shut = door in joining.SHUT
    other = next_best(unit) if is_shut else None
    return {
        "unit": unit_shape(unit),
        "campaign": found.unit.name if found else "",
        "leader": leader_shape(unit, is_invited=invitation is not None),
        "door": door,
        "message": str(joining.SHUT[door]) if is_shut else None,
        "other": unit_shape(other) if other else None,
        "documents": documents_shape(language or get_language() or "en", VERSIONS),
    }


@router.post("/join", auth=None, response={202: dict[str, object]})
def join(request: HttpRequest, wanted: Join) -> Status[dict[str, object]]:
    """Mails a code; confirming it at `_allauth/` makes the membership.

    Who is signed in with that address, or gives none, is in at once: `outcome`.
    """
    unit, invitation = _found(request, wanted)
    accepted = joining.check_accepted(wanted.accepted)
    way = joining.Way(unit=unit.pk, invitation=invitation.pk if invitation else None)
    user = request.user
    if isinstance(user, User) and _is_oneself(wanted, user):
        joining.check_door(unit, invitation)
        entered = joining.enter(request, user, way, accepted)
        return Status(202, {"code_sent": False, "outcome": entered.outcome})
    name, email = clean_name(wanted.name or ""), _clean_email(wanted.email or "")
    joining.check_door(unit, invitation)
    if user.is_authenticated:
        sign_out(request)
    joining.start(request, way, email, name, wanted.locale)
    return Status(202, {"code_sent": True})


@router.post("/first-run/look", auth=None, response={204: None})
def look_at_set_up_link(request: HttpRequest, wanted: SetUpLink) -> Status[None]:
    """Whether one may set this installation up: said before the form is filled in."""
    if campaign() is not None:
        raise Conflict(_("This installation has its campaign already."))
    first_run.check(wanted.code)
    return Status(204, None)


@router.post("/first-run", auth=None, response={201: dict[str, object]})
def run_first(request: HttpRequest, wanted: FirstRun) -> Status[dict[str, object]]:
    """Makes the campaign, its tree and its owner, and signs the owner in."""
    if campaign() is not None:
        raise Conflict(_("This installation has its campaign already."))
    if wanted.timezone not in available_timezones():
        raise Invalid(_("There is no such time zone."), field="timezone")
    owner = (_clean_email(wanted.email), clean_name(wanted.name), wanted.locale)
    offices = _offices(wanted.offices)
    with first_run.spent(wanted.code):
        begun = begin_campaign(
            name=clean_name(wanted.campaign, "campaign"),
            kind=wanted.kind,
            timezone=wanted.timezone,
            owner=owner,
            centre=clean_name(wanted.centre, "centre"),
            offices=offices,
        )
    sign_in(request, begun.owner, by="first_run")
    invitations = [invited_shape(invited) for invited in begun.invitations]
    return Status(201, {"invitations": invitations})


def _found(request: HttpRequest, wanted: Place) -> tuple[Unit, Invitation | None]:
    """The place somebody means, and the invitation that they hold to it."""
    if wanted.secret is not None:
        invitation = codes.invitation_of(request, wanted.secret)
        return invitation.unit, invitation
    if wanted.unit is not None:
        return access.open_place(wanted.unit), None
    if not (wanted.postal_code or "").strip():
        raise Invalid(
            _("Say where you live, by your postal code."), field="postal_code"
        )
    team = nearest_open_team(wanted.postal_code or "")
    if team is None:
        sentence = _("No open team is near there yet. Ask somebody for an invitation.")
        raise Refused(sentence, field="postal_code")
    return team, None


def _is_oneself(wanted: Join, user: User) -> bool:
    given = (wanted.email or "").strip().lower()
    return given in ("", user.email)


def _offices(wanted: Sequence[NewOffice]) -> list[Office]:
    """What is wrong is said of `offices.0.name`, `offices.0.teams` and so on."""
    offices: list[Office] = []
    for number, office in enumerate(wanted):
        called, below = f"offices.{number}.name", f"offices.{number}.teams"
        name = clean_name(office.name, called)
        teams = [clean_name(team, below) for team in office.teams]
        check_told_apart([*(one.name for one in offices), name], called)
        check_told_apart(teams, below)
        offices.append(Office(name, teams))
    return offices


def _clean_email(text: str) -> str:
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("This is not an e-mail address."), field="email") from None
    return email
