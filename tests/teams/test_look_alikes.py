"""A name that looks like a leader's waits until somebody who leads there allows it."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.models import Event
from teams.actions import add_member, change_profile
from teams.actions.importing import ROWS_OF_PART
from teams.look_alikes import looks_alike
from teams.models import Act, AuditEntry, HeldName, Membership, User
from teams.roles import Role
from tests.cast import token_of
from tests.teams.rows import AKRON, bring, check, fates, run

BOB_WITH_CYRILLIC = "Воb"  # В, о
MATHEMATICAL_BOB = "\U0001d401\U0001d428\U0001d41b"


@pytest.fixture
def post(client):
    def post(user, path, status=204):
        headers = {"authorization": f"Bearer {token_of(user)}"}
        answer = client.post(
            f"/api/v1/{path}", "{}", "application/json", headers=headers
        )
        assert answer.status_code == status, answer.content

    return post


def told(user, kind):
    events = Event.objects.filter(stream=user.inbox, kind=kind).order_by("seq")
    return [json.loads(event.data) for event in events]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Bob", BOB_WITH_CYRILLIC, True),
        ("Bob", MATHEMATICAL_BOB, True),
        ("Bob", "BOB", True),
        ("Bill", "BiII", True),
        ("Bill", "Bi11", True),
        ("Olive", "0live", True),
        ("Maria Lopez", "MARIA LOPEZ", True),
        ("Anna", "Αnna", True),
        ("علي", "ﻋﻠﻲ", True),
        ("Bob", "Rob", False),
        ("Bob", "Bobby", False),
        ("María", "Maria", False),
        ("علي", "عالي", False),
        ("\u2060", "\u2060\u2060", False),
    ],
)
def test_what_looks_alike(one, other, alike):
    assert looks_alike(one, other) is alike


def test_a_changed_name_that_looks_like_the_leader_s_waits(get, cast):
    change_profile(user=cast.alice, name=BOB_WITH_CYRILLIC)

    cast.alice.refresh_from_db()
    assert cast.alice.name == "Alice"
    assert get(cast.alice, "me")["held_name"] == BOB_WITH_CYRILLIC
    [item] = get(cast.bob, "held-names")["items"]
    assert (item["name"], item["like"]["name"]) == (BOB_WITH_CYRILLIC, "Bob")
    assert len(told(cast.bob, "name.held")) == 1


def test_who_decides_is_told_whom_it_looks_like_and_led_there(get, cast):
    change_profile(user=cast.alice, name=BOB_WITH_CYRILLIC)

    [item] = get(cast.bob, "held-names")["items"]
    assert item["like"]["role"] == "leader"
    held = {"id": item["id"], "name": BOB_WITH_CYRILLIC}
    assert get(cast.bob, f"people/{cast.alice.pk}")["memberships"][0]["held"] == held
    for who in (cast.alice, cast.bob):
        members = get(who, f"units/{cast.riverside.pk}/members")["items"]
        shown = {one["user"]["name"]: one.get("held") for one in members}
        assert shown["Alice"] == (held if who == cast.bob else None)


def test_the_list_of_requests_warns_of_a_look_alike_before(get, cast):
    for number, name in enumerate((BOB_WITH_CYRILLIC, "Robert")):
        user = User.objects.create_user(f"n{number}@example.org", name)
        Membership.objects.create(user=user, unit=cast.riverside, state="pending")

    like, none = (one["like"] for one in get(cast.bob, "requests")["items"])

    assert (like["name"], like["role"], none) == ("Bob", "leader", None)


@pytest.mark.parametrize("name", ["Bоb", "Olіve", "Diаna"])
def test_those_above_are_protected_too(cast, name):
    change_profile(user=cast.alice, name=name)

    assert HeldName.objects.get().user == cast.alice


def test_a_leader_of_another_team_is_not_meant(cast):
    change_profile(user=cast.charlie, name="Bob")

    cast.charlie.refresh_from_db()
    assert cast.charlie.name == "Bob"


def test_who_joins_with_such_a_name_has_none_until_it_is_allowed(get, post, cast):
    newcomer = User.objects.create_user("new@example.org", "B0b")
    add_member(user=newcomer, unit=cast.riverside, role=Role.VOLUNTEER)
    newcomer.refresh_from_db()
    assert newcomer.name == "…"
    assert get(newcomer, "joining")["held_name"] == "B0b"
    held = HeldName.objects.get().pk

    post(cast.olive, f"held-names/{held}/allow")

    newcomer.refresh_from_db()
    assert newcomer.name == "B0b"
    assert get(newcomer, "joining")["held_name"] is None
    assert told(newcomer, "name.decided") == [{"name": "B0b", "allowed": True}]
    entry = AuditEntry.objects.get(act=Act.NAME_ALLOWED)
    assert (entry.actor_id, entry.subject_id) == (cast.olive.pk, newcomer.pk)
    assert "B0b" not in json.dumps(entry.detail)
    assert get(cast.bob, "held-names")["items"] == []


def test_what_was_allowed_once_is_not_asked_again(post, cast):
    change_profile(user=cast.alice, name="BOB")
    post(cast.bob, f"held-names/{HeldName.objects.get().pk}/allow")
    cast.alice.refresh_from_db()
    add_member(user=cast.bob, unit=cast.hillside, role=Role.LEADER)

    add_member(user=cast.alice, unit=cast.hillside, role=Role.VOLUNTEER)

    cast.alice.refresh_from_db()
    assert cast.alice.name == "BOB"


def test_a_declined_name_is_gone_and_another_may_be_chosen(post, cast):
    change_profile(user=cast.alice, name="BOB")

    post(cast.bob, f"held-names/{HeldName.objects.get().pk}/decline")

    cast.alice.refresh_from_db()
    assert cast.alice.name == "Alice"
    assert told(cast.alice, "name.decided") == [{"name": "BOB", "allowed": False}]
    assert AuditEntry.objects.filter(act=Act.NAME_DECLINED).count() == 1
    change_profile(user=cast.alice, name="Alicia")
    cast.alice.refresh_from_db()
    assert cast.alice.name == "Alicia"


@pytest.mark.parametrize("answer", ["allow", "decline"])
def test_all_whose_list_had_a_name_hear_that_it_is_decided(post, cast, answer):
    change_profile(user=cast.alice, name="BOB")
    held = HeldName.objects.get()

    post(cast.olive, f"held-names/{held.pk}/{answer}")

    for decider in (cast.bob, cast.olive):
        [settled] = told(decider, "name.settled")
        assert settled["held"] == str(held.pk)
        assert settled["unit"]["name"] == "Riverside"
    for other in (cast.alice, cast.charlie):
        assert told(other, "name.settled") == []


def test_who_could_decide_hears_that_a_name_is_taken_back(cast):
    change_profile(user=cast.alice, name="BOB")

    change_profile(user=cast.alice, name="Alicia")

    assert len(told(cast.bob, "name.settled")) == 1


def test_another_name_takes_back_what_waits(cast):
    change_profile(user=cast.alice, name="BOB")
    change_profile(user=cast.alice, name="Alicia")

    assert not HeldName.objects.exists()


@pytest.mark.parametrize("verb", ["allow", "decline"])
@pytest.mark.parametrize("who", ["alice", "charlie", "oscar"])
def test_neither_themself_nor_others_decide(get, post, cast, who, verb):
    change_profile(user=cast.alice, name="BOB")
    held = HeldName.objects.get().pk
    person = getattr(cast, who)

    post(person, f"held-names/{held}/{verb}", 403)
    post(person, f"held-names/999999/{verb}", 403)

    assert get(person, "held-names")["items"] == []
    cast.alice.refresh_from_db()
    assert cast.alice.name == "Alice"


def test_a_leader_keeps_and_changes_the_own_name(cast):
    change_profile(user=cast.bob, name="BOB")

    cast.bob.refresh_from_db()
    assert cast.bob.name == "BOB"


def test_a_program_wears_a_badge(get, cast, capsys):
    call_command("token", "alice@example.org", bot=True)

    items = get(cast.bob, f"units/{cast.riverside.pk}/members")["items"]

    assert {one["user"]["name"]: one["bot"] for one in items} == {
        "Alice": True,
        "Bob": False,
    }


ROWS = f"""{AKRON} > Riverside,,,{BOB_WITH_CYRILLIC},one@example.org,,,
{AKRON} > Riverside,,,0live,two@example.org,,,
{AKRON} > Riverside,,,Ann,ann@example.org,,,
{AKRON} > Hillside,,,Bob,three@example.org,,,
"""


def names():
    people = User.objects.filter(email__in=["one@example.org", "two@example.org"])
    return list(people.order_by("email").values_list("name", flat=True))


def test_names_that_come_by_import_wait_too(get, post, cast):
    imported, entries = check(ROWS, cast.olive)
    assert fates(entries) == ["name_waits", "name_waits", "joins", "joins"]

    run(imported)

    assert imported.counts == {"joins": 4}
    assert names() == ["…", "…"]
    assert User.objects.filter(name__in=["Ann", "Bob"]).count() == 3
    held = {one["name"]: one for one in get(cast.bob, "held-names")["items"]}
    likes = {name: one["like"]["name"] for name, one in held.items()}
    assert likes == {BOB_WITH_CYRILLIC: "Bob", "0live": "Olive"}
    joined = Event.objects.filter(stream=cast.riverside.feed, kind="member.joined")
    assert not joined.filter(data__contains="0live").exists()
    post(cast.bob, f"held-names/{held['0live']['id']}/allow")
    assert names() == ["…", "0live"]


def test_who_decides_hears_once_of_all_names_that_came_together(cast):
    bring(ROWS)

    assert len(told(cast.bob, "name.held")) == 1
    assert told(cast.olive, "name.held") == []


def test_somebody_known_keeps_no_look_alike_where_they_are_brought(cast):
    User.objects.filter(pk=cast.charlie.pk).update(name="BOB", name_key="bob")

    bring(f"{AKRON} > Riverside,,,Charlie,charlie@example.org,,,\n")

    charlie = User.objects.get(pk=cast.charlie.pk)
    assert (charlie.name, charlie.name_key) == ("…", "...")
    assert HeldName.objects.get().name == "BOB"


def test_a_name_that_was_allowed_is_brought_along(cast):
    User.objects.filter(pk=cast.charlie.pk).update(name="BOB")
    HeldName.objects.create(
        user=cast.charlie,
        name="BOB",
        like=cast.bob,
        unit=cast.hillside,
        allowed_at=timezone.now(),
    )

    bring(f"{AKRON} > Riverside,,,Charlie,charlie@example.org,,,\n")

    assert User.objects.get(pk=cast.charlie.pk).name == "BOB"


def test_a_leader_of_the_same_file_is_protected_from_the_next_row_on(cast):
    bring(
        f"{AKRON} > Riverside,,,Lena,lena@example.org,,,leader\n"
        f"{AKRON} > Riverside,,,LENA,one@example.org,,,\n"
    )

    assert User.objects.get(email="lena@example.org").name == "Lena"
    assert HeldName.objects.get().user.email == "one@example.org"


def test_whose_address_a_row_has_makes_no_difference_to_the_dry_run(cast):
    row = f"{AKRON} > Hillside,,,Olive,{{}},,,\n"
    rows = row.format("olive@example.org") + row.format("other@example.org")

    _imported, entries = check(rows, cast.olive)

    assert fates(entries) == ["name_waits", "name_waits"]


def test_holding_many_names_takes_no_query_for_each(cast):
    def queries_of(count):
        rows = "".join(
            f"{AKRON} > Riverside,,,B0b,p{count}-{number}@example.org,,,\n"
            for number in range(count)
        )
        imported, _entries = check(rows)
        with CaptureQueriesContext(connection) as asked:
            run(imported)
        return len(asked)

    assert queries_of(2) == queries_of(ROWS_OF_PART)
