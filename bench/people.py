"""A campaign for benches: teams of many people, written in bulk, with their tokens."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec
from django.utils import timezone

from bench.stage import Seeded
from chat.models import Room
from hub.actions import transaction
from teams import actions
from teams.models import Membership, Token, Unit, User
from teams.roles import Role
from teams.secret import digest, new_secret

ROWS_AT_ONCE = 500


def seed(people: int, rooms: int) -> Seeded:
    """Before the server starts: nobody is told of what is written past the actions."""
    with transaction():
        teams = _teams(rooms)
    size = people // rooms
    users = [
        User(email=f"w{number}@bench.example", name=f"Writer {number}", password="!")
        for number in range(size * rooms)
    ]
    User.objects.bulk_create(users, ROWS_AT_ONCE)
    Membership.objects.bulk_create(_memberships(users, teams, size), ROWS_AT_ONCE)
    secrets = [new_secret("muster_") for _user in users]
    Token.objects.bulk_create(_tokens(users, secrets), ROWS_AT_ONCE)
    by_unit = {room.unit_id: str(room.pk) for room in Room.objects.all()}
    return Seeded([by_unit[team.pk] for team in teams], secrets)


def print_seeded(people: int, rooms: int) -> None:
    print(msgspec.json.encode(seed(people, rooms)).decode())


def _teams(count: int) -> list[Unit]:
    campaign = actions.open_campaign(
        name="Bench", kind="political", timezone="UTC", languages=["en"]
    )
    centre = actions.open_unit(kind="centre", name="Centre", parent=campaign.unit)
    office = actions.open_unit(kind="office", name="Office", parent=centre)
    return [
        actions.open_unit(kind="team", name=f"Team {number}", parent=office)
        for number in range(count)
    ]


def _memberships(
    users: list[User], teams: list[Unit], size: int
) -> Iterable[Membership]:
    for place, user in enumerate(users):
        yield Membership(user=user, unit=teams[place // size], role=Role.VOLUNTEER)


def _tokens(users: list[User], secrets: list[str]) -> Iterable[Token]:
    # A first use is written down; in a storm that would be one more write for each.
    now = timezone.now()
    for user, secret in zip(users, secrets, strict=True):
        yield Token(
            user=user,
            name="bench",
            digest=digest(secret),
            expires_at=now + timedelta(days=1),
            last_used_at=now,
        )
