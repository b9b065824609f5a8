import pytest

from hub.errors import Refused
from reports.actions import fold
from reports.streams import FeedStreams
from teams.actions import add_member
from teams.roles import Role


@pytest.fixture
def feeds():
    return FeedStreams()


def test_a_team_s_feed_shows_reports_in_their_present_state(file, change, page, cast):
    first = file(cast.alice, 52)
    file(cast.bob, 10)
    change(cast.alice, "correct", first, quantity=25)

    shown = page(cast.alice, cast.riverside.feed)

    reports = [i["data"] for i in shown["items"] if i["kind"] == "report.filed"]
    assert [(r["report"]["quantity"], r["total"]) for r in reports] == [
        (25, 25),
        (10, 35),
    ]
    assert reports[0]["report"]["version"] == 2
    assert [item["by"]["name"] for item in shown["items"]] == ["Alice", "Bob"]
    assert (shown["has_before"], shown["has_after"]) == (False, False)


def test_the_room_shows_the_same_cards(file, page, cast, room):
    file(cast.alice, 60)
    fold()

    shown = page(cast.alice, room)

    assert [item["kind"] for item in shown["items"]] == [
        "report.filed",
        "milestone.reached",
    ]
    assert shown["items"][0]["data"]["total"] == 60
    assert shown["items"][1]["data"]["quantity"] == 50


def test_an_office_s_feed_shows_sums(file, page, cast):
    file(cast.alice, 60)
    fold()

    (item,) = page(cast.alice, cast.office.feed)["items"]

    assert item["kind"] == "feed.summarised"
    assert (item["by"], item["data"]["quantity"]) == (None, 60)


def test_pages_go_both_ways(file, page, cast):
    seqs = []
    for quantity in range(1, 8):
        file(cast.alice, quantity)
    everything = page(cast.alice, cast.riverside.feed)
    seqs = [item["seq"] for item in everything["items"]]

    def look(**position):
        shown = page(cast.alice, cast.riverside.feed, limit=3, **position)
        return (
            [i["seq"] for i in shown["items"]],
            shown["has_before"],
            shown["has_after"],
        )

    assert look() == (seqs[-3:], True, False)
    assert look(before=seqs[3]) == (seqs[:3], False, True)
    assert look(after=seqs[0]) == (seqs[1:4], True, True)
    assert look(around=seqs[3]) == (seqs[2:5], True, True)


def test_outsiders_read_no_feed_of_another_team(file, page, cast):
    file(cast.alice, 5)

    for person in (cast.charlie, cast.oscar):
        with pytest.raises(Refused):
            page(person, cast.riverside.feed)


def test_everyone_reads_upwards(page, cast):
    for person in (cast.alice, cast.charlie):
        for unit in (cast.office, cast.region, cast.centre, cast.campaign):
            page(person, unit.feed)
    for unit in (cast.riverside, cast.hillside, cast.office, cast.campaign):
        page(cast.olive, unit.feed)
        page(cast.diana, unit.feed)


def test_absent_and_forbidden_answer_alike(page, cast):
    for key in (cast.riverside.pk, 999999, "x", ""):
        with pytest.raises(Refused):
            page(cast.charlie, f"feed:{key}")


def test_own_feeds_are_those_of_memberships(feeds, cast, django_assert_num_queries):
    add_member(user=cast.alice, unit=cast.hillside, role=Role.VOLUNTEER)

    with django_assert_num_queries(2):
        own = feeds.own(cast.alice)

    assert [(one.stream, one.title) for one in own] == [
        (cast.riverside.feed, "Riverside"),
        (cast.hillside.feed, "Hillside"),
    ]


def test_unread_counts_what_others_did(feeds, file, cast, django_assert_num_queries):
    file(cast.alice, 5)
    file(cast.bob, 6)
    file(cast.bob, 7)

    with django_assert_num_queries(3):
        unread = feeds.unread(cast.alice, {cast.riverside.feed: 0, cast.office.feed: 0})

    assert unread == {cast.riverside.feed: (2, 0), cast.office.feed: (0, 0)}


def test_a_page_costs_the_same_however_long(
    feeds, file, cast, django_assert_max_num_queries
):
    for quantity in range(12):
        file(cast.alice, quantity)

    with django_assert_max_num_queries(6):
        page = feeds.page(
            cast.alice,
            str(cast.riverside.pk),
            before=None,
            after=None,
            around=None,
            limit=50,
        )

    assert len(page.items) == 12
