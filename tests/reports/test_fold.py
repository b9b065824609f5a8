from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from hub.models import Event
from reports.actions import fold, set_goal
from reports.models import FeedCard, Milestone


def data_of(stream, kind):
    events = Event.objects.filter(stream=stream, kind=kind).order_by("seq")
    return [msgspec.json.decode(event.data) for event in events]


def test_feeds_above_get_one_card_for_many_reports(file, cast):
    for quantity in (10, 20, 30):
        file(cast.alice, quantity)
    file(cast.charlie, 5, team=str(cast.hillside.pk))

    fold()

    for unit in (cast.office, cast.region, cast.centre, cast.campaign):
        (summary,) = data_of(unit.feed, "feed.summarised")
        assert (summary["kind"], summary["quantity"], summary["teams"]) == (
            "doors",
            65,
            2,
        )
        assert summary["unit"]["name"] == unit.name
        assert summary["top"][0] == {"team": "Riverside", "quantity": 60}
        assert (summary["total"], summary["from"] <= summary["to"]) == (65, True)
    assert not data_of(cast.riverside.feed, "feed.summarised")


def test_a_card_grows_with_the_hour(file, change, cast):
    filed = file(cast.alice, 10)
    fold()
    change(cast.alice, "correct", filed, quantity=4)
    file(cast.alice, 20)

    fold()

    assert [s["quantity"] for s in data_of(cast.office.feed, "feed.summarised")] == [
        10,
        24,
    ]
    card = FeedCard.objects.get(unit=cast.office)
    first = Event.objects.filter(stream=cast.office.feed, kind=card.event).earliest(
        "seq"
    )
    assert (card.data["quantity"], card.seq) == (24, first.seq)


def test_folding_twice_tells_nothing_twice(file, cast, django_assert_num_queries):
    file(cast.alice, 10)
    fold()
    before = Event.objects.count()

    with django_assert_num_queries(1):
        fold()

    assert Event.objects.count() == before


def test_no_name_of_a_person_goes_above_the_team(file, cast):
    file(cast.alice, 60, note="Sam was there")

    fold()

    for unit in (cast.office, cast.region, cast.centre, cast.campaign):
        events = Event.objects.filter(stream=unit.feed).exclude(kind="member.joined")
        assert not events.filter(data__contains="Alice").exists()
        assert not events.filter(data__contains="Sam").exists()


def test_a_round_number_is_reached_in_room_and_feed_once(file, change, cast, room):
    filed = file(cast.alice, 120)
    fold()
    filed = change(cast.alice, "correct", filed, quantity=20)
    fold()
    change(cast.alice, "correct", filed, quantity=130)
    fold()

    expected = {"kind": "doors", "quantity": 100}
    for stream in (room, cast.riverside.feed):
        (reached,) = data_of(stream, "milestone.reached")
        assert reached.items() >= expected.items()
        assert reached["unit"]["name"] == "Riverside"


def test_an_office_celebrates_larger_numbers(file, cast):
    file(cast.alice, 300)
    fold()
    file(cast.charlie, 250, team=str(cast.hillside.pk))
    fold()

    (reached,) = data_of(cast.office.feed, "milestone.reached")
    assert (reached["quantity"], reached["last_team"]["name"]) == (500, "Hillside")


def test_a_reached_goal_is_told_with_its_target(file, cast, room):
    set_goal(unit=cast.riverside, kind="doors", target=40, by=cast.bob)
    file(cast.alice, 39)
    fold()
    assert not data_of(room, "goal.reached")

    file(cast.alice, 1)
    fold()

    (reached,) = data_of(room, "goal.reached")
    assert (reached["quantity"], reached["target"]) == (40, 40)
    assert Milestone.objects.get().is_goal


@pytest.mark.parametrize("quantity", [0, 49])
def test_small_numbers_are_no_milestones(file, cast, room, quantity):
    file(cast.alice, quantity)

    fold()

    assert not Milestone.objects.exists()


def test_a_late_report_is_counted_without_a_celebration(file, cast):
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    file(cast.alice, 120, action_date=yesterday.isoformat())

    fold()

    assert not Milestone.objects.exists()
    assert not data_of(cast.office.feed, "feed.summarised")
