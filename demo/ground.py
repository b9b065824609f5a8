"""The demo's places and people, made through the same actions as real ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chat.models import Room
from chat.queries import room_of
from demo import content
from hub.actions import transaction
from teams.actions import (
    accept_documents,
    add_member,
    open_campaign,
    open_unit,
)
from teams.models import JoinMode, Unit, UnitKind, User
from teams.roles import Role

DAYS_TO_GO = 2
POLLS_CLOSE = timedelta(hours=19, minutes=30)
MEMBERS_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seat:
    user: User
    unit: Unit
    role: str


@dataclass(frozen=True, slots=True)
class TeamGround:
    """`people` are all but the leader."""

    unit: Unit
    room: Room
    text: content.Team
    office: Unit
    leader: User
    people: Sequence[User]

    @property
    def everyone(self) -> list[User]:
        return [self.leader, *self.people]


@dataclass(frozen=True, slots=True)
class Ground:
    tree: content.Tree
    kind: str
    campaign: Unit
    centre: Unit
    regions: Sequence[Unit]
    offices: Sequence[Unit]
    teams: Sequence[TeamGround]
    seats: Sequence[Seat]

    def people_of(self, unit: Unit, role: Role) -> list[User]:
        return [
            seat.user
            for seat in self.seats
            if seat.unit.pk == unit.pk and seat.role == role
        ]

    def person(self, mailbox: str) -> User:
        """By the start of the e-mail address, such as 'operator2'."""
        return next(
            seat.user
            for seat in self.seats
            if seat.user.email.startswith(mailbox + "@")
        )


def lay_ground(kind: str, now: datetime) -> Ground:
    tree = content.tree(kind)
    with transaction():
        units = _open_units(tree, kind, now)
        seats = _seat_people(units, now - MEMBERS_FOR)
    offices = units[UnitKind.OFFICE]
    texts = [
        (office, text)
        for office, of_office in zip(offices, _offices(tree), strict=True)
        for text in of_office.teams
    ]
    return Ground(
        tree=tree,
        kind=kind,
        campaign=units[UnitKind.CAMPAIGN][0],
        centre=units[UnitKind.CENTRE][0],
        regions=units[UnitKind.REGION],
        offices=offices,
        teams=[
            _team(unit, office, text, seats)
            for unit, (office, text) in zip(units[UnitKind.TEAM], texts, strict=True)
        ],
        seats=seats,
    )


def _open_units(tree: content.Tree, kind: str, now: datetime) -> dict[str, list[Unit]]:
    zone = ZoneInfo(tree.timezone)
    last_day = now.astimezone(zone).date() + timedelta(days=DAYS_TO_GO)
    campaign = open_campaign(
        name=tree.campaign,
        kind=kind,
        timezone=tree.timezone,
        languages=tree.languages,
        polls_close_at=datetime.combine(last_day, datetime.min.time(), zone)
        + POLLS_CLOSE,
        is_demo=True,
    ).unit
    centre = open_unit(kind=UnitKind.CENTRE, name=tree.centre, parent=campaign)
    units: dict[str, list[Unit]] = {
        UnitKind.CAMPAIGN: [campaign],
        UnitKind.CENTRE: [centre],
        UnitKind.REGION: [],
        UnitKind.OFFICE: [],
        UnitKind.TEAM: [],
    }

    def open_below(kind: UnitKind, name: str, parent: Unit) -> Unit:
        units[kind].append(open_unit(kind=kind, name=name, parent=parent))
        return units[kind][-1]

    for region in tree.regions:
        above = open_below(UnitKind.REGION, region.name, centre)
        for office in region.offices:
            place = open_below(UnitKind.OFFICE, office.name, above)
            for team in office.teams:
                units[UnitKind.TEAM].append(_open_team(team, place))
    return units


def _open_team(team: content.Team, office: Unit) -> Unit:
    return open_unit(
        kind=UnitKind.TEAM,
        name=team.name,
        parent=office,
        fields={"join_mode": JoinMode.OPEN if team.is_open else JoinMode.CODE},
        postal_codes=team.postal_codes,
    )


def _seat_people(units: dict[str, list[Unit]], since: datetime) -> list[Seat]:
    seats = []
    for person in content.people():
        user = User.objects.create_user(person.email, person.name, person.locale)
        accept_documents(user=user)
        for place in person.units:
            kind, _colon, number = place.partition(":")
            unit = units[kind][int(number or 0)]
            add_member(user=user, unit=unit, role=Role(person.role), since=since)
            seats.append(Seat(user, unit, person.role))
    return seats


def _team(
    unit: Unit, office: Unit, text: content.Team, seats: Sequence[Seat]
) -> TeamGround:
    own = [seat for seat in seats if seat.unit.pk == unit.pk]
    return TeamGround(
        unit=unit,
        room=room_of(unit),
        text=text,
        office=office,
        leader=next(seat.user for seat in own if seat.role == Role.LEADER),
        people=[seat.user for seat in own if seat.role != Role.LEADER],
    )


def _offices(tree: content.Tree) -> list[content.Office]:
    return [office for region in tree.regions for office in region.offices]
