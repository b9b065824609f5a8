import pytest

from chat.queries import room_of


@pytest.fixture
def get(client):
    def get(user, path="/api/v1/rooms", **query):
        if user is not None:
            client.force_login(
                user, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return client.get(path, query)

    return get


def titles(answer):
    return [room["title"] for room in answer.json()["items"]]


def test_a_volunteer_has_the_room_of_the_team(get, alice, room, world):
    [item] = get(alice).json()["items"]

    assert item == {
        "id": str(room.pk),
        "stream": room.stream,
        "title": "Riverside",
        "unit": {"id": str(world.team.pk), "name": "Riverside", "kind": "team"},
        "own": True,
        "may": ["read", "post", "report"],
    }


def test_staff_see_the_rooms_below_and_above(get, organizer):
    answer = get(organizer)

    assert titles(answer) == ["Centre", "East", "North office", "Riverside"]
    assert [room["own"] for room in answer.json()["items"]] == [True, True, True, False]


def test_nobody_sees_the_rooms_of_others(get, charlie):
    assert titles(get(charlie)) == ["Hillside"]


def test_pages_follow_each_other(get, organizer):
    first = get(organizer, limit=3)
    second = get(organizer, limit=3, cursor=first.json()["next"])

    assert titles(first) + titles(second) == titles(get(organizer))
    assert second.json()["next"] is None


def test_one_room(get, alice, room):
    assert get(alice, f"/api/v1/rooms/{room.pk}").json()["title"] == "Riverside"


def test_absent_and_forbidden_rooms_answer_alike(get, alice, world):
    foreign = room_of(world.other_team).pk

    answers = [get(alice, f"/api/v1/rooms/{n}") for n in (foreign, 999999, "x")]

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1


def test_who_is_not_signed_in_gets_401(get, room):
    for path in ("/api/v1/rooms", f"/api/v1/rooms/{room.pk}"):
        assert get(None, path).status_code == 401


def test_the_list_costs_the_same_for_one_room_and_for_four(
    get, client, organizer, django_assert_num_queries
):
    get(organizer)

    for limit in (1, 4):
        with django_assert_num_queries(5):
            client.get("/api/v1/rooms", {"limit": limit})
