from uuid import uuid4

import msgspec
import pytest

from chat.models import Message
from hub.errors import Conflict, Invalid, Refused
from hub.models import Event


def test_the_author_changes_the_text(post, change, alice):
    posted = post(alice, "Meet at six")

    edited = change(alice, "edit", posted, text=" Meet at seven ")

    message = Message.objects.get()
    assert (message.text, message.version) == ("Meet at seven", 2)
    assert message.edited_at is not None
    assert edited == {
        "message": posted["message"],
        "version": 2,
        "seq": 2,
        "duplicate": False,
    }


def test_the_event_carries_the_new_text(post, change, alice, room):
    posted = post(alice)

    change(alice, "edit", posted, text="Good morning")

    event = Event.objects.get(kind="message.edited", stream=room.stream)
    shape = msgspec.json.decode(event.data)["message"]
    assert (shape["id"], shape["text"], shape["version"]) == (
        posted["message"],
        "Good morning",
        2,
    )
    assert shape["edited_at"].endswith("Z")


@pytest.mark.parametrize("who", ["bob", "leader", "charlie"])
def test_nobody_else_edits(request, post, change, alice, who):
    posted = post(alice, "Meet at six")

    with pytest.raises(Refused):
        change(request.getfixturevalue(who), "edit", posted, text="Meet at nine")

    assert Message.objects.get().text == "Meet at six"


def test_an_absent_message_is_refused(change, alice):
    with pytest.raises(Refused):
        change(alice, "edit", {"message": "999"}, text="Hello")


def test_a_stale_version_is_a_conflict(post, change, alice):
    posted = post(alice)
    change(alice, "edit", posted, text="First", version=1)

    with pytest.raises(Conflict):
        change(alice, "edit", posted, text="Second", version=1)

    assert Message.objects.get().text == "First"


def test_sent_again_it_edits_once(post, change, alice):
    posted = post(alice)
    client_id = str(uuid4())

    first = change(alice, "edit", posted, text="New", client_id=client_id)
    second = change(alice, "edit", posted, text="New", client_id=client_id)

    assert second == {**first, "duplicate": True}
    assert Message.objects.get().version == 2


def test_a_blank_text_is_invalid(post, change, alice):
    posted = post(alice)

    with pytest.raises(Invalid) as invalid:
        change(alice, "edit", posted, text="  ")

    assert invalid.value.field == "text"


def test_a_deleted_message_is_a_conflict(post, change, alice):
    posted = post(alice)
    change(alice, "delete", posted)

    with pytest.raises(Conflict):
        change(alice, "edit", posted, text="Back again")
