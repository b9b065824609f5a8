"""A small tree. Alice and Bob are in the Riverside team; Charlie is in another."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest

from chat.queries import room_of
from hub.actions import transaction
from hub.execution import execute
from teams.actions import add_member, open_campaign, open_unit
from teams.models import Unit, User
from teams.roles import Role
from tests.cast import token_of


@pytest.fixture
def world(db):
    with transaction():
        campaign = open_campaign(
            name="Ohio", kind="civic", timezone="UTC", languages=["en"]
        ).unit
        centre = open_unit(kind="centre", name="Centre", parent=campaign)
        region = open_unit(kind="region", name="East", parent=centre)
        office = open_unit(kind="office", name="North office", parent=region)
        other_office = open_unit(kind="office", name="South office", parent=region)
        team = open_unit(kind="team", name="Riverside", parent=office)
        other_team = open_unit(kind="team", name="Hillside", parent=other_office)
    return SimpleNamespace(**{k: v for k, v in locals().items() if isinstance(v, Unit)})


@pytest.fixture
def person(world) -> Callable[..., User]:
    def make(name: str, role: str | None = None, unit: Unit | None = None) -> User:
        user = User.objects.create_user(f"{name.lower()}@example.org", name)
        if role and unit:
            with transaction():
                add_member(user=user, unit=unit, role=Role(role))
        return user

    return make


@pytest.fixture
def alice(person, world):
    return person("Alice", "volunteer", world.team)


@pytest.fixture
def bob(person, world):
    return person("Bob", "volunteer", world.team)


@pytest.fixture
def charlie(person, world):
    return person("Charlie", "volunteer", world.other_team)


@pytest.fixture
def leader(person, world):
    return person("Lena", "leader", world.team)


@pytest.fixture
def organizer(person, world):
    return person("Omar", "organizer", world.office)


@pytest.fixture
def room(world):
    return room_of(world.team)


@pytest.fixture
def post(room):
    def post(user, text="Good evening", **fields):
        return execute(
            user,
            {
                "type": "message.post",
                "client_id": str(uuid4()),
                "room": str(room.pk),
                "text": text,
                **fields,
            },
        )

    return post


@pytest.fixture
def change():
    """Edits or deletes: `change(user, "delete", posted)`."""

    def change(user, verb, posted, **fields):
        return execute(
            user,
            {
                "type": f"message.{verb}",
                "client_id": str(uuid4()),
                "message": posted["message"],
                **fields,
            },
        )

    return change


@pytest.fixture
def page(room):
    def page(user, limit=10, **position):
        return execute(
            user,
            {"type": "stream.page", "stream": room.stream, "limit": limit, **position},
        )

    return page


@pytest.fixture
def ask(client):
    def ask(user, method, path, status=None, **fields):
        answer = client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(fields) if method != "GET" else "",
            "application/json",
            headers={"authorization": f"Bearer {token_of(user)}"},
        )
        assert status is None or answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    return ask


@pytest.fixture
def director(person, world):
    return person("Diana", "director", world.centre)


@pytest.fixture
def owner(person, world):
    return person("Owen", "owner", world.campaign)


@pytest.fixture
def flag(ask, post, alice, bob):
    """Bob flags what Alice wrote; gives the message's id."""

    def flag(author=alice, by=bob, text="You people are all the same", **fields):
        message = post(author, text)["message"]
        ask(by, "POST", "flags", 201, message=message, reason="hate", **fields)
        return message

    return flag
