from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction as django_transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.actions import forget_all, transaction
from reports.actions import Filing, correct_report, file_report, fold, void_report
from reports.models import Delta, Report, Total
from reports.queries.figures import day_figures, hour_figures, recomputed
from teams.queries import chain
from tests.cast import assemble

NOON = datetime(2026, 11, 3, 12, 20, tzinfo=UTC)
DAYS = [NOON.date() - timedelta(days=ago) for ago in range(3)]
quantities = st.integers(0, 400)
file_one = st.tuples(
    st.just("file"),
    st.integers(0, 1),
    st.sampled_from(["doors", "calls"]),
    quantities,
    st.integers(0, 2),
    st.integers(0, 9),
)
change_one = st.tuples(
    st.sampled_from(["correct", "void"]), st.integers(0, 50), quantities
)
steps = st.lists(st.one_of(file_one, change_one, st.just(("fold",))), max_size=25)


@pytest.fixture
def cast(db):
    forget_all()
    return assemble()


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_totals_are_the_recomputation_at_every_level_every_day(cast, steps):
    with undone():
        for step in steps:
            STEPS[step[0]](cast, *step[1:])
            assert_exact(cast)
        fold()
        assert not Delta.objects.exists()
        assert_exact(cast)


def file_step(cast, team, kind, quantity, days_ago, hours_ago):
    filing = Filing(
        reporter=[cast.alice, cast.charlie][team],
        team=[cast.riverside, cast.hillside][team],
        kind=kind,
        quantity=quantity,
        action_date=DAYS[days_ago],
        at=NOON - timedelta(hours=hours_ago),
    )
    with transaction():
        file_report(filing)


def correct_step(cast, which, quantity):
    if report := pick(which):
        with transaction():
            correct_report(
                report=report, version=report.version, quantity=quantity, by=cast.diana
            )


def void_step(cast, which, _quantity):
    if report := pick(which):
        with transaction():
            void_report(report=report, version=report.version, by=cast.diana)


STEPS = {
    "file": file_step,
    "correct": correct_step,
    "void": void_step,
    "fold": lambda cast: fold(),
}


def pick(which):
    alive = list(Report.objects.filter(voided_at=None).order_by("pk"))
    return alive[which % len(alive)] if alive else None


def assert_exact(cast):
    units = [cast.hillside, *chain(cast.riverside)]
    figures = day_figures(units, DAYS)
    for unit in units:
        for day in DAYS:
            live = Counter({k: figures[unit.pk, k, day] for k in ("doors", "calls")})
            assert live == recomputed(unit, day), (unit.name, day)


def undone():
    class Undone:
        def __enter__(self):
            self.atomic = django_transaction.atomic()
            self.atomic.__enter__()

        def __exit__(self, *error):
            django_transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    return Undone()


def test_an_hour_s_figure_follows_its_own_reports(cast):
    file_step(cast, 0, "doors", 10, 0, 0)
    file_step(cast, 0, "doors", 20, 0, 3)
    fold()
    correct_step(cast, 0, 4)

    figures = hour_figures([cast.office], [NOON.date()])

    assert {slot.hour: quantity for slot, quantity in figures.items()} == {12: 4, 9: 20}


def test_a_day_is_the_campaign_s_own(cast):
    campaign = SimpleNamespace(unit=cast.campaign)
    type(cast.campaign.campaign).objects.filter(unit=campaign.unit).update(
        timezone="America/New_York"
    )
    forget_all()
    late = datetime(2026, 11, 4, 3, 30, tzinfo=UTC)

    with transaction():
        file_report(
            Filing(
                reporter=cast.alice,
                team=cast.riverside,
                kind="doors",
                quantity=7,
                at=late,
            )
        )

    report = Report.objects.get()
    assert (report.action_date, report.hour) == (NOON.date(), 22)


def test_reading_costs_one_query(cast, django_assert_num_queries):
    file_step(cast, 0, "doors", 10, 0, 0)
    fold()
    file_step(cast, 1, "doors", 5, 0, 0)
    units = chain(cast.riverside)

    with django_assert_num_queries(1):
        figures = day_figures(units, DAYS)

    assert figures[cast.office.pk, "doors", NOON.date()] == 15
    assert figures[cast.riverside.pk, "doors", NOON.date()] == 10
    assert Total.objects.filter(unit=cast.office).get().quantity == 10
