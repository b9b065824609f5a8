import pytest

from hub.errors import Refused
from hub.execution import execute
from hub.routing import routing

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    def read(user, question):
        client.force_login(user)
        return client.get(f"/api/v1/questions/{question}")

    return read


@pytest.mark.parametrize("person", ["alice", "bob", "olive", "oscar", "diana"])
def test_the_asker_the_desk_and_those_above_read_it(cast, ask, read, person):
    question = ask(cast.alice)

    answer = read(getattr(cast, person), question)

    assert answer.status_code == 200
    assert answer.json()["by"]["name"] == "Alice"


def test_charlie_does_not(cast, ask, read):
    assert read(cast.charlie, ask(cast.alice)).status_code == 403
    assert read(cast.charlie, "4711").json() == read(cast.charlie, "1").json()


def test_who_follows_reads_it_without_the_askers_name(cast, answered, do, read):
    do(cast.charlie, "question.me_too", question=answered)

    thread = read(cast.charlie, answered).json()

    assert thread["follows"]
    assert thread["answers"][0]["text"] == "Yes, he can."
    assert thread["answers"][0]["by"]["name"] == "Oscar"
    assert "by" not in thread
    assert "Alice" not in str(thread)


def test_the_list_is_ones_own(cast, client, ask, do):
    own, followed = ask(cast.alice), ask(cast.charlie)
    ask(cast.bob)
    do(cast.alice, "question.me_too", question=followed)
    client.force_login(cast.alice)

    items = client.get("/api/v1/questions").json()["items"]

    assert [item["id"] for item in items] == [followed, own]


def test_the_list_comes_in_pages(cast, client, ask):
    asked = [ask(cast.alice) for _number in range(3)]
    client.force_login(cast.alice)

    first = client.get("/api/v1/questions?limit=2").json()
    rest = client.get(f"/api/v1/questions?limit=2&cursor={first['next']}").json()

    assert [item["id"] for item in first["items"] + rest["items"]] == asked[::-1]
    assert rest["next"] is None


def test_a_desks_list_is_for_its_operators(cast, client, ask):
    question = ask(cast.alice)
    address = f"/api/v1/questions?desk={cast.centre.pk}"
    client.force_login(cast.oscar)
    assert [q["id"] for q in client.get(address).json()["items"]] == [question]

    client.force_login(cast.charlie)
    assert client.get(address).status_code == 403


def test_the_library_is_open_to_everyone(cast, client, entry):
    client.force_login(cast.charlie)

    found = client.get("/api/v1/library?q=license").json()["items"]
    every = client.get("/api/v1/library?language=es").json()["items"]

    assert [item["language"] for item in found + every] == ["ar", "es"]


def test_everybody_sees_the_desks_over_their_team(cast, client, sit_down):
    sit_down(cast.oscar)
    client.force_login(cast.charlie)

    desks = client.get("/api/v1/desks").json()["items"]

    assert [desk["unit"]["name"] for desk in desks] == ["Akron", "Columbus"]
    assert [desk["on_desk"] for desk in desks] == [1, 1]


@pytest.mark.parametrize("path", ["questions", "questions/1", "library", "desks"])
def test_nobody_reads_without_signing_in(client, db, path):
    assert client.get(f"/api/v1/{path}").status_code == 401


def test_the_lists_take_few_queries(cast, client, ask, do, django_assert_num_queries):
    for _number in range(6):
        do(cast.oscar, "question.claim", question=ask(cast.alice))
    client.force_login(cast.alice)

    with django_assert_num_queries(3):
        client.get("/api/v1/questions")


def test_typing_in_a_question_reaches_asker_and_desk(cast, ask):
    provider = next(p for p in routing().providers if p.prefix == "question")
    question = ask(cast.alice)
    there = [cast.alice.inbox, cast.centre.desk]

    assert provider.typing_streams(cast.oscar, question) == there
    assert provider.typing_streams(cast.alice, question) == there
    for outsider in (cast.charlie, cast.bob):
        with pytest.raises(Refused):
            provider.typing_streams(outsider, question)


def test_nobody_subscribes_to_a_question(cast, ask):
    question = ask(cast.alice)

    with pytest.raises(Refused):
        execute(
            cast.alice,
            {"type": "stream.page", "stream": f"question:{question}", "limit": 5},
        )
