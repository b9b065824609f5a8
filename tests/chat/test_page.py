from datetime import timedelta

import pytest

from chat import actions, queries
from chat.models import Message
from hub.actions import transaction
from hub.errors import Invalid
from teams.models import Membership


@pytest.fixture
def ten(post, alice, bob):
    return [post(alice if n % 2 else bob, f"Message {n}") for n in range(1, 11)]


def seqs(page):
    return [item["seq"] for item in page["items"]]


@pytest.mark.parametrize(
    ("position", "expected", "has_before", "has_after"),
    [
        ({}, [8, 9, 10], True, False),
        ({"before": 11}, [8, 9, 10], True, False),
        ({"before": 5}, [2, 3, 4], True, True),
        ({"before": 4}, [1, 2, 3], False, True),
        ({"before": 2}, [1], False, True),
        ({"before": 1}, [], False, True),
        ({"before": 0}, [], False, True),
        ({"after": 0}, [1, 2, 3], False, True),
        ({"after": 6}, [7, 8, 9], True, True),
        ({"after": 7}, [8, 9, 10], True, False),
        ({"after": 9}, [10], True, False),
        ({"after": 10}, [], True, False),
        ({"after": 99}, [], True, False),
        ({"around": 5}, [4, 5, 6], True, True),
        ({"around": 1}, [1, 2, 3], False, True),
        ({"around": 2}, [1, 2, 3], False, True),
        ({"around": 10}, [8, 9, 10], True, False),
        ({"around": 99}, [8, 9, 10], True, False),
        ({"around": 0}, [1, 2, 3], False, True),
    ],
)
def test_positions(page, alice, ten, position, expected, has_before, has_after):
    found = page(alice, limit=3, **position)

    assert seqs(found) == expected
    assert (found["has_before"], found["has_after"]) == (has_before, has_after)
    assert found["head"] == 10


def test_an_empty_room_has_an_empty_page(page, alice):
    found = page(alice)

    assert found["items"] == []
    assert (found["has_before"], found["has_after"]) == (False, False)


def test_two_positions_are_invalid(page, alice):
    with pytest.raises(Invalid):
        page(alice, before=5, after=1)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("limit", {"limit": 0}),
        ("limit", {"limit": 101}),
        ("before", {"before": -1}),
        ("after", {"after": "3"}),
    ],
)
def test_wrong_positions_are_invalid(page, alice, field, fields):
    with pytest.raises(Invalid) as invalid:
        page(alice, **fields)

    assert invalid.value.field == field


def test_items_are_shaped_like_their_events(page, post, alice, bob):
    posted = post(bob, "Good evening", language="en")

    [item] = page(alice)["items"]

    assert item == {
        "seq": 1,
        "kind": "message.posted",
        "at": posted["at"],
        "by": {"id": str(bob.pk), "name": "Bob", "role": "volunteer"},
        "data": {
            "message": {
                "id": posted["message"],
                "text": "Good evening",
                "language": "en",
                "version": 1,
            }
        },
    }


def test_messages_show_their_present_state(page, post, change, alice):
    edited, deleted = post(alice, "Meet at six"), post(alice, "A secret")
    change(alice, "edit", edited, text="Meet at seven")
    change(alice, "delete", deleted)

    first, second = (item["data"]["message"] for item in page(alice)["items"])

    assert (first["text"], first["version"]) == ("Meet at seven", 2)
    assert second == {"id": deleted["message"], "version": 2, "deleted": True}


def test_people_of_a_team_read_a_week_back(page, ten, alice, room):
    joined = Membership.objects.get(user=alice).since
    Message.objects.filter(seq__lte=4).update(at=joined - timedelta(days=8))
    Message.objects.filter(seq=5).update(at=joined - timedelta(days=6))

    found = page(alice, limit=100)

    assert seqs(found) == [5, 6, 7, 8, 9, 10]
    assert not found["has_before"]


def test_cards_of_other_apps_stand_among_the_messages(
    page, post, alice, room, monkeypatch
):
    post(alice)
    with transaction():
        for kind in ("kit.given", "unknown.kind"):
            actions.add_card(room=room, kind=kind, data={"kits": 1}, author=alice)
    post(alice)
    monkeypatch.setitem(
        queries._card_sources,
        "kit.given",
        lambda room, seqs: {seq: {"kits": 2} for seq in seqs},
    )

    items = page(alice)["items"]

    assert [(item["seq"], item["kind"]) for item in items] == [
        (1, "message.posted"),
        (2, "kit.given"),
        (4, "message.posted"),
    ]
    assert items[1]["data"] == {"kits": 2}
    assert items[1]["by"]["name"] == "Alice"


def test_a_page_costs_the_same_for_ten_and_for_two(
    page, ten, alice, django_assert_num_queries
):
    for limit in (2, 10):
        with django_assert_num_queries(12):
            page(alice, limit=limit, before=11)
