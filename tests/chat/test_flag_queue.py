"""The list of cases that wait for somebody: its length, its pages, its cost."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queue(ask, user):
    return ask(user, "GET", "flags", 200)["items"]


def test_a_queue_of_many_costs_as_many_queries_as_one_of_few(
    ask, flag, person, world, leader
):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert queue(ask, leader)
        return len(queries)

    flag(text="First")
    few = cost()
    for number in range(9):
        by = person(f"Cleo{number}", "volunteer", world.team)
        flag(by=by, text=f"Another {number}")

    assert cost() == few


def test_the_count_is_of_what_one_may_decide_oneself(
    ask, flag, alice, bob, leader, organizer
):
    for number in range(2):
        flag(text=f"Number {number}")
    flag(author=leader, by=bob)

    def count(user):
        return ask(user, "GET", "flags?limit=1", 200)["count"]

    assert [count(who) for who in (leader, organizer, alice)] == [2, 3, 0]


def test_the_queue_is_paged(ask, flag, leader):
    for number in range(3):
        flag(text=f"Number {number}")

    first = ask(leader, "GET", "flags?limit=2", 200)
    second = ask(leader, "GET", f"flags?limit=2&cursor={first['next']}", 200)

    texts = [item["message"]["text"] for item in first["items"] + second["items"]]
    assert texts == ["Number 0", "Number 1", "Number 2"]
    assert second["next"] is None
