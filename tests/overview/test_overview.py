"""What directors, owners and organizers see of the places they look over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.queries import room_of
from desk.actions import ask_question
from reports.actions import set_goal
from teams.actions import add_member, archive_unit, mark_contacted, open_unit
from teams.models import Membership, Unit, User
from teams.roles import Role

DAY = timedelta(days=1)
QUERIES_AT_MOST = 20


def named(page):
    return [item["name"] for item in page["items"]]


def item(page, name):
    return next(item for item in page["items"] if item["name"] == name)


def person(name, unit, role=Role.VOLUNTEER, since=None):
    user = User.objects.create_user(f"{name.lower()}@example.org", name)
    add_member(user=user, unit=unit, role=role, since=since)
    return user


@pytest.fixture
def toledo(cast):
    """Another office in the same region, with one team."""
    office = open_unit(kind="office", name="Toledo", parent=cast.region)
    open_unit(kind="team", name="Maumee", parent=office)
    return office


def test_it_begins_at_the_place_that_one_looks_over(look, cast):
    by_olive, by_diana = look(cast.olive), look(cast.diana)

    assert (by_olive["place"]["name"], named(by_olive)) == (
        "Akron",
        ["Hillside", "Riverside"],
    )
    assert (by_diana["place"]["name"], named(by_diana)) == ("Columbus", ["North"])
    # What is above is not hers.
    assert by_diana["place"]["parent"] is None


def test_an_owner_looks_over_the_whole_campaign(look, cast):
    owner = person("Owen", cast.campaign, Role.OWNER)

    page = look(owner)
    below = look(owner, unit=cast.region.pk)

    assert (page["place"]["name"], named(page)) == ("Ohio", ["Columbus"])
    assert below["place"]["parent"]["name"] == "Columbus"
    # Owners have no room, and sit at no desk.
    assert below["place"]["room"] is None
    assert item(below, "Akron")["attends_desk"] is False


def test_who_looks_over_several_places_begins_with_all_of_them(look, cast, toledo):
    add_member(user=cast.olive, unit=toledo, role=Role.ORGANIZER)

    page = look(cast.olive)

    assert page["place"] is None
    assert [(one["name"], one["teams"]["all"]) for one in page["items"]] == [
        ("Akron", 2),
        ("Toledo", 1),
    ]


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "oscar"])
def test_who_leads_no_office_sees_no_overview(look, cast, name):
    user = getattr(cast, name)

    assert look(user, status=403)["code"] == "refused"
    for unit in (cast.riverside.pk, cast.office.pk, 999_999, "x"):
        assert look(user, status=403, unit=unit)["code"] == "refused"
        assert look(user, "/silent", status=403, unit=unit)["code"] == "refused"


def test_charlie_who_organizes_elsewhere_sees_nothing_here(look, cast, toledo):
    add_member(user=cast.charlie, unit=toledo, role=Role.ORGANIZER)

    assert look(cast.charlie)["place"]["name"] == "Toledo"
    for unit in (cast.office, cast.region, cast.riverside):
        look(cast.charlie, status=403, unit=unit.pk)
        look(cast.charlie, "/silent", status=403, unit=unit.pk)


def test_a_team_is_active_once_somebody_of_it_writes_or_reports(
    look, cast, write, report
):
    before = look(cast.olive)["place"]["teams"]
    write(cast.alice, cast.riverside)
    written = look(cast.olive)
    report(cast.charlie, cast.hillside)
    reported = look(cast.olive)

    assert before == {"all": 2, "active": 0}
    assert item(written, "Riverside")["teams"] == {"all": 1, "active": 1}
    assert item(written, "Hillside")["teams"] == {"all": 1, "active": 0}
    assert reported["place"]["teams"] == {"all": 2, "active": 2}


def test_yesterday_does_not_count(look, cast, write, report, midnight):
    write(cast.alice, cast.riverside, at=midnight - timedelta(seconds=1))
    report(cast.charlie, cast.hillside, at=midnight - timedelta(seconds=1))

    page = look(cast.olive)

    assert page["place"]["teams"]["active"] == 0
    last = item(page, "Riverside")["last_active"]
    assert last.startswith((midnight - DAY).date().isoformat())


def test_who_looks_in_from_above_does_not_make_a_team_active(look, cast, write):
    write(cast.olive, cast.riverside)

    riverside = item(look(cast.olive), "Riverside")

    assert riverside["teams"]["active"] == 0
    assert riverside["last_active"] is None


def test_an_office_is_active_if_one_of_its_teams_is(look, cast, toledo, report):
    report(cast.alice, cast.riverside)

    page = look(cast.diana, unit=cast.region.pk)

    assert page["place"]["offices"] == {"all": 2, "active": 1}
    assert page["place"]["teams"] == {"all": 3, "active": 1}
    assert item(page, "Akron")["teams"] == {"all": 2, "active": 1}
    assert item(page, "Toledo")["teams"] == {"all": 1, "active": 0}


def test_newcomers_count_until_somebody_has_spoken_with_them(look, cast):
    Membership.objects.update(since=timezone.now() - 20 * DAY)
    for name, days in (("Nina", 1), ("Lars", 4), ("Ola", 2), ("Old", 15)):
        person(name, cast.riverside, since=timezone.now() - days * DAY)
    ola = Membership.objects.get(user__name="Ola")
    mark_contacted(membership=ola, by=cast.bob)

    page = look(cast.olive)

    assert page["place"]["newcomers"] == {"waiting": 2, "late": 1}
    assert item(page, "Riverside")["newcomers"] == {"waiting": 2, "late": 1}
    assert item(page, "Hillside")["newcomers"] == {"waiting": 0, "late": 0}


def test_questions_count_where_they_stand(look, cast):
    asked = ask_question(
        asker=cast.alice, unit=cast.riverside, text="Why?", language="en"
    )

    page = look(cast.diana)

    # Nobody is on the office's desk: it stands at the centre, which no row is.
    assert page["place"]["desk"]["waiting"] == page["place"]["desk"]["open"] == 1
    assert page["place"]["desk"]["oldest"][:19] == asked.asked_at.isoformat()[:19]
    assert page["place"]["attends_desk"] is True
    assert item(page, "North")["desk"] == {"open": 0, "waiting": 0, "oldest": None}


def test_goals_say_what_is_reached(look, cast, report):
    set_goal(unit=cast.riverside, kind="doors", target=100)
    report(cast.alice, cast.riverside)

    (goal,) = item(look(cast.olive), "Riverside")["goals"]

    assert (goal["kind"], goal["quantity"], goal["target"]) == ("doors", 25, 100)


def test_each_row_names_its_room_for_who_may_enter_it(look, cast):
    riverside = item(look(cast.olive), "Riverside")

    assert riverside["room"] == str(room_of(cast.riverside).pk)


def test_archived_places_are_not_counted(look, cast, report):
    report(cast.alice, cast.riverside)
    archive_unit(unit=cast.riverside, by=cast.olive)

    page = look(cast.olive)

    assert named(page) == ["Hillside"]
    assert page["place"]["teams"] == {"all": 1, "active": 0}


def test_silent_teams_are_listed_with_their_last_sign_of_life(
    look, cast, toledo, write, report, midnight
):
    write(cast.charlie, cast.hillside, at=midnight - DAY)
    report(cast.alice, cast.riverside)

    page = look(cast.diana, "/silent", unit=cast.centre.pk)

    assert [(one["name"], one["parent"]["name"]) for one in page["items"]] == [
        ("Hillside", "Akron"),
        ("Maumee", "Toledo"),
    ]
    assert page["items"][0]["last_active"] is not None
    assert page["items"][1]["last_active"] is None


@pytest.mark.parametrize("path", ["", "/silent"])
def test_places_come_in_pages(look, cast, path):
    for number in range(3):
        open_unit(kind="team", name=f"Twin {number}", parent=cast.office)
    # As they could be called before each needed its own name.
    Unit.objects.filter(name__startswith="Twin").update(name="Same")

    query, ids = {}, []
    while query is not None:
        page = look(cast.olive, path, unit=cast.office.pk, limit=2, **query)
        ids += [one["id"] for one in page["items"]]
        query = {"cursor": page["next"]} if page["next"] else None

    assert len(ids) == len(set(ids)) == 5


@pytest.mark.parametrize("path", ["", "/silent"])
def test_it_takes_as_many_queries_for_few_as_for_many(look, cast, write, report, path):
    def queries(user, unit):
        with CaptureQueriesContext(connection) as captured:
            look(user, path, unit=unit.pk)
        return len(captured)

    places = ((cast.olive, cast.office), (cast.diana, cast.region))
    few = [queries(*one) for one in places]
    for number in range(15):
        office = open_unit(kind="office", name=f"O{number}", parent=cast.region)
        for parent in (office, cast.office):
            team = open_unit(kind="team", name=f"T{number}", parent=parent)
            user = person(f"P{number}-{parent.pk}", team)
            set_goal(unit=team, kind="doors", target=10)
            write(user, team)
            report(user, team)
            ask_question(asker=user, unit=team, text="Why?", language="en")

    assert [queries(*one) for one in places] == few
    assert max(few) <= QUERIES_AT_MOST


def test_many_own_places_take_as_many_queries_as_two(look, cast, toledo):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            look(cast.olive)
        return len(captured)

    add_member(user=cast.olive, unit=toledo, role=Role.ORGANIZER)
    few = queries()
    for number in range(10):
        office = open_unit(kind="office", name=f"O{number}", parent=cast.region)
        open_unit(kind="team", name=f"T{number}", parent=office)
        add_member(user=cast.olive, unit=office, role=Role.ORGANIZER)

    assert queries() == few <= QUERIES_AT_MOST
