import pytest

from hub.errors import Refused
from hub.execution import execute
from hub.routing import routing

pytestmark = pytest.mark.django_db


def provider(prefix):
    return next(p for p in routing().providers if p.prefix == prefix)


def page(user, stream, limit=10, **position):
    frame = {"type": "stream.page", "stream": stream, "limit": limit, **position}
    return execute(user, frame)


def ids(found):
    return [item["data"]["question"]["id"] for item in found["items"]]


def test_ones_own_desks_are_those_one_attends(cast):
    titles = {
        name: [own.title for own in provider("desk").own(getattr(cast, name))]
        for name in ("alice", "bob", "olive", "oscar", "diana")
    }

    assert titles == {
        "alice": [],
        "bob": [],
        "olive": ["Akron"],
        "oscar": ["Columbus", "Akron"],
        "diana": ["Columbus", "Akron"],
    }


def test_a_desks_page_holds_its_open_questions(cast, ask, do):
    oldest = ask(cast.alice)
    answered = ask(cast.alice)
    door = ask(cast.alice, at_the_door=True)
    do(cast.oscar, "question.claim", question=oldest)
    do(cast.diana, "question.claim", question=answered)
    do(cast.diana, "question.answer", question=answered, text="Yes.")

    found = page(cast.oscar, cast.centre.desk)

    assert ids(found) == [oldest, door]
    assert found["items"][0]["data"]["question"]["claimed_by"]["name"] == "Oscar"
    assert found["items"][1]["data"]["question"]["at_the_door"]
    assert found["items"][0]["by"]["name"] == "Alice"
    assert not found["has_after"]


def test_a_long_queue_says_that_there_is_more(cast, ask):
    asked = [ask(cast.alice) for _number in range(3)]

    found = page(cast.oscar, cast.centre.desk, limit=2)

    assert ids(found) == asked[1:]
    assert (found["has_before"], found["has_after"]) == (True, False)
    assert ids(page(cast.oscar, cast.centre.desk, after=2)) == asked[2:]
    assert ids(page(cast.oscar, cast.centre.desk, before=2)) == asked[:1]
    assert ids(page(cast.oscar, cast.centre.desk, around=2)) == asked


def test_a_desks_page_takes_few_queries(cast, ask, do, django_assert_num_queries):
    for _number in range(8):
        do(cast.oscar, "question.claim", question=ask(cast.alice))

    with django_assert_num_queries(9):
        page(cast.oscar, cast.centre.desk)


@pytest.mark.parametrize("person", ["alice", "bob", "charlie", "olive"])
def test_others_do_not_see_the_desk(cast, person):
    with pytest.raises(Refused):
        page(getattr(cast, person), cast.centre.desk)
    with pytest.raises(Refused):
        page(cast.oscar, cast.riverside.desk)


def test_open_questions_after_the_mark_are_unread(cast, ask, do):
    ask(cast.alice)
    done = ask(cast.alice)
    ask(cast.alice)
    do(cast.diana, "question.claim", question=done)
    do(cast.diana, "question.answer", question=done, text="Yes.")

    desks = {cast.centre.desk: 1, cast.office.desk: 0}

    assert provider("desk").unread(cast.oscar, desks) == {
        cast.centre.desk: (1, 0),
        cast.office.desk: (0, 0),
    }


def test_an_inbox_holds_the_answers(cast, answered):
    inbox = cast.alice.inbox
    found = page(cast.alice, inbox)

    [item] = found["items"]
    assert item["kind"] == "answer.delivered"
    assert item["by"] == {"id": str(cast.oscar.pk), "name": "Oscar"}
    assert item["data"]["answer"]["text"] == "Yes, he can."
    assert item["data"]["question"]["id"] == answered
    assert provider("user").unread(cast.alice, {inbox: 0}) == {inbox: (1, 0)}
    assert provider("user").unread(cast.alice, {inbox: item["seq"]}) == {inbox: (0, 0)}


def test_an_inbox_is_read_in_pages(cast, ask, do):
    for _number in range(4):
        question = ask(cast.alice)
        do(cast.oscar, "question.claim", question=question)
        do(cast.oscar, "question.answer", question=question, text="Yes.")
    seqs = [item["seq"] for item in page(cast.alice, cast.alice.inbox)["items"]]

    newest = page(cast.alice, cast.alice.inbox, limit=2)
    older = page(cast.alice, cast.alice.inbox, limit=2, before=seqs[2])
    later = page(cast.alice, cast.alice.inbox, limit=2, after=seqs[0])
    middle = page(cast.alice, cast.alice.inbox, limit=2, around=seqs[1])

    assert _seqs(newest) == seqs[2:]
    assert (newest["has_before"], newest["has_after"]) == (True, False)
    assert _seqs(older) == seqs[:2]
    assert _seqs(later) == seqs[1:3]
    assert _seqs(middle) == seqs[:2]


def test_an_inbox_takes_few_queries(cast, ask, do, django_assert_num_queries):
    for _number in range(4):
        question = ask(cast.alice)
        do(cast.oscar, "question.claim", question=question)
        do(cast.oscar, "question.answer", question=question, text="Yes.")

    with django_assert_num_queries(5):
        page(cast.alice, cast.alice.inbox)


def test_charlie_reads_no_inbox_but_his(cast):
    assert page(cast.charlie, cast.charlie.inbox)["items"] == []
    for stream in (cast.alice.inbox, "user:0", "user:4711", "user:x"):
        with pytest.raises(Refused):
            page(cast.charlie, stream)


def _seqs(found):
    return [item["seq"] for item in found["items"]]
