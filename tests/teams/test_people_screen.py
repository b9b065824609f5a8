"""The tree, the people of a place and the search, as each may see them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub import limits
from hub.actions import transaction
from hub.clock import wire_time
from reports.actions import Filing, file_report
from teams.access import standing
from teams.actions import add_member, looking, open_unit, revealing
from teams.models import Act, AuditEntry, Look, Membership, Unit, User
from teams.queries import people as queries
from teams.roles import Role


@pytest.fixture(autouse=True)
def _as_fast_as_one_likes(settings):
    settings.LIMITS = False


def people(unit, count, name="Sam", role=Role.VOLUNTEER):
    made = []
    for number in range(count):
        email = f"{name.split()[0].lower()}{number}-{unit.pk}@example.org"
        user = User.objects.create_user(email, f"{name} {number}")
        add_member(user=user, unit=unit, role=role)
        made.append(user)
    return made


def found(get, user, prefix):
    page = get(user, "people", prefix=prefix)
    return [item["user"]["name"] for item in page["items"]]


def report(user, team, **fields):
    with transaction():
        file_report(
            Filing(reporter=user, team=team, kind="doors", quantity=1, **fields)
        )


def test_the_tree_begins_at_the_topmost_place_whose_people_one_may_see(get, cast):
    tops = {
        who: [one["name"] for one in get(getattr(cast, who), "people/places")["items"]]
        for who in ("alice", "bob", "olive", "oscar", "diana")
    }

    assert tops == {
        "alice": ["Riverside"],
        "bob": ["Riverside"],
        "olive": ["Akron"],
        "oscar": ["Columbus", "Akron"][::-1],
        "diana": ["Columbus"],
    }


def test_a_place_says_how_many_people_are_in_and_below_it(get, cast):
    add_member(user=cast.alice, unit=cast.hillside, role=Role.VOLUNTEER)
    report(cast.alice, cast.riverside)
    report(cast.alice, cast.riverside)
    report(cast.bob, cast.riverside, on_behalf_of=cast.alice)

    (office,) = get(cast.olive, "people/places")["items"]
    teams = get(cast.olive, "people/places", under=cast.office.pk)["items"]

    # Olive, Oscar, Alice, Bob and Charlie: Alice once, though she is in two teams.
    assert (office["members"], office["has_places"]) == (5, True)
    assert office["reported_today"] == 1
    assert [(one["name"], one["members"], one["reported_today"]) for one in teams] == [
        ("Hillside", 2, 0),
        ("Riverside", 2, 1),
    ]


def test_charlie_gets_no_tree_of_another_place(get, cast):
    for under in (cast.riverside.pk, cast.office.pk, 999999, "x"):
        answer = get(cast.charlie, "people/places", status=403, under=under)
        assert answer["code"] == "refused"


def test_places_come_in_pages(get, cast):
    for number in range(3):
        open_unit(kind="team", name=f"Twin {number}", parent=cast.office)
    # As they could be called before each needed its own name.
    Unit.objects.filter(name__startswith="Twin").update(name="Same")

    path, query, names = "people/places", {}, []
    while query is not None:
        page = get(cast.olive, path, under=cast.office.pk, limit=2, **query)
        names += [one["id"] for one in page["items"]]
        query = {"cursor": page["next"]} if page["next"] else None

    assert len(names) == len(set(names)) == 5


def test_the_tree_takes_as_many_queries_for_few_as_for_many(get, cast):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            get(cast.olive, "people/places", under=cast.office.pk)
        return len(captured)

    few = queries()
    for number in range(20):
        people(open_unit(kind="team", name=f"T{number}", parent=cast.office), 2)

    assert queries() == few <= 18


def test_members_say_when_they_reported_last_and_whose_clock_runs(get, cast):
    Membership.objects.update(since=timezone.now() - timedelta(days=9))
    Membership.objects.filter(user=cast.alice).update(since=timezone.now())
    report(cast.alice, cast.riverside)

    seen = get(cast.bob, f"units/{cast.riverside.pk}/members")["items"]
    by_alice = get(cast.alice, f"units/{cast.riverside.pk}/members")["items"]

    assert seen[0]["last_report"] == timezone.now().date().isoformat()
    assert "newcomer_until" in seen[0]
    assert "newcomer_until" not in seen[1]
    assert "last_report" not in seen[1]
    # She has nobody to contact.
    assert "newcomer_until" not in by_alice[0]


def test_the_clock_of_who_is_over_time_stays_in_the_list_for_two_weeks(get, cast):
    now = timezone.now()
    Membership.objects.update(contacted_at=now)
    alice = Membership.objects.filter(user=cast.alice)

    def until(hours):
        alice.update(contacted_at=None, since=now - timedelta(hours=hours))
        seen = get(cast.bob, f"units/{cast.riverside.pk}/members")["items"]
        return [one.get("newcomer_until") for one in seen]

    assert until(75) == [wire_time(now - timedelta(hours=3)), None]
    assert until(15 * 24) == [None, None]


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("al", ["Alice"]),
        ("ÁL", ["Alice"]),
        ("rami", ["Rami Haddad"]),
        ("hadd", ["Rami Haddad"]),
        ("أحم", ["احمد علي"]),
        ("char", ["Charlie"]),
        ("zz", []),
    ],
)
def test_people_are_found_by_the_start_of_a_name(get, cast, prefix, names):
    for name in ("Rami Haddad", "احمد علي"):
        user = User.objects.create_user(f"{len(name)}@example.org", name)
        add_member(user=user, unit=cast.riverside, role=Role.VOLUNTEER)

    assert found(get, cast.olive, prefix) == names


def test_a_changed_name_is_found_and_the_old_one_is_not(get, sign_in, cast):
    sign_in(cast.alice).send("PATCH", "me", {"name": "Zoe"})

    assert found(get, cast.olive, "zo") == ["Zoe"]
    assert found(get, cast.olive, "ali") == []


def test_charlie_finds_nobody_of_another_team(get, cast):
    assert found(get, cast.charlie, "ali") == []
    assert found(get, cast.charlie, "cha") == ["Charlie"]
    assert found(get, cast.alice, "bo") == ["Bob"]


def test_a_search_shows_the_first_twenty_and_says_that_there_are_more(get, cast):
    people(cast.riverside, 25)

    page = get(cast.olive, "people", prefix="sam")

    assert (len(page["items"]), page["more"]) == (20, True)


@pytest.mark.parametrize("prefix", ["", "a", "a" * 81])
def test_a_search_needs_two_letters(get, cast, prefix):
    assert get(cast.olive, "people", status=422, prefix=prefix)["field"] == "prefix"


def test_searches_are_limited(get, cast, settings):
    settings.LIMITS = True
    for _ in range(2):
        limits.within(limits.SEARCHES, cast.olive.pk)

    assert get(cast.olive, "people", status=429, prefix="al")["code"] == "rate_limited"


def test_a_search_takes_as_many_queries_for_few_as_for_many(get, cast):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            get(cast.bob, "people", prefix="sam")
        return len(captured)

    few = queries()
    people(cast.riverside, 18)

    assert few <= queries() <= few + 4


def test_a_person_s_card_says_where_they_belong_and_hides_how_to_reach_them(get, cast):
    User.objects.filter(pk=cast.alice.pk).update(phone="+1 555 0142")
    add_member(user=cast.alice, unit=cast.hillside, role=Role.COORDINATOR)

    card = get(cast.olive, f"people/{cast.alice.pk}")
    to_bob = get(cast.bob, f"people/{cast.alice.pk}")

    assert [(one["unit"]["name"], one["role"]) for one in card["memberships"]] == [
        ("Riverside", "volunteer"),
        ("Hillside", "coordinator"),
    ]
    assert card["contacts"] == {"email": "a•••@e•••.org", "phone": "•••• 42"}
    # Hillside is not Bob's to see.
    assert [one["unit"]["name"] for one in to_bob["memberships"]] == ["Riverside"]


@pytest.mark.parametrize("blank", ["  ", "\u064b\u064b"])
def test_a_beginning_that_says_nothing_is_not_searched_for(
    get, cast, blank, django_assert_num_queries
):
    """Of 200,000 people nobody wants the first twenty."""
    now = standing(cast.olive)
    with django_assert_num_queries(0):
        assert queries.people_starting(now, blank, 20) == []

    assert get(cast.olive, "people", prefix=blank) == {"items": [], "more": False}


def test_who_may_not_reveal_gets_not_even_the_mask(get, cast):
    assert get(cast.alice, f"people/{cast.bob.pk}")["contacts"] is None


def test_charlie_gets_one_answer_for_a_foreign_and_an_absent_person(get, cast):
    foreign = get(cast.charlie, f"people/{cast.alice.pk}", status=403)

    assert foreign == get(cast.charlie, "people/999999", status=403)
    assert foreign == get(cast.charlie, "people/x", status=403)


def test_looking_through_many_people_stops_and_is_flagged_once(get, cast, monkeypatch):
    monkeypatch.setattr(looking, "PEOPLE_A_DAY", 5)
    people(cast.riverside, 6)
    path = f"units/{cast.riverside.pk}/members"

    assert len(get(cast.olive, path, limit=5)["items"]) == 5
    assert len(get(cast.olive, path, limit=5)["items"]) == 5
    for _ in range(2):
        answer = get(cast.olive, path, status=429)

    assert "500 people" in answer["message"]
    (entry,) = AuditEntry.objects.filter(act=Act.LOOKED_THROUGH)
    # Who reads the log above them sees it.
    assert (entry.actor_id, entry.unit_id) == (cast.olive.pk, cast.office.pk)
    assert Look.objects.filter(viewer=cast.olive).count() == 5


def test_one_s_own_team_is_looked_at_as_often_as_one_likes(get, cast, monkeypatch):
    monkeypatch.setattr(looking, "PEOPLE_A_DAY", 0)

    assert len(get(cast.alice, f"units/{cast.riverside.pk}/members")["items"]) == 2
    assert not Look.objects.exists()


def test_yesterday_s_looks_are_forgotten(cast):
    today = timezone.now().date()
    for days in (0, 1, 2, 30):
        day = today - timedelta(days=days)
        Look.objects.create(viewer=cast.olive, day=day, person_id=1)

    looking.forget_looks()

    assert Look.objects.count() == 2


def test_a_reveal_is_written_down_and_the_person_sees_it(get, sign_in, cast):
    answer = sign_in(cast.bob).post(f"people/{cast.alice.pk}/reveal", reason="welcome")

    assert answer.json() == {"email": "alice@example.org", "phone": cast.alice.phone}
    (entry,) = AuditEntry.objects.filter(act=Act.CONTACTS_REVEALED)
    assert (entry.actor_id, entry.subject_id) == (cast.bob.pk, cast.alice.pk)
    assert entry.detail == {"reason": "welcome"}
    (look,) = get(cast.alice, "me/looks")["items"]
    assert (look["by"]["name"], look["reason"]) == ("Bob", "welcome")
    assert get(cast.bob, "me/looks")["items"] == []


@pytest.mark.parametrize("fields", [{}, {"reason": ""}, {"reason": "curious"}])
def test_a_reveal_needs_one_of_the_reasons(sign_in, cast, fields):
    answer = sign_in(cast.bob).post(f"people/{cast.alice.pk}/reveal", **fields)

    assert (answer.status_code, answer.json()["field"]) == (422, "reason")
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("who", ["charlie", "alice", "oscar"])
def test_charlie_reveals_nothing_and_neither_does_a_colleague(sign_in, cast, who):
    browser = sign_in(getattr(cast, who))

    answer = browser.post(f"people/{cast.bob.pk}/reveal", reason="shift")

    assert answer.status_code == 403
    assert "@" not in answer.content.decode()
    assert not AuditEntry.objects.exists()


def test_reveals_are_limited_by_day(sign_in, cast, monkeypatch):
    monkeypatch.setattr(revealing, "REVEALS_A_DAY", 2)
    browser = sign_in(cast.bob)

    codes = [
        browser.post(f"people/{cast.alice.pk}/reveal", reason="shift").status_code
        for _ in range(3)
    ]

    assert codes == [200, 200, 429]


def test_who_sees_many_finds_the_same_people(get, cast, monkeypatch):
    people(cast.riverside, 5, name="Rami Haddad")
    few = [found(get, cast.olive, prefix) for prefix in ("rami", "al", "zz")]

    monkeypatch.setattr(queries, "FEW", 2)
    monkeypatch.setattr(queries, "FIRST_CANDIDATES", 1)

    many = [found(get, cast.olive, prefix) for prefix in ("rami", "al", "zz")]
    assert many == few
    assert [len(names) for names in many] == [5, 1, 0]
    assert found(get, cast.bob, "cha") == []


def test_who_sees_many_finds_a_name_behind_many_that_are_not_seen(
    get, cast, monkeypatch
):
    people(cast.hillside, 5, name="Rami Ayad")
    people(cast.riverside, 1, name="Rami Zaki")
    monkeypatch.setattr(queries, "FEW", 1)
    monkeypatch.setattr(queries, "FIRST_CANDIDATES", 1)
    monkeypatch.setattr(queries, "CANDIDATES_AT_MOST", 1)

    assert found(get, cast.bob, "rami") == ["Rami Zaki 0"]


@pytest.mark.parametrize("few", [0, queries.FEW])
def test_each_is_found_once_where_they_stand_highest(get, cast, monkeypatch, few):
    monkeypatch.setattr(queries, "FEW", few)
    zoe, out, gone = people(cast.riverside, 3, name="Zoe")
    add_member(user=zoe, unit=cast.office, role=Role.ORGANIZER)
    Membership.objects.filter(user=out).update(state="suspended")
    User.objects.filter(pk=gone.pk).update(is_active=False, erased_at=timezone.now())

    items = get(cast.olive, "people", prefix="zoe")["items"]

    assert [(one["user"]["name"], one["unit"]["name"]) for one in items] == [
        ("Zoe 0", cast.office.name),
        ("Zoe 1", "Riverside"),
    ]
    assert found(get, cast.alice, "zoe") == ["Zoe 0"]
