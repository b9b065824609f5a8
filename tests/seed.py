"""Fills a fresh installation with the cast and prints its ids and tokens as JSON."""

import json
import sys
from dataclasses import fields

import django

django.setup()

from chat.queries import room_of  # noqa: E402
from hub.epoch import installation  # noqa: E402
from hub.models import Installation  # noqa: E402
from teams.models import Unit, User  # noqa: E402
from tests.cast import assemble, session_of, token_of  # noqa: E402


def seed() -> dict[str, dict[str, str]]:
    # The tables may be a copy: in a Redis that it shares with others, a name is one's.
    Installation.objects.all().delete()
    installation()
    cast = assemble()
    members = [getattr(cast, field.name) for field in fields(cast)]
    units = {unit.name.lower(): unit for unit in members if isinstance(unit, Unit)}
    people = [user for user in members if isinstance(user, User)]
    return {
        "units": {name: str(unit.pk) for name, unit in units.items()},
        "rooms": {name: str(room_of(unit).pk) for name, unit in units.items()},
        "people": {user.name.lower(): str(user.pk) for user in people},
        "sessions": {user.name.lower(): session_of(user) for user in people},
        "proven": {user.name.lower(): session_of(user, proven=True) for user in people},
        "tokens": {user.name.lower(): token_of(user) for user in people},
    }


if __name__ == "__main__":
    json.dump(seed(), sys.stdout)
