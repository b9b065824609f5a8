"""The first run: a campaign, its tree and its owner, from one form."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.actions import transaction
from hub.errors import Conflict
from teams.actions.invitations import Invited, invite
from teams.actions.people import add_member
from teams.actions.units import open_campaign, open_unit
from teams.models import Campaign, Unit, UnitKind, User
from teams.roles import Role

FEW_USES = 3


class Office(NamedTuple):
    name: str
    teams: Sequence[str]


class Begun(NamedTuple):
    owner: User
    invitations: list[Invited]


def begin_campaign(
    *,
    name: str,
    kind: str,
    timezone: str,
    owner: tuple[str, str, str],
    centre: str,
    offices: Sequence[Office],
) -> Begun:
    """Makes everything or nothing; `Conflict` once a campaign is there.

    `owner` is (e-mail, name, locale). The owner of a campaign has settings but no room:
    they direct the centre too, so that they can talk, invite and report from the start.
    """
    with transaction():
        if Campaign.objects.exists():
            raise Conflict(_("This installation has its campaign already."))
        languages = [code for code, _name in settings.LANGUAGES]
        campaign = open_campaign(
            name=name, kind=kind, timezone=timezone, languages=languages
        )
        director = _person(*owner)
        add_member(user=director, unit=campaign.unit, role=Role.OWNER)
        root = open_unit(
            kind=UnitKind.CENTRE, name=centre, parent=campaign.unit, by=director
        )
        add_member(user=director, unit=root, role=Role.DIRECTOR)
        invitations = [_invite_few(root, Role.OPERATOR, director)]
        for office in offices:
            invitations += _open_office(office, root, director)
        return Begun(director, invitations)


def _open_office(office: Office, centre: Unit, by: User) -> list[Invited]:
    unit = open_unit(kind=UnitKind.OFFICE, name=office.name, parent=centre, by=by)
    invitations = [_invite_few(unit, Role.ORGANIZER, by)]
    for name in office.teams:
        team = open_unit(kind=UnitKind.TEAM, name=name, parent=unit, by=by)
        invitations.append(_invite_few(team, Role.LEADER, by))
        invitations.append(invite(unit=team, role=Role.VOLUNTEER, by=by))
    return invitations


def _invite_few(unit: Unit, role: Role, by: User) -> Invited:
    return invite(unit=unit, role=role, by=by, max_uses=FEW_USES)


def _person(email: str, name: str, locale: str) -> User:
    """Whoever had signed up before (a token made by hand) keeps their account."""
    found = User.objects.filter(email=email.lower()).first()
    return found or User.objects.create_user(email, name, locale)
