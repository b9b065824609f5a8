"""Every role tries every command and every route, in its own place and elsewhere.

In one process and one database: each attempt is undone before the next. That sockets
go the same way is tested where sockets are.
"""

from uuid import uuid4

import pytest
from django.db import transaction as savepoint

from api import api
from chat.actions import post_message
from chat.queries import room_of
from desk.actions import ask_question
from hub.actions import transaction
from hub.commands import LiveCommand, tag_of
from hub.errors import Conflict, Invalid, Refused
from hub.execution import execute
from hub.routing import routing
from presence.access import unit_to_watch
from reports.actions import Filing, file_report
from teams.access import standing
from teams.actions import add_member, change_photo, open_unit
from teams.models import User
from teams.photos import Pictures
from teams.roles import Role
from tests.cast import token_of
from tests.teams.permission_table import (
    COMMANDS,
    ELSEWHERE,
    LEAST_ROLE,
    ROUTES,
    Target,
)

PREFIX = "/api/v1"


class Undone(Exception):
    pass


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings, tmp_path):
    settings.LIMITS = False
    settings.DATA_DIR = tmp_path


@pytest.fixture
def own_places(cast):
    """Where each role stands: its own place, one under it, the one above, another."""
    toledo = open_unit(kind="office", name="Toledo", parent=cast.region)
    cleveland = open_unit(kind="centre", name="Cleveland", parent=cast.campaign)
    in_team = (cast.riverside, None, cast.office, cast.hillside)
    at_office = (cast.office, cast.riverside, cast.region, toledo)
    at_centre = (cast.centre, cast.hillside, cast.campaign, cleveland)
    return {
        Role.VOLUNTEER: in_team,
        Role.COORDINATOR: in_team,
        Role.LEADER: in_team,
        Role.ORGANIZER: at_office,
        Role.OPERATOR: at_office,
        Role.DESK_LEAD: at_centre,
        Role.DIRECTOR: at_centre,
        Role.OWNER: (cast.campaign, cast.riverside, None, None),
    }


@pytest.fixture
def target(cast):
    """A place with something in it that somebody else wrote, asked and reported."""
    planter = User.objects.create_user("planter@example.org", "Planter")
    add_member(user=planter, unit=cast.campaign, role=Role.DIRECTOR)
    made = {}

    def target(relation, unit):
        if unit.pk not in made:
            made[unit.pk] = _planted(planter, unit)
        return Target(relation, unit, **made[unit.pk])

    return target


def _planted(planter, unit):
    person = User.objects.create_user(f"of-{unit.pk}@example.org", unit.name)
    add_member(user=person, unit=unit, role=Role.VOLUNTEER)
    change_photo(user=person, pictures=Pictures(b"small", b"large"))
    room = room_of(unit)
    with transaction():
        message, _event = post_message(author=planter, room=room, text="Hello")
    question = report = None
    if unit.kind != "campaign":
        question = ask_question(asker=planter, unit=unit, text="Why?", language="en")
    if unit.kind == "team":
        with transaction():
            filing = Filing(reporter=planter, team=unit, kind="doors", quantity=1)
            report = file_report(filing).report
    return {
        "room": room,
        "message": message,
        "person": person,
        "question": question,
        "report": report,
    }


@pytest.fixture
def walk(own_places, target):
    """All targets of a role, and the person who tries."""

    def walk(role):
        units = dict(zip("oua-", own_places[role], strict=True))
        targets = [target(letter, unit) for letter, unit in units.items() if unit]
        person = User.objects.create_user(f"{role}@example.org", role)
        add_member(user=person, unit=targets[0].unit, role=role)
        return person, targets

    return walk


@pytest.mark.parametrize("role", Role.values)
def test_each_role_does_by_command_what_the_table_says_and_no_more(walk, role):
    person, targets = walk(role)
    now = standing(person)
    wrong = []

    for command in routing().commands:
        kind = tag_of(command.frame)
        for rule, template in COMMANDS[kind]:
            for to in targets:
                fields = _filled(template, to)
                if fields is None:
                    continue
                allowed = _undone(lambda c=command, f=fields: _attempt(person, c, f))
                if allowed != rule(now, to):
                    wrong.append((kind, fields, to.relation, to.unit.name, allowed))

    assert wrong == []


@pytest.mark.parametrize("role", Role.values)
def test_each_role_does_by_route_what_the_table_says_and_no_more(client, walk, role):
    person, targets = walk(role)
    now = standing(person)
    headers = {"authorization": f"Bearer {token_of(person)}"}
    wrong = []

    for (method, path), (rule, parameters, body) in ROUTES.items():
        for to in targets:
            filled, fields = _filled(parameters, to), _filled(body, to)
            if filled is None or fields is None:
                continue
            address = PREFIX + path.format(**filled)
            status = _undone(
                lambda m=method, a=address, f=fields: _asked(client, m, a, f, headers)
            )
            assert status in (200, 201, 403), (method, address, fields, status)
            if (status != 403) != rule(now, to):
                wrong.append((method, path, to.relation, to.unit.name, status))

    assert wrong == []


def test_every_command_and_no_other_is_in_the_table():
    assert {tag_of(one.frame) for one in routing().commands} == set(COMMANDS)


def test_every_route_and_no_other_is_in_the_table():
    document = api.get_openapi_schema()
    there = {
        (method, path.removeprefix(PREFIX))
        for path, methods in document["paths"].items()
        for method in methods
    }

    assert there == set(ROUTES) | set(ELSEWHERE)
    assert not set(ROUTES) & set(ELSEWHERE)


def _filled(template, to):
    """The fields for this target; None where it has no such thing."""
    names = {
        "unit": to.unit,
        "room": to.room,
        "message": to.message,
        "person": to.person,
        "question": to.question,
        "report": to.report,
        "least_role": LEAST_ROLE[to.unit.kind].value,
    }
    try:
        return {
            key: value.format(**names) if isinstance(value, str) else value
            for key, value in template.items()
        }
    except AttributeError:
        return None


def _attempt(person, command, fields):
    """Whether access let it through; what was wrong with it later does not count."""
    try:
        if isinstance(command, LiveCommand):
            _ask_as_socket(person, tag_of(command.frame), fields)
        else:
            kind = {"type": tag_of(command.frame), "client_id": str(uuid4())}
            known = set(command.frame.__struct_fields__) | {"type"}
            fields = {k: v for k, v in (kind | fields).items() if k in known}
            execute(person, fields)
    except Refused:
        return False
    except (Conflict, Invalid):
        return True
    return True


def _ask_as_socket(person, kind, fields):
    """What only a socket can ask, by the access that it asks."""
    if kind == "presence.watch":
        unit_to_watch(person, fields["unit"])
    elif kind in ("subscribe", "typing"):
        provider, key = routing().providers.find(fields["stream"])
        ask = provider.may_read if kind == "subscribe" else provider.typing_streams
        ask(person, key)


def _asked(client, method, address, fields, headers):
    if method == "get":
        answer = client.get(address, fields, headers=headers)
    else:
        send = getattr(client, method)
        answer = send(address, fields, content_type="application/json", headers=headers)
    if answer.streaming:
        # Read to its end, which closes it.
        answer.getvalue()
    if answer.status_code == 403 and answer.json().get("field") == "token":
        # It may be done, though not by a token: proof is asked for after the right.
        return 200
    return answer.status_code


def _undone(attempt):
    """The result of an attempt of which nothing stays."""
    result = None
    try:
        with savepoint.atomic():
            result = attempt()
            raise Undone
    except Undone:
        return result
