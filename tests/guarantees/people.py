"""Lets a crowd move in: `people.py 20 riverside akron` prints the tokens by unit."""

import json
import sys

import django

django.setup()

from hub.actions import transaction  # noqa: E402
from teams.models import Membership, Unit, UnitKind, User  # noqa: E402
from teams.roles import Role  # noqa: E402
from tests.cast import token_of  # noqa: E402


def move_in(unit: Unit, count: int) -> list[str]:
    """Written past the actions: nobody is there yet whom it would have to be told."""
    users = [
        User(email=f"{unit.pk}-{number}@crowd.example", name=f"One {number}")
        for number in range(count)
    ]
    User.objects.bulk_create(users)
    role = Role.VOLUNTEER if unit.kind == UnitKind.TEAM else Role.ORGANIZER
    Membership.objects.bulk_create(
        Membership(user=user, unit=unit, role=role) for user in users
    )
    return [token_of(user) for user in users]


def main(count: str, *names: str) -> None:
    with transaction():
        tokens = {
            name: move_in(Unit.objects.get(name=name.title()), int(count))
            for name in names
        }
    json.dump(tokens, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
