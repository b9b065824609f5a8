"""Who reads the audit log, what the filters find, and what an export holds."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.actions import transaction
from teams import append_only
from teams.actions import (
    add_member,
    change_profile,
    erase_person,
    open_unit,
    record,
)
from teams.audit import Filters, file_name
from teams.models import Act, AuditEntry
from teams.roles import Role
from tests.cast import session_of


@pytest.fixture
def owner(cast):
    person = cast.diana.__class__.objects.create_user("owen@example.org", "Owen")
    return add_member(user=person, unit=cast.campaign, role=Role.OWNER).user


@pytest.fixture
def acts(cast):
    """One act in Riverside, one in Hillside, one that belongs to no place."""
    with transaction():
        by, alice, charlie = cast.olive, cast.alice, cast.charlie
        record(Act.MEMBER_MUTED, by=cast.bob, unit=cast.riverside, subject=alice)
        record(Act.MEMBER_SUSPENDED, by=by, unit=cast.hillside, subject=charlie)
        record(Act.PERSON_SUSPENDED, by=None, subject=cast.oscar)


@pytest.fixture
def post(client):
    def post(user, path, status=200, **fields):
        session = session_of(user, proven=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        answer = client.post(f"/api/v1/{path}", json.dumps(fields), "application/json")
        assert answer.status_code == status, answer.content
        return answer

    return post


def found(page):
    return [item["act"] for item in page["items"] if item["act"] != "token_issued"]


RECENT = ["person_suspended", "member_suspended", "member_muted"]


def test_an_owner_reads_all_of_it_the_newest_first(get, acts, owner):
    page = get(owner, "audit")

    assert found(page)[:3] == RECENT
    shown = next(one for one in page["items"] if one["act"] == "member_muted")
    assert (shown["by"]["name"], shown["whom"]["name"]) == ("Bob", "Alice")
    assert (shown["place"]["name"], shown["what"]) == ("Riverside", "muted a member")


def test_a_director_reads_what_happened_below(get, cast, acts):
    page = get(cast.diana, "audit")

    assert found(page)[:2] == RECENT[1:]
    assert "person_suspended" not in found(page)
    assert page["reads_all"] is False


def test_a_director_reads_what_they_did_themselves_wherever_it_was(get, cast, acts):
    other = add_member(
        user=type(cast.diana).objects.create_user("dan@example.org", "Dan"),
        unit=open_unit(kind="centre", name="Cleveland", parent=cast.campaign),
        role=Role.DIRECTOR,
    ).user
    with transaction():
        record(Act.EXPORTED, by=cast.diana, detail={"what": "audit"})

    assert found(get(cast.diana, "audit", act="exported")) == ["exported"]
    assert found(get(other, "audit", act="exported")) == []
    get(cast.charlie, "audit", status=403, act="exported")


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "olive", "oscar"])
def test_nobody_else_reads_any_of_it(get, post, cast, acts, who):
    person = getattr(cast, who)

    get(person, "audit", status=403)
    post(person, "audit/export", 403)
    post(person, "audit/check", 403)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"act": "member_muted"}, ["member_muted"]),
        ({"who": "bo"}, ["member_muted"]),
        ({"whom": "Charl"}, ["member_suspended"]),
        ({"place": "hills"}, ["member_suspended"]),
        ({"who": "cárt"}, ["member_muted"]),
        ({"who": "bob cart"}, ["member_muted"]),
        ({"who": "bob", "whom": "charlie"}, []),
    ],
)
def test_filters(get, cast, acts, owner, filters, expected):
    change_profile(user=cast.bob, name="Bob Carter")

    assert found(get(owner, "audit", **filters)) == expected


def test_a_place_stands_for_all_below_it(get, acts, owner):
    acts = found(get(owner, "audit", place="Akron"))

    assert {"member_muted", "member_suspended"} <= set(acts)


def test_filtering_by_time(get, acts, owner):
    later = (timezone.now() + timedelta(minutes=1)).isoformat()
    earlier = (timezone.now() - timedelta(hours=1)).isoformat()

    assert found(get(owner, "audit", since=later)) == []
    assert found(get(owner, "audit", until=earlier)) == []
    assert found(get(owner, "audit", since=earlier, until=later))[:3] == RECENT


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"act": "sang"}, "act"),
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-11-03T10:00:00"}, "until"),
        ({"cursor": "no cursor"}, "cursor"),
        ({"since": "2026-11-04T10:00Z", "until": "2026-11-03T10:00Z"}, "until"),
        ({"who": "nobody of that name"}, "who"),
        ({"who": "arter"}, "who"),
        ({"whom": "nobody of that name"}, "whom"),
        ({"place": "Atlantis"}, "place"),
    ],
)
def test_bad_filters_are_named(get, acts, owner, filters, field):
    assert get(owner, "audit", status=422, **filters)["field"] == field


def test_a_filter_tells_a_director_nothing_of_who_is_elsewhere(get, cast, acts):
    assert get(cast.diana, "audit", status=422, whom="oscar")["field"] == "whom"


def test_how_many_were_found_is_said_on_every_page(get, acts, owner):
    first = get(owner, "audit", place="Akron", limit=1)
    second = get(owner, "audit", place="Akron", limit=1, cursor=first["next"])

    found = get(owner, "audit", place="Akron", limit=100)["items"]
    assert first["count"] == second["count"] == len(found) > 1


def test_pages_go_back_in_time(get, cast, acts, owner):
    for number in range(5):
        open_unit(kind="team", name=f"T{number}", parent=cast.office, by=owner)
    whole = get(owner, "audit", limit=100)["items"]
    first = get(owner, "audit", limit=2, act="unit_opened")
    second = get(owner, "audit", limit=2, act="unit_opened", cursor=first["next"])

    opened = [one for one in whole if one["act"] == "unit_opened"]
    assert first["items"] + second["items"] == opened[:4]


def test_many_entries_cost_as_many_queries_as_few(get, cast, acts, owner):
    def cost(limit):
        with CaptureQueriesContext(connection) as queries:
            get(owner, "audit", limit=limit)
        return len(queries)

    assert cost(2) == cost(10)


def test_an_erased_person_is_a_number(get, cast, owner):
    with transaction():
        record(Act.MEMBER_REMOVED, by=owner, unit=cast.riverside, subject=cast.alice)
    AuditEntry.objects.latest("seq")
    cast.alice.memberships.all().delete()
    pk = cast.alice.pk
    cast.alice.tokens.all().delete()
    cast.alice.delete()

    shown = get(owner, "audit", act="member_removed")["items"][0]

    assert shown["whom"] == {"id": str(pk), "name": None}


def test_the_chain_is_checked(post, acts, owner):
    assert post(owner, "audit/check").json()["broken_at"] is None
    with append_only.lifted(connection):
        AuditEntry.objects.filter(seq=2).update(act=Act.EXPORTED)

    assert post(owner, "audit/check").json()["broken_at"] == 2


def test_the_command_checks_the_chain_too(acts, capsys):
    call_command("check_audit_log")
    assert "The audit log is whole" in capsys.readouterr().out
    with append_only.lifted(connection):
        AuditEntry.objects.filter(seq=3).delete()

    with pytest.raises(CommandError, match="broken at entry 3"):
        call_command("check_audit_log")


def test_an_export_is_the_same_as_the_screen_and_is_written_down(post, acts, owner):
    answer = post(owner, "audit/export", act="member_muted")

    name = 'attachment; filename="audit-act-member_muted.csv"'
    assert answer["Content-Disposition"] == name
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["act"], row["place"][:9]) for row in rows] == [
        ("member_muted", "Riverside")
    ]
    entry = AuditEntry.objects.filter(act=Act.EXPORTED).latest("seq")
    assert entry.actor_id == owner.pk
    assert entry.detail == {"what": "audit", "format": "csv", "rows": 1}


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        (Filters(), "audit-all.csv"),
        (Filters(who="Álvaro & Co"), "audit-who-álvaro-co.csv"),
        (Filters(place="أكرون"), "audit-place-أكرون.csv"),
        (
            Filters(act="exported", since=datetime(2026, 11, 3, 10, tzinfo=UTC)),
            "audit-act-exported-since-2026-11-03-1000z.csv",
        ),
    ],
)
def test_the_name_of_an_export_says_of_what_it_is(filters, name):
    assert file_name(filters, "csv") == name


def test_an_export_as_json_and_with_a_byte_order_mark(post, acts, owner):
    told = post(owner, "audit/export", act="member_muted", format="json").json()
    marked = post(owner, "audit/export", act="member_muted", bom=True).content

    assert [one["act"] for one in told] == ["member_muted"]
    assert marked.startswith(b"\xef\xbb\xbfseq,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(post, cast, acts, owner, start):
    type(cast.alice).objects.filter(pk=cast.alice.pk).update(name=f"{start}1+1")

    text = post(owner, "audit/export", act="member_muted").content.decode()

    [row] = csv.DictReader(io.StringIO(text))
    assert row["whom"].startswith(f"'{start}1+1")


def test_who_deletes_their_own_account_is_said_to_have_done_that(get, cast, owner):
    erase_person(user=cast.alice, by=cast.alice)

    [erased] = get(owner, "audit", act="person_erased")["items"]
    [left] = get(owner, "audit", act="member_removed")["items"]

    assert erased["what"] == "deleted their account"
    assert left["what"] == "left by deleting their account"


def test_an_account_that_somebody_else_deletes_is_told_as_that(get, cast, owner):
    erase_person(user=cast.alice, by=None)

    [erased] = get(owner, "audit", act="person_erased")["items"]
    [left] = get(owner, "audit", act="member_removed")["items"]

    assert (erased["what"], left["what"]) == ("deleted an account", "removed a member")
