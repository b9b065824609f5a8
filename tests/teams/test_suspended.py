"""Who is out can be found by those who may let them back in, and by nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub import limits
from teams.actions import (
    add_member,
    erase_person,
    reinstate_member,
    suspend_member,
    suspend_person,
)
from teams.models import User
from teams.roles import Role


@pytest.fixture(autouse=True)
def _as_fast_as_one_likes(settings):
    settings.LIMITS = False


def out(page):
    return [(item["user"]["name"], item["out"]) for item in page["items"]]


def test_who_manages_people_sees_who_is_suspended_and_who_is_shut_out(get, cast):
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)
    suspend_person(user=cast.bob, by=cast.diana)

    page = get(cast.olive, f"units/{cast.riverside.pk}/members/out")

    assert out(page) == [("Alice", "suspended"), ("Bob", "everywhere")]
    assert get(cast.olive, f"units/{cast.riverside.pk}/members")["items"] == []


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "oscar"])
def test_others_do_not(get, cast, who):
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)

    get(getattr(cast, who), f"units/{cast.riverside.pk}/members/out", status=403)


def test_only_directors_and_owners_let_in_everywhere(get, cast):
    path = f"units/{cast.riverside.pk}/members/out"

    assert "reinstate_everywhere" not in get(cast.olive, path)["may"]
    assert "reinstate_everywhere" in get(cast.diana, path)["may"]


def test_the_search_finds_them_for_the_organizer_alone(get, cast):
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)

    found = get(cast.olive, "people", prefix="ali")["items"]

    assert [(one["user"]["name"], one["out"]) for one in found] == [
        ("Alice", "suspended")
    ]
    assert get(cast.bob, "people", prefix="ali")["items"] == []


def test_their_card_says_so(get, cast):
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)

    card = get(cast.olive, f"people/{cast.alice.pk}")

    assert [one["out"] for one in card["memberships"]] == ["suspended"]
    get(cast.bob, f"people/{cast.alice.pk}", status=403)


def test_who_is_let_back_in_is_a_member_as_before(get, cast):
    member = cast.alice.memberships.get()
    suspend_member(membership=member, by=cast.olive)

    reinstate_member(membership=member, by=cast.olive)

    assert get(cast.olive, f"units/{cast.riverside.pk}/members/out")["items"] == []
    page = get(cast.olive, f"units/{cast.riverside.pk}/members")
    assert "Alice" in [item["user"]["name"] for item in page["items"]]
    member.refresh_from_db()
    assert member.ended_at is None


def test_who_is_erased_is_in_no_such_list(get, cast):
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)
    erase_person(user=cast.alice, by=None)

    assert get(cast.olive, f"units/{cast.riverside.pk}/members/out")["items"] == []


def test_the_list_comes_in_pages_with_as_many_queries_for_each(get, cast):
    for number in range(5):
        user = User.objects.create_user(f"s{number}@example.org", f"Sam {number}")
        member = add_member(user=user, unit=cast.riverside, role=Role.VOLUNTEER)
        suspend_member(membership=member, by=cast.olive)
    path = f"units/{cast.riverside.pk}/members/out"
    get(cast.olive, path)
    limits._limiter.storage.reset()

    with CaptureQueriesContext(connection) as two:
        first = get(cast.olive, path, limit=2)
    with CaptureQueriesContext(connection) as three:
        rest = get(cast.olive, path, limit=3, cursor=first["next"])

    assert [name for name, _out in out(first) + out(rest)] == [
        f"Sam {number}" for number in range(5)
    ]
    assert rest["next"] is None
    assert len(three) == len(two)
