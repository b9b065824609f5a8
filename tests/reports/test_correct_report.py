from datetime import timedelta

import msgspec
import pytest
from django.utils import timezone

from hub.errors import Conflict, Invalid, Refused
from hub.models import Event
from reports.models import Correction, Report


def test_a_correction_moves_the_totals_and_keeps_the_earlier_figure(file, change, cast):
    filed = file(cast.alice, 52)

    corrected = change(cast.alice, "correct", filed, quantity=25)

    assert corrected["version"] == 2
    assert [total["quantity"] for total in corrected["totals"]] == [25] * 5
    earlier = Correction.objects.get()
    assert (earlier.quantity, earlier.version, earlier.reason) == (52, 1, "a slip")
    assert earlier.by == cast.alice


def test_everyone_learns_who_changed_it_and_what_it_said(file, change, page, cast):
    filed = file(cast.alice, 52)

    change(cast.bob, "void", change(cast.bob, "correct", filed, quantity=25))

    bob = {"id": str(cast.bob.pk), "name": "Bob"}
    events = Event.objects.filter(
        stream=cast.riverside.feed, kind__startswith="report."
    ).order_by("seq")
    data = [msgspec.json.decode(event.data)["report"] for event in events]
    assert "correction" not in data[0]
    assert [one["correction"] for one in data[1:]] == [
        {"by": bob, "was": 52},
        {"by": bob, "was": 25},
    ]
    (item,) = page(cast.alice, cast.riverside.feed)["items"]
    assert item["data"]["report"] == data[2]


def test_a_report_taken_back_counts_for_nothing(file, change, cast, room):
    file(cast.bob, 10)
    filed = file(cast.alice, 52, note="secret")

    voided = change(cast.alice, "void", filed)

    assert voided["totals"][0]["quantity"] == 10
    event = Event.objects.get(stream=room, kind="report.voided")
    data = msgspec.json.decode(event.data)
    assert (data["total"], data["report"]["voided"]) == (10, True)
    assert "note" not in data["report"]
    assert Event.objects.filter(
        stream=cast.riverside.feed, kind="report.voided"
    ).exists()


def test_who_comes_second_gets_a_conflict(file, change, cast):
    filed = file(cast.alice, 52)
    change(cast.bob, "correct", filed, quantity=20)

    with pytest.raises(Conflict):
        change(cast.alice, "correct", filed, quantity=30)

    assert Report.objects.get().quantity == 20
    assert Correction.objects.count() == 1


def test_a_report_is_taken_back_once(file, change, cast):
    filed = file(cast.alice, 52)
    voided = change(cast.alice, "void", filed)

    with pytest.raises(Conflict):
        change(cast.alice, "void", voided)
    with pytest.raises(Conflict):
        change(cast.alice, "correct", voided, quantity=1)


def test_a_bad_correction_changes_nothing(file, change, cast):
    filed = file(cast.alice, 52)

    for quantity in (-1, 10_000_000, None):
        with pytest.raises(Invalid) as refusal:
            change(cast.alice, "correct", filed, quantity=quantity)
        assert refusal.value.field == "quantity"

    assert Report.objects.get().version == 1


def test_leader_organizer_and_director_may_correct(file, change, cast):
    filed = file(cast.alice, 52)

    for person, quantity in ((cast.bob, 50), (cast.olive, 40), (cast.diana, 30)):
        filed = change(person, "correct", filed, quantity=quantity)

    assert Report.objects.get().quantity == 30


def test_others_may_not(file, change, cast):
    filed = file(cast.bob, 52)

    for person in (cast.alice, cast.charlie, cast.oscar):
        with pytest.raises(Refused):
            change(person, "void", filed)


def test_absent_and_forbidden_answer_alike(file, change, cast):
    filed = file(cast.bob, 52)
    answers = []
    for report in (filed["report"], "999999", "x"):
        with pytest.raises(Refused) as refusal:
            change(cast.charlie, "void", {**filed, "report": report})
        answers.append(refusal.value.fields())

    assert all(answer == answers[0] for answer in answers)


def test_one_s_own_can_be_corrected_within_a_day(file, change, cast):
    filed = file(cast.alice, 52)
    Report.objects.update(at=timezone.now() - timedelta(hours=25))

    with pytest.raises(Refused):
        change(cast.alice, "correct", filed, quantity=1)

    assert change(cast.bob, "correct", filed, quantity=1)["version"] == 2


def test_who_the_report_is_about_may_correct_it(file, change, cast):
    filed = file(cast.bob, 52, on_behalf_of=str(cast.alice.pk))

    assert change(cast.alice, "void", filed)["totals"][0]["quantity"] == 0
