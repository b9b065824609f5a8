"""One's own numbers and best day: one's own work alone, and ranked with nobody's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.days import campaign_days
from reports.queries.own import own_numbers
from tests.cast import token_of


@pytest.fixture
def numbers(client):
    def numbers(user):
        answer = client.get(
            "/api/v1/me/numbers", headers={"Authorization": f"Bearer {token_of(user)}"}
        )
        assert answer.status_code == 200, answer.content
        return answer.json()["items"]

    return numbers


def days_ago(count):
    return (campaign_days().today() - timedelta(days=count)).isoformat()


def test_today_all_and_the_best_day_of_each_kind(numbers, file, cast):
    file(cast.alice, 12)
    file(cast.alice, 8)
    file(cast.alice, 30, action_date=days_ago(1))
    file(cast.alice, 4, kind="calls", action_date=days_ago(1))

    doors, calls = numbers(cast.alice)

    best = {"quantity": 30, "day": days_ago(1)}
    assert doors == {"kind": "doors", "today": 20, "total": 50, "best": best}
    assert (calls["today"], calls["total"], calls["best"]["quantity"]) == (0, 4, 4)


def test_what_is_as_good_today_is_today_s(numbers, file, cast):
    file(cast.alice, 30, action_date=days_ago(1))
    file(cast.alice, 30)

    assert numbers(cast.alice)[0]["best"]["day"] == days_ago(0)


def test_work_counts_for_who_did_it(numbers, file, cast):
    file(cast.bob, 7, on_behalf_of=str(cast.alice.pk))
    file(cast.bob, 2)

    assert numbers(cast.alice)[0]["total"] == 7
    assert numbers(cast.bob)[0]["total"] == 2


def test_what_was_taken_back_and_nothing_are_no_numbers(numbers, file, change, cast):
    change(cast.bob, "void", file(cast.alice, 9))
    file(cast.alice, 0, kind="calls")

    assert numbers(cast.alice) == []


def test_the_queries_do_not_grow_with_the_reports(numbers, file, cast):
    file(cast.bob, 1)
    for quantity in range(1, 6):
        file(cast.alice, quantity)
        file(cast.alice, quantity, kind="calls", action_date=days_ago(1))

    def queries(user):
        with CaptureQueriesContext(connection) as captured:
            own_numbers(user)
        return len(captured)

    own_numbers(cast.bob)
    assert queries(cast.alice) == queries(cast.bob) <= 3
