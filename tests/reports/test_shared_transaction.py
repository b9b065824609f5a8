"""Reports of many people in one transaction: one set of statements for all of them."""

from uuid import uuid4

import pytest

from hub.execution import job_of, run_writes

pytestmark = pytest.mark.django_db(transaction=True)


def _jobs(cast, count):
    fields = {"team": str(cast.riverside.pk), "kind": "doors", "quantity": 2}
    return [
        job_of(cast.alice, {"type": "report.file", "client_id": str(uuid4()), **fields})
        for _ in range(count)
    ]


def test_a_set_of_reports_costs_as_many_queries_as_one(
    cast, django_assert_max_num_queries
):
    run_writes(_jobs(cast, 1))

    with django_assert_max_num_queries(14):
        run_writes(_jobs(cast, 50))


def test_each_report_of_a_set_answers_with_its_own_total(cast):
    answers = run_writes(_jobs(cast, 3))

    totals = [answer["totals"][0]["quantity"] for answer in answers]
    assert totals == [2, 4, 6]
