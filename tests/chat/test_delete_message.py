from contextlib import suppress
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from chat.actions import delete_message
from chat.models import Message
from hub.actions import transaction
from hub.errors import Conflict, Refused
from hub.execution import job_of, run_writes
from hub.models import Event
from teams.actions import remove_member
from teams.models import Membership

SECRET = "the key is under the mat"


def everything_stored(room):
    rows = Event.objects.filter(stream=room.stream).values_list("data", flat=True)
    return " ".join([*rows, *Message.objects.values_list("text", flat=True)])


@pytest.mark.parametrize("who", ["alice", "leader", "organizer"])
def test_the_author_and_moderators_delete(request, post, change, alice, who):
    posted = post(alice)

    deleted = change(request.getfixturevalue(who), "delete", posted)

    assert Message.objects.get().deleted_at is not None
    assert deleted["version"] == 2


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_nobody_else_deletes(request, post, change, alice, who):
    posted = post(alice)

    with pytest.raises(Refused):
        change(request.getfixturevalue(who), "delete", posted)

    assert Message.objects.get().deleted_at is None


def test_who_left_the_team_cannot_delete(post, change, alice):
    posted = post(alice)
    remove_member(membership=Membership.objects.get(user=alice))

    with pytest.raises(Refused):
        change(alice, "delete", posted)


def test_the_text_is_gone_from_the_row_and_from_every_event(post, change, alice, room):
    posted = post(alice, SECRET)
    change(alice, "edit", posted, text=f"{SECRET}, really")
    change(alice, "edit", posted, text=f"{SECRET}, truly")
    post(alice, "Something else")

    change(alice, "delete", posted)

    assert SECRET not in everything_stored(room)
    assert "Something else" in everything_stored(room)
    seqs = Event.objects.filter(stream=room.stream).values_list("seq", flat=True)
    assert sorted(seqs) == [1, 2, 3, 4, 5]


def test_the_text_is_gone_though_edited_in_the_same_transaction(
    post, change, alice, room
):
    posted = post(alice, "Hello")
    same = {"message": posted["message"]}
    frames = [
        {"type": "message.edit", "text": SECRET, **same},
        {"type": "message.delete", **same},
    ]

    answers: list[Any] = run_writes(
        [job_of(alice, {**frame, "client_id": str(uuid4())}) for frame in frames]
    )

    assert [answer["version"] for answer in answers] == [2, 3]
    assert SECRET not in everything_stored(room)


def test_the_event_tells_that_it_is_deleted(post, change, alice, leader, room):
    posted = post(alice, SECRET)

    change(leader, "delete", posted)

    event = Event.objects.get(kind="message.deleted", stream=room.stream)
    assert msgspec.json.decode(event.data) == {
        "message": {"id": posted["message"], "version": 2, "deleted": True}
    }
    assert msgspec.json.decode(event.by)["role"] == "leader"


def test_a_stale_version_is_a_conflict(post, change, alice):
    posted = post(alice)
    change(alice, "edit", posted, text="New")

    with pytest.raises(Conflict):
        change(alice, "delete", posted, version=1)


def test_deleted_twice_is_a_conflict(post, change, alice, leader):
    posted = post(alice)
    change(alice, "delete", posted)

    with pytest.raises(Conflict):
        change(leader, "delete", posted)


def test_an_undone_deletion_blanks_nothing(post, alice, room):
    post(alice, SECRET)

    with suppress(Conflict), transaction():
        delete_message(message=Message.objects.get(), by=alice)
        raise Conflict

    assert SECRET in everything_stored(room)
