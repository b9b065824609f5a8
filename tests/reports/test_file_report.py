from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from hub.errors import Conflict, HubError, Invalid, Refused
from hub.execution import job_of, run_writes
from hub.models import Event
from reports.models import Delta, FeedCard, Report
from teams.actions import add_member
from teams.roles import Role


def today(days=0):
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def test_a_report_is_answered_with_the_totals_from_team_to_campaign(file, cast):
    filed = file(cast.alice, 25)

    report = Report.objects.get(pk=filed["report"])
    assert (report.quantity, report.kind, report.team) == (25, "doors", cast.riverside)
    assert (filed["version"], filed["seq"]) == (1, report.seq)
    assert [
        (t["unit"]["name"], t["period"], t["quantity"]) for t in filed["totals"]
    ] == [
        ("Riverside", "today", 25),
        ("Akron", "today", 25),
        ("North", "today", 25),
        ("Columbus", "today", 25),
        ("Ohio", "today", 25),
    ]
    assert "check" not in filed


def test_the_event_goes_to_the_room_and_to_the_feed(file, cast, room):
    client_id = str(uuid4())
    file(cast.bob, 40, client_id=uuid4().hex)

    filed = file(cast.alice, 25, note="Nice street", client_id=client_id)

    events = Event.objects.filter(client_id=client_id)
    assert {event.stream for event in events} == {room, cast.riverside.feed}
    for event in events:
        assert event.kind == "report.filed"
        assert msgspec.json.decode(event.by)["name"] == "Alice"
        assert msgspec.json.decode(event.data) == {
            "report": {
                "id": filed["report"],
                "team": str(cast.riverside.pk),
                "kind": "doors",
                "quantity": 25,
                "action_date": today(),
                "version": 1,
                "note": "Nice street",
            },
            "total": 65,
        }


def test_mood_and_topics_are_kept_but_never_sent(file, cast):
    filed = file(cast.alice, mood=2, topics=["health_care"])

    report = Report.objects.get(pk=filed["report"])
    assert (report.mood, report.topics) == (2, ["health_care"])
    assert not Event.objects.filter(data__contains="health_care").exists()
    assert not Event.objects.filter(data__contains="mood").exists()


def test_the_same_client_id_counts_once(file, cast):
    client_id = str(uuid4())
    first = file(cast.alice, 25, client_id=client_id)

    again = file(cast.alice, 25, client_id=client_id)

    assert again == {**first, "duplicate": True}
    assert Report.objects.count() == Delta.objects.count() == 1


def test_zero_is_a_report(file, cast):
    assert file(cast.alice, 0)["totals"][0]["quantity"] == 0
    assert Report.objects.get().quantity == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"quantity": -1}, "quantity"),
        ({"quantity": 10_000_000}, "quantity"),
        ({"quantity": 10**30}, "quantity"),
        ({"quantity": 2.5}, "quantity"),
        ({"quantity": "12"}, "quantity"),
        ({"quantity": True}, "quantity"),
        ({"kind": "unicorns"}, "kind"),
        ({"action_date": today(1)}, "action_date"),
        ({"action_date": today(-8)}, "action_date"),
        ({"action_date": "yesterday"}, "action_date"),
        ({"mood": 6}, "mood"),
        ({"topics": ["no\u200b sign\x07"]}, "topics"),
        ({"note": "x" * 501}, "note"),
        ({"note": "a\x00b"}, "note"),
        ({"breakdown": {"attempts": -3}}, "breakdown"),
        ({"breakdown": {"\x00": 3}}, "breakdown"),
    ],
)
def test_a_bad_report_names_its_field_and_writes_nothing(file, cast, fields, field):
    with pytest.raises(Invalid) as refusal:
        file(cast.alice, **fields)

    assert refusal.value.field == field
    assert not Report.objects.exists()
    assert not Event.objects.filter(kind="report.filed").exists()


def test_the_largest_number_and_the_oldest_day_are_taken(file, cast):
    filed = file(cast.alice, 9_999_999, action_date=today(-7))

    assert filed["totals"][0]["quantity"] == 0
    assert Report.objects.get().hour == 24


def test_an_unlikely_number_is_stored_and_asked_about(file, cast):
    assert "check" not in file(cast.alice, 300)

    filed = file(cast.alice, 1)

    assert filed["check"]
    assert Report.objects.count() == 2


def test_outsider_cannot_report(file, cast):
    answers = []
    for team in (cast.riverside.pk, 999999, "x", -1):
        with pytest.raises(HubError) as refusal:
            file(cast.charlie, team=str(team))
        answers.append(refusal.value.fields())

    assert all(answer == Refused().fields() for answer in answers)
    assert not Report.objects.exists()


def test_an_organizer_reports_for_a_team_but_not_for_the_office(file, cast):
    file(cast.olive, 10)

    with pytest.raises(Refused):
        file(cast.olive, 10, team=str(cast.office.pk))


def test_a_leader_reports_for_a_member(file, cast):
    file(cast.bob, 30, on_behalf_of=str(cast.alice.pk))

    report = Report.objects.get()
    assert (report.reporter, report.on_behalf_of) == (cast.bob, cast.alice)
    event = Event.objects.get(stream=cast.riverside.feed, kind="report.filed")
    assert msgspec.json.decode(event.data)["report"]["on_behalf_of"] == {
        "id": str(cast.alice.pk),
        "name": "Alice",
    }


def test_for_others_needs_the_power_and_a_member_of_the_team(file, cast):
    for user, other in ((cast.alice, cast.bob), (cast.bob, cast.charlie)):
        with pytest.raises(Refused) as refusal:
            file(user, on_behalf_of=str(other.pk))
        assert refusal.value.field == "on_behalf_of"


def test_a_coordinator_enters_paper_tallies(file, cast):
    add_member(user=cast.alice, unit=cast.riverside, role=Role.COORDINATOR)

    file(cast.alice, 12, on_behalf_of=str(cast.bob.pk))

    assert Report.objects.get().on_behalf_of == cast.bob


def test_a_client_id_of_another_command_is_a_conflict(file, change, cast):
    client_id = str(uuid4())
    filed = file(cast.alice, client_id=client_id)

    with pytest.raises(Conflict):
        change(cast.alice, "void", filed, client_id=client_id)


def test_reports_of_one_transaction_are_written_as_a_set(
    cast, room, django_assert_max_num_queries
):
    def job(n):
        frame = {"type": "report.file", "client_id": str(uuid4()), "kind": "doors"}
        return job_of(
            cast.alice, {**frame, "team": str(cast.riverside.pk), "quantity": n}
        )

    run_writes([job(1)])
    jobs = [job(n) for n in range(1, 11)]

    # Each has one look at the person's day and one at the totals; the rest is shared.
    with django_assert_max_num_queries(12 + 2 * len(jobs)):
        answers = run_writes(jobs)

    assert [answer["totals"][0]["quantity"] for answer in answers] == [
        1 + sum(range(1, n + 1)) for n in range(1, 11)
    ]
    totals = Event.objects.filter(stream=room, kind="report.filed").order_by("seq")
    assert [msgspec.json.decode(e.data)["total"] for e in totals][1:] == [
        answer["totals"][0]["quantity"] for answer in answers
    ]
    assert FeedCard.objects.count() == 11
