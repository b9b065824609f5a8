"""Who sees whom over HTTP: names in one's own team and below what one leads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub import limits
from teams.actions import add_member, open_unit
from teams.models import Unit, User
from teams.roles import Role
from tests.cast import token_of

EVERYBODY = ("alice", "bob", "charlie", "olive", "oscar", "diana")


def names(page):
    return [item["user"]["name"] for item in page["items"]]


def test_me_is_the_only_place_that_shows_an_address(get, cast):
    for who in EVERYBODY:
        person = getattr(cast, who)
        assert get(person, "me")["email"] == person.email


def test_a_profile_changes(sign_in, cast):
    browser = sign_in(cast.alice)

    answer = browser.send("PATCH", "me", {"name": " Alice  B. ", "locale": "ar"})

    assert (answer.json()["name"], answer.json()["locale"]) == ("Alice B.", "ar")
    cast.alice.refresh_from_db()
    assert cast.alice.name == "Alice B."


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": ""}, "name"), ({"name": "a\x07"}, "name"), ({"locale": "fr"}, "locale")],
)
def test_a_bad_profile_changes_nothing(sign_in, cast, fields, field):
    answer = sign_in(cast.alice).send("PATCH", "me", fields)

    assert answer.status_code == 422
    assert answer.json()["field"] == field


def test_a_volunteer_sees_the_names_of_the_own_team(get, cast):
    page = get(cast.alice, f"units/{cast.riverside.pk}/members")

    assert names(page) == ["Alice", "Bob"]
    assert [item["role"] for item in page["items"]] == ["volunteer", "leader"]


def test_above_the_team_a_volunteer_sees_counts_alone(get, cast):
    page = get(cast.alice, f"units/{cast.office.pk}/members")

    assert (page["items"], page["next"], page["count"]) == ([], None, 2)


def test_organizers_and_directors_see_names_below(get, cast):
    for person in (cast.olive, cast.diana):
        page = get(person, f"units/{cast.hillside.pk}/members")
        assert names(page) == ["Charlie"]


@pytest.mark.parametrize("unit", ["riverside", "absent", "x"])
def test_charlie_gets_one_answer_for_foreign_and_absent(get, cast, unit):
    unit_id = cast.riverside.pk if unit == "riverside" else "999999"

    answer = get(cast.charlie, f"units/{unit_id}/members", status=403)

    assert answer == get(cast.charlie, "units/x/members", status=403)
    assert answer["code"] == "refused"


def test_charlie_s_units_are_his_own_and_those_above(get, cast):
    units = get(cast.charlie, "units")["items"]

    assert [unit["name"] for unit in units] == [
        "Ohio",
        "Columbus",
        "North",
        "Akron",
        "Hillside",
    ]
    assert [unit["role"] for unit in units] == [None, None, None, None, "volunteer"]


def test_units_come_in_pages(get, cast):
    first = get(cast.diana, "units", limit=4)
    second = get(cast.diana, "units", limit=4, cursor=first["next"])

    found = [unit["name"] for unit in first["items"] + second["items"]]
    assert found == ["Ohio", "Columbus", "North", "Akron", "Riverside", "Hillside"]
    assert second["next"] is None


def test_members_of_one_name_come_in_pages(get, cast):
    for number in range(5):
        user = User.objects.create_user(f"sam{number}@example.org", "Sam")
        add_member(user=user, unit=cast.riverside, role=Role.VOLUNTEER)

    path, cursor, found = f"units/{cast.riverside.pk}/members", {}, []
    while cursor is not None:
        page = get(cast.alice, path, limit=2, **cursor)
        found += [item["user"]["id"] for item in page["items"]]
        cursor = {"cursor": page["next"]} if page["next"] else None

    assert len(found) == len(set(found)) == page["count"] == 7


@pytest.mark.parametrize("path", ["units", "units/{}/members", "streams"])
@pytest.mark.parametrize(
    "cursor", ["x", "e30", "WzFd0", "é", "a" * 5000, "WyJhIiwiYiJd"]
)
def test_a_made_up_cursor_is_named(get, cast, path, cursor):
    path = path.format(cast.riverside.pk)

    answer = get(cast.alice, path, status=422, cursor=cursor)

    assert answer["field"] == "cursor"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x"])
def test_a_limit_has_limits(get, cast, limit):
    assert get(cast.alice, "units", status=422, limit=limit)["field"] == "limit"


def test_nobody_is_asked_to_sign_in(get, cast):
    for path in ("me", "units", f"units/{cast.riverside.pk}/members", "streams"):
        assert get(None, path, status=401)["message"] == "Please sign in."


def test_no_list_carries_an_address(get, cast):
    paths = ["units", "streams", "boot", "report-kinds", "questions", "openapi.json"]
    paths += [f"units/{unit.pk}/members" for unit in (cast.riverside, cast.centre)]

    for path in paths:
        assert "example.org" not in str(get(cast.diana, path)), path


def test_me_says_what_one_may_do_anywhere(get, cast):
    said = {
        user.name: set(get(user, "me")["may"])
        for user in (cast.alice, cast.bob, cast.olive, cast.diana)
    }

    assert "invite" not in said["Alice"]
    assert {"invite", "moderate"} <= said["Bob"]
    assert not {"arrange_units", "read_audit"} & said["Bob"]
    assert "arrange_units" in said["Olive"]
    assert "read_audit" not in said["Olive"]
    assert "read_audit" in said["Diana"]
    # Oscar has two seats: what either gives, once.
    assert len(get(cast.oscar, "me")["may"]) == len(set(get(cast.oscar, "me")["may"]))


@pytest.mark.parametrize(
    ("path", "most"),
    [("me", 5), ("units", 3), ("units/{}/members", 8), ("streams", 20)],
)
def test_a_list_takes_as_many_queries_for_few_as_for_many(client, cast, path, most):
    headers = {"authorization": f"Bearer {token_of(cast.diana)}"}
    address = "/api/v1/" + path.format(cast.centre.pk)
    client.get(address, headers=headers)
    few = _queries(client, address, headers)

    for number in range(6):
        open_unit(kind="team", name=f"Team {number}", parent=cast.office)
        user = User.objects.create_user(f"{number}@example.org", f"P{number}")
        add_member(user=user, unit=cast.centre, role=Role.OPERATOR)
    client.get(address, headers=headers)

    assert _queries(client, address, headers) == few <= most


def _queries(client, address, headers):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers=headers).status_code == 200
    return len(queries)


def test_who_asks_too_much_is_told_when_to_come_back(get, cast):
    # Counting goes by the id, which no other test may share.
    eager = User.objects.create(pk=987_654, email="eager@example.org", name="Eager")
    while limits.within(limits.REQUESTS, eager.pk):
        pass

    refused = get(eager, "me", status=429)

    assert refused["code"] == "rate_limited"
    assert refused["retry_after_ms"] > 0
    assert get(cast.bob, "me")


@pytest.mark.parametrize("mode", ["open", "code", "approval", "closed"])
def test_the_members_of_a_place_come_with_how_people_join_it(get, cast, mode):
    Unit.objects.filter(pk=cast.riverside.pk).update(join_mode=mode)

    page = get(cast.alice, f"units/{cast.riverside.pk}/members")

    assert page["unit"]["join_mode"] == mode
