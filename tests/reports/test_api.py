from datetime import UTC, datetime, timedelta

import pytest

from reports.actions import fold, set_goal

SESSION_AND_PERSON = 2


@pytest.fixture
def get(client):
    signed_in = []

    def get(user, path, status=200, **query):
        if signed_in != [user]:
            client.force_login(
                user, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
            signed_in[:] = [user]
        answer = client.get(f"/api/v1/{path}", query)
        assert answer.status_code == status, answer.content
        return answer.json()

    return get


def test_report_kinds_speak_the_person_s_language(get, cast):
    arabic = get(cast.charlie, "report-kinds")
    spanish = get(cast.alice, "report-kinds", language="es")

    assert arabic["items"][0]["name"] == "الأبواب"
    assert arabic["items"][0]["unit_of_count"] == "باب"
    assert set(arabic["items"][0]["counted"]) == {
        "zero",
        "one",
        "two",
        "few",
        "many",
        "other",
    }
    assert spanish["items"][0]["name"] == "Puertas"
    assert {"id": "health_care", "name": "salud"} in spanish["topics"]


def test_own_reports_come_newest_first_in_pages(get, file, cast):
    for quantity in (1, 2, 3):
        file(cast.alice, quantity)
    file(cast.bob, 9)

    first = get(cast.alice, "reports", limit=2)
    second = get(cast.alice, "reports", limit=2, cursor=first["next"])

    quantities = [item["report"]["quantity"] for item in first["items"]]
    assert quantities == [3, 2]
    assert [item["report"]["quantity"] for item in second["items"]] == [1]
    assert second["next"] is None


def test_a_leader_lists_the_team_and_an_outsider_does_not(get, file, cast):
    file(cast.alice, 5)

    listed = get(cast.bob, "reports", unit=cast.riverside.pk)
    assert listed["items"][0]["by"]["name"] == "Alice"
    assert get(cast.olive, "reports", unit=cast.office.pk)["items"]
    for person, unit in (
        (cast.charlie, cast.riverside),
        (cast.alice, cast.office),
        (cast.oscar, cast.riverside),
    ):
        assert get(person, "reports", 403, unit=unit.pk)["code"] == "refused"


def test_listing_reports_costs_the_same_however_many(
    get, file, cast, django_assert_num_queries
):
    for quantity in range(12):
        file(cast.alice, quantity)
    get(cast.bob, "report-kinds")

    with django_assert_num_queries(SESSION_AND_PERSON + 3):
        get(cast.bob, "reports", unit=cast.riverside.pk)


def test_totals_name_every_kind(get, file, cast):
    file(cast.alice, 5)
    fold()
    file(cast.charlie, 6, team=str(cast.hillside.pk))

    totals = get(cast.alice, "totals", unit=cast.office.pk)["items"]

    assert {t["kind"]: t["quantity"] for t in totals}["doors"] == 11
    assert {t["kind"]: t["quantity"] for t in totals}["calls"] == 0
    assert totals[0]["period"] == "today"


def test_totals_of_another_day(get, file, cast):
    yesterday = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
    file(cast.alice, 5, action_date=yesterday)

    (doors, *_rest) = get(cast.alice, "totals", unit=cast.office.pk, day=yesterday)[
        "items"
    ]

    assert (doors["quantity"], doors["period"]) == (5, yesterday)
    answer = get(cast.alice, "totals", 422, unit=cast.office.pk, day="1815-06-18")
    assert answer["field"] == "day"


def test_outsiders_see_no_figures_of_another_team(get, cast):
    for path in ("totals", "totals/series", "goals"):
        for unit in (cast.riverside.pk, 999999, "x"):
            assert get(cast.charlie, path, 403, unit=unit)["code"] == "refused"


def test_the_series_ends_with_the_present_total(get, file, cast):
    file(cast.alice, 5)
    fold()
    file(cast.bob, 7)

    series = get(cast.alice, "totals/series", unit=cast.office.pk)

    (doors,) = series["items"]
    assert (doors["kind"], doors["totals"][-1]) == ("doors", 12)
    first = datetime.fromisoformat(series["from"]).hour
    assert len(doors["totals"]) == datetime.now(UTC).hour - first + 1


def test_goals_show_what_is_reached(get, file, cast):
    set_goal(unit=cast.riverside, kind="doors", target=500, by=cast.bob)
    set_goal(unit=cast.riverside, kind="doors", target=400, by=cast.bob)
    file(cast.alice, 340)

    (goal,) = get(cast.alice, "goals", unit=cast.riverside.pk)["items"]

    assert (goal["quantity"], goal["target"]) == (340, 400)
    assert goal["starts_at"] < goal["ends_at"]


@pytest.mark.parametrize(
    ("path", "queries"), [("totals", 5), ("totals/series", 5), ("goals", 6)]
)
def test_figures_cost_the_same_however_many(
    get, file, cast, django_assert_num_queries, path, queries
):
    for kind in ("doors", "calls", "rides"):
        set_goal(unit=cast.office, kind=kind, target=100, by=cast.olive)
        for person in (cast.alice, cast.bob, cast.olive):
            file(person, 5, kind=kind)
    get(cast.olive, "report-kinds")

    with django_assert_num_queries(SESSION_AND_PERSON + queries):
        get(cast.olive, path, unit=cast.office.pk)


def test_nobody_reads_without_signing_in(client, cast):
    for path in ("report-kinds", "reports", "totals?unit=1", "goals?unit=1"):
        assert client.get(f"/api/v1/{path}").status_code == 401
