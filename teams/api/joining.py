"""The ways in: invitations, joining by one, and the first run."""

from typing import Annotated, Literal
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from hub.clock import wire_time
from hub.errors import Conflict, Invalid
from teams import access, first_run, joining
from teams.accounts import sign_in, sign_out
from teams.actions import Invited, Office, accept, begin_campaign, invite
from teams.models import User
from teams.names import clean_name
from teams.queries import campaign, leader_of, unit_shape
from teams.requests import person
from teams.roles import Role

OFFICES_AT_MOST = 100
TEAMS_AT_MOST = 100

router = Router(tags=["joining"])

Text = Annotated[str, StringConstraints(max_length=400)]
Locale = Literal["en", "ar", "es"]


class Secret(Schema):
    secret: Text


class Join(Secret):
    name: Text
    email: Text
    locale: Locale = "en"


class NewInvitation(Schema):
    unit: Text
    role: Text = Role.VOLUNTEER


class NewOffice(Schema):
    name: Text
    teams: Annotated[list[Text], Field(max_length=TEAMS_AT_MOST)] = []


class FirstRun(Schema):
    code: Text
    campaign: Text
    kind: Literal["political", "civic", "humanitarian"]
    timezone: Text
    name: Text
    email: Text
    locale: Locale = "en"
    centre: Text
    offices: Annotated[list[NewOffice], Field(max_length=OFFICES_AT_MOST)] = []


@router.post("/invitations", response={201: dict[str, object]})
def make_invitation(
    request: HttpRequest, wanted: NewInvitation
) -> Status[dict[str, object]]:
    """A link into a unit that one leads, into one's own role at the most."""
    user = person(request)
    unit = access.unit_to_invite_into(user, wanted.unit, wanted.role)
    invited = invite(unit=unit, role=Role(wanted.role), by=user)
    return Status(201, _invited_shape(invited))


@router.post("/invitations/look", auth=None, response=dict[str, object])
def look_at_invitation(request: HttpRequest, wanted: Secret) -> dict[str, object]:
    """Where a link leads, for who holds it."""
    unit = access.open_invitation(wanted.secret).unit
    found = campaign()
    leader = leader_of(unit)
    return {
        "unit": unit_shape(unit),
        "campaign": found.unit.name if found else "",
        "leader": {"name": leader.name} if leader else None,
    }


@router.post("/join", auth=None, response={202: dict[str, object]})
def join(request: HttpRequest, wanted: Join) -> Status[dict[str, object]]:
    """Mails a code; confirming it at `_allauth/` makes the membership."""
    invitation = access.open_invitation(wanted.secret)
    name, email = clean_name(wanted.name), _clean_email(wanted.email)
    user = request.user
    if isinstance(user, User) and user.email == email:
        accept(user=user, invitation=invitation)
        return Status(202, {"code_sent": False})
    if user.is_authenticated:
        sign_out(request)
    joining.start(request, invitation, email, name, wanted.locale)
    return Status(202, {"code_sent": True})


@router.post("/first-run", auth=None, response={201: dict[str, object]})
def run_first(request: HttpRequest, wanted: FirstRun) -> Status[dict[str, object]]:
    """Makes the campaign, its tree and its owner, and signs the owner in."""
    if campaign() is not None:
        raise Conflict(_("This installation has its campaign already."))
    if wanted.timezone not in available_timezones():
        raise Invalid(_("There is no such time zone."), field="timezone")
    owner = (_clean_email(wanted.email), clean_name(wanted.name), wanted.locale)
    offices = [_office(office) for office in wanted.offices]
    with first_run.spent(wanted.code):
        begun = begin_campaign(
            name=clean_name(wanted.campaign, "campaign"),
            kind=wanted.kind,
            timezone=wanted.timezone,
            owner=owner,
            centre=clean_name(wanted.centre, "centre"),
            offices=offices,
        )
    sign_in(request, begun.owner)
    invitations = [_invited_shape(invited) for invited in begun.invitations]
    return Status(201, {"invitations": invitations})


def _office(office: NewOffice) -> Office:
    teams = [clean_name(team, "offices") for team in office.teams]
    return Office(clean_name(office.name, "offices"), teams)


def _clean_email(text: str) -> str:
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("This is not an e-mail address."), field="email") from None
    return email


def _invited_shape(invited: Invited) -> dict[str, object]:
    """The secret travels in the fragment, which browsers send to no server."""
    invitation, secret = invited
    return {
        "unit": unit_shape(invitation.unit),
        "role": invitation.role,
        "link": f"{settings.PUBLIC_URL}/join#{secret}",
        "expires_at": wire_time(invitation.expires_at),
    }
